"""Small eForms documents for tests: invented buyers and suppliers, only the elements that a test needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from spiders.format import Origin

NAMESPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" '
    'xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1" '
    'xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1" '
    'xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1" '
    'xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"'
)
ORIGIN = Origin(evidence_id="e" * 64, source="test")


def tag(name: str, text: object, **attributes: str) -> str:
    """`<name a="b">text</name>`, escaped."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{escape(str(text))}</{name}>"


def wrap(name: str, *parts: str) -> str:
    """An element around parts that are XML already."""
    return f"<{name}>{''.join(parts)}</{name}>"


def organisation(
    key: str,
    name: str,
    *,
    number: str = "",
    country: str = "DNK",
    town: str = "Fjordby",
    extra: str = "",
    natural: bool | None = None,
) -> str:
    """An `efac:Organization`."""
    person = "" if natural is None else tag("efbc:NaturalPersonIndicator", str(natural).lower())
    company = wrap(
        "efac:Company",
        wrap("cac:PartyIdentification", tag("cbc:ID", key)),
        wrap("cac:PartyName", tag("cbc:Name", name, languageID="DAN")),
        wrap(
            "cac:PostalAddress",
            tag("cbc:CityName", town),
            wrap("cac:Country", tag("cbc:IdentificationCode", country)),
        ),
        wrap("cac:PartyLegalEntity", tag("cbc:CompanyID", number)) if number else "",
        extra,
    )
    return wrap("efac:Organization", person, company)


def project(title: str, *, description: str = "", cpv: str = "48000000", extra: str = "") -> str:
    """A `cac:ProcurementProject`."""
    return wrap(
        "cac:ProcurementProject",
        tag("cbc:Name", title, languageID="DAN"),
        tag("cbc:Description", description, languageID="DAN") if description else "",
        tag("cbc:ProcurementTypeCode", "services", listName="contract-nature"),
        wrap("cac:MainCommodityClassification", tag("cbc:ItemClassificationCode", cpv)),
        extra,
    )


def lot(key: str, title: str, *, scheme: str = "Lot", process: str = "", **options: str) -> str:
    """A `cac:ProcurementProjectLot`."""
    return wrap(
        "cac:ProcurementProjectLot",
        tag("cbc:ID", key, schemeName=scheme),
        wrap("cac:TenderingProcess", process) if process else "",
        project(title, **options),
    )


def lot_result(
    key: str,
    *,
    code: str | None = "selec-w",
    lots: Iterable[str] = ("LOT-0001",),
    tenders: Iterable[str] = (),
    contracts: Iterable[str] = (),
    extra: str = "",
) -> str:
    """An `efac:LotResult`."""
    return wrap(
        "efac:LotResult",
        tag("cbc:ID", key),
        tag("cbc:TenderResultCode", code) if code is not None else "",
        *(wrap("efac:LotTender", tag("cbc:ID", each)) for each in tenders),
        extra,
        *(wrap("efac:SettledContract", tag("cbc:ID", each)) for each in contracts),
        *(wrap("efac:TenderLot", tag("cbc:ID", each)) for each in lots),
    )


def tender(key: str, party: str, *, value: str = "", lots: Iterable[str] = ("LOT-0001",), extra: str = "") -> str:
    """An `efac:LotTender`, whose party's scheme is spelt in an unusual way, as many are."""
    amount = tag("cbc:PayableAmount", value, currencyID="DKK") if value else ""
    return wrap(
        "efac:LotTender",
        tag("cbc:ID", key),
        wrap("cac:LegalMonetaryTotal", amount) if value else "",
        wrap("efac:TenderingParty", tag("cbc:ID", party, schemeName="tenderingparty")),
        *(wrap("efac:TenderLot", tag("cbc:ID", each)) for each in lots),
        extra,
    )


def contract(key: str, *, tenders: Iterable[str], extra: str = "") -> str:
    """An `efac:SettledContract`."""
    return wrap(
        "efac:SettledContract",
        tag("cbc:ID", key),
        extra,
        *(wrap("efac:LotTender", tag("cbc:ID", each)) for each in tenders),
    )


def party(key: str, *members: str, name: str = "", subcontractors: Iterable[str] = ()) -> str:
    """An `efac:TenderingParty`."""
    return wrap(
        "efac:TenderingParty",
        tag("cbc:ID", key),
        tag("cbc:Name", name) if name else "",
        *(wrap("efac:Tenderer", tag("cbc:ID", each)) for each in members),
        *(wrap("efac:SubContractor", tag("cbc:ID", each)) for each in subcontractors),
    )


BUYER = organisation("ORG-0001", "Fjordby Kommune", number="10000009")
WINNER = organisation("ORG-0002", "Nordlys Systemer A/S", number="DK 10 00 00 17")
LOSER = organisation("ORG-0003", "Sydvind Data ApS", number="10000025")


@dataclass(kw_only=True)
class Document:
    """A whole notice; `xml()` writes it."""

    root: str = "ContractAwardNotice"
    subtype: str = "29"
    form: str = "result"
    kind: str = "can-standard"
    number: str | None = "00123456-2025"
    customization: str = "eforms-sdk-1.13"
    notice_id: str = "0a1b2c3d-0000-4000-8000-000000000001"
    organisations: list[str] = field(default_factory=lambda: [BUYER, WINNER, LOSER])
    buyers: tuple[str, ...] = ("ORG-0001",)
    result: str = ""
    extension: str = ""
    head: str = ""
    process: str = ""
    project: str = field(default_factory=lambda: project("Nyt fagsystem", description="Drift og vedligehold."))
    lots: list[str] = field(default_factory=lambda: [lot("LOT-0001", "Fagsystem til ældreområdet")])
    tail: str = ""

    def xml(self) -> str:
        """The document as text, without an XML declaration."""
        publication = (
            wrap(
                "efac:Publication",
                tag("efbc:NoticePublicationID", self.number, schemeName="ojs-notice-id"),
                tag("efbc:GazetteID", "12/2025"),
                tag("efbc:PublicationDate", "2025-01-17+01:00"),
            )
            if self.number is not None
            else ""
        )
        extension = wrap(
            "efext:EformsExtension",
            self.extension,
            wrap("efac:NoticeResult", self.result) if self.result else "",
            wrap("efac:NoticeSubType", tag("cbc:SubTypeCode", self.subtype, listName="notice-subtype")),
            wrap("efac:Organizations", *self.organisations),
            publication,
        )
        parts = (
            wrap("ext:UBLExtensions", wrap("ext:UBLExtension", wrap("ext:ExtensionContent", extension))),
            tag("cbc:CustomizationID", self.customization),
            tag("cbc:ID", self.notice_id, schemeName="notice-id"),
            tag("cbc:ContractFolderID", "0a1b2c3d-0000-4000-8000-00000000f001"),
            tag("cbc:IssueDate", "2025-01-15+01:00"),
            tag("cbc:VersionID", "01"),
            tag("cbc:RegulatoryDomain", "32014L0024"),
            tag("cbc:NoticeTypeCode", self.kind, listName=self.form),
            tag("cbc:NoticeLanguageCode", "DAN"),
            self.head,
            *(
                wrap(
                    "cac:ContractingParty",
                    wrap("cac:Party", wrap("cac:PartyIdentification", tag("cbc:ID", each))),
                )
                for each in self.buyers
            ),
            wrap("cac:TenderingProcess", tag("cbc:ProcedureCode", "open"), self.process),
            self.project,
            *self.lots,
            self.tail,
        )
        namespace = f"urn:oasis:names:specification:ubl:schema:xsd:{self.root}-2"
        return f'<{self.root} xmlns="{namespace}" {NAMESPACES}>{"".join(parts)}</{self.root}>'

    def data(self) -> bytes:
        """The document as UTF-8 bytes."""
        return f'<?xml version="1.0" encoding="UTF-8"?>{self.xml()}'.encode()


def award_notice(**options: object) -> Document:
    """A result in which Nordlys wins and Sydvind, listed in the same LotResult, loses."""
    result = (
        lot_result("RES-0001", tenders=("TEN-0001", "TEN-0002"), contracts=("CON-0001",))
        + tender("TEN-0001", "TPA-0001", value="1250000.00")
        + tender("TEN-0002", "TPA-0002", value="990000.00")
        + contract("CON-0001", tenders=("TEN-0001",), extra=tag("cbc:IssueDate", "2025-01-10+01:00"))
        + party("TPA-0001", "ORG-0002", name="Fjordby Kommune")
        + party("TPA-0002", "ORG-0003")
    )
    return Document(**{"result": result, **options})  # type: ignore[arg-type]  # tests pass the fields by name
