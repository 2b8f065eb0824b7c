"""The notice itself, its lots and its buyers, out of what the eForms tables found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from spiders.format import Origin
from spiders.formats import codes, wording
from spiders.formats.eforms_lots import Tongue, cpv_codes, duration, money, nature, read_lot
from spiders.formats.eforms_paths import ORGANISATION, ORGANISATION_ID
from spiders.formats.parties import Parties, Party, Stamp
from spiders.formats.xml import Element, Found, filled, first, local_name, text_at
from warehouse.records import Lot, Notice, Text, text_digest

# BT-03 says what a notice is for; what a country adds of its own is told by its subtype instead.
_KIND_OF_FORM = {
    "planning": "planning",
    "consultation": "planning",
    "competition": "competition",
    "result": "result",
    "dir-awa-pre": "result",
    "cont-modif": "modification",
    "completion": "result",
    "change": "change",
}
_KIND_OF_SUBTYPE = {"E1": "planning", "E2": "planning", "E3": "competition", "E4": "result", "E5": "modification",
                    "E6": "result", "CEI": "planning", "T01": "planning", "T02": "result"}  # fmt: skip
_SUBTYPE = re.compile(r"N?(\d{1,2})")
_WITHHELD = "{http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1}FieldsPrivacy"


class Organisations:
    """The organisations of a notice by their id inside it, each read when it is asked for, as half of them never are.

    The id's text joins; its scheme is spelt in many ways and means nothing.
    """

    def __init__(self, elements: Sequence[Element], tongue: Tongue) -> None:
        self._tongue = tongue
        self._elements: dict[str, Element] = {}
        self._companies: dict[str, Found] = {}
        for element in elements:
            if (key := text_at(element, ORGANISATION_ID)) is not None:
                self._elements.setdefault(key, element)

    def get(self, key: str | None) -> Party | None:
        """What the notice says of an organisation, or None where there is none of that id."""
        if key not in self._elements:
            return None
        if key not in self._companies:
            self._companies[key] = ORGANISATION.read(self._elements[key])
        company = self._companies[key]
        return {
            "name": self._tongue.pick(company, "name"),
            "national_id": company.get("national_id"),
            "town": company.get("town"),
            "postcode": company.get("postcode"),
            "country": codes.country(company.get("country")),
            "nuts": company.get("nuts"),
            "website": company.get("website"),
            "email": company.get("email"),
            "size": company.get("size"),
            "is_natural_person": (company.get("is_natural") or "").lower() == "true",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A notice read so far, with what its awards need: organisations by their id, and the language of its texts."""

    notice: Notice
    lots: list[Lot]
    texts: list[Text]
    organisations: Organisations
    tongue: Tongue


def read_notice(
    root: Element, found: Found, origin: Origin, *, notice_id: str, marks: Stamp, parties: Parties
) -> Reading:
    """The notice, its lots and texts; its buyers are added to `parties`."""
    tongue = Tongue(code=found.get("language"))
    organisations = Organisations(found.get("organisations", ()), tongue)
    country = _add_buyers(found, organisations, parties)
    lots = [read_lot(lot, tongue, notice_id=notice_id, marks=marks) for lot in found.get("lots", ())]
    notice = _notice(root, found, origin, tongue, lots, country, notice_id=notice_id, marks=marks)
    body = wording.joined(
        (notice.title, notice.description, *(text for lot in lots for text in (lot.title, lot.description)))
    )
    texts = []
    if body:
        digest = text_digest(body)
        texts.append(
            Text(
                **marks,
                text_digest=digest,
                owner_kind="notice",
                owner_id=notice_id,
                language=notice.language,
                text=body,
            )
        )
    return Reading(notice=notice, lots=lots, texts=texts, organisations=organisations, tongue=tongue)


def _notice(
    root: Element,
    found: Found,
    origin: Origin,
    tongue: Tongue,
    lots: list[Lot],
    country: str | None,
    *,
    notice_id: str,
    marks: Stamp,
) -> Notice:
    project, process, result = first(found, "project"), first(found, "process"), first(found, "result")
    form_type = filled(found, "type", "listName")
    subtype = found.get("subtype")
    own = [lot for lot in lots if lot.lot_kind == "lot"]
    cpv_main, cpv_all = cpv_codes(project)
    number = codes.publication_number(origin.publication_number or found.get("number"))
    total, total_currency = money(result, "total")
    estimate, est_currency = money(project, "estimate")
    ceiling, ceiling_currency = _ceiling(found, project, result)
    systems = sorted({lot.framework_or_dps for lot in lots if lot.framework_or_dps})
    return Notice(
        **marks,
        notice_id=notice_id,
        notice_uuid=found.get("id"),
        notice_version=found.get("version"),
        format="eforms",
        schema_version=found.get("customization"),
        root_element=local_name(root),
        form=subtype,
        notice_kind=_kind(form_type, subtype, local_name(root)),
        notice_type=filled(found, "type"),
        is_change="changes" in found or form_type == "change",
        changed_notice=_reference(found.get("changed")),
        modified_notice=_reference(found.get("modified")),
        publication_number=number if number == notice_id else None,
        oj_issue=found.get("gazette"),
        publication_date=codes.calendar_date(found.get("published")),
        dispatch_date=codes.calendar_date(found.get("dispatched")),
        country=country,
        language=codes.language(tongue.code),
        languages=_languages(found),
        title=tongue.line(project, "title") or next((lot.title for lot in lots if lot.title), None),
        description=tongue.plain(project, "description"),
        cpv_main=cpv_main or next((lot.cpv_main for lot in lots if lot.cpv_main), None),
        cpv_all=codes.distinct([*cpv_all, *(code for lot in lots for code in lot.cpv_all)]),
        nuts=codes.distinct([*project.get("nuts", ()), *(code for lot in lots for code in lot.nuts)]),
        procedure_type=process.get("procedure"),
        contract_nature=nature(project)
        or next((kind for lot in found.get("lots", ()) if (kind := _lot_nature(lot))), None),
        legal_basis=found.get("legal_basis"),
        procedure_id=found.get("procedure_id"),
        previous_notice=_previous(found),
        est_value=estimate,
        est_currency=est_currency,
        total_value=total,
        total_currency=total_currency,
        framework_max=ceiling,
        framework_max_currency=ceiling_currency,
        framework_or_dps=",".join(systems) or None,
        deadline=next((lot.deadline for lot in lots if lot.deadline), None),
        duration=duration(found),
        lot_count=len(own),
        withheld_fields=sum(1 for _ in root.iter(_WITHHELD)),
        url=origin.url,
    )


def _kind(form_type: str | None, subtype: str | None, root: str) -> str:
    if form_type in _KIND_OF_FORM:
        return _KIND_OF_FORM[form_type]
    if subtype in _KIND_OF_SUBTYPE:
        return _KIND_OF_SUBTYPE[subtype]
    if match := _SUBTYPE.fullmatch(subtype or ""):
        number = int(match.group(1))
        for last, kind in ((9, "planning"), (24, "competition"), (37, "result"), (40, "modification")):
            if number <= last:
                return kind
    return {"PriorInformationNotice": "planning", "ContractNotice": "competition"}.get(root, "result")


def _reference(said: str | None) -> str | None:
    """A reference to a notice: a publication number normalised, a UUID with its version as it stands."""
    return codes.publication_number(said) or said


def _languages(found: Found) -> tuple[str, ...]:
    said = (codes.language(code) for code in (found.get("language"), *found.get("languages", ())))
    return tuple(sorted({code for code in said if code}))


def _previous(found: Found) -> str | None:
    for process in (first(found, "process"), *(first(lot, "process") for lot in found.get("lots", ()))):
        if "previous" in process:
            return str(process["previous"])
    return None


def _ceiling(found: Found, project: Found, result: Found) -> tuple[Decimal | None, str | None]:
    """BT-271 of the procedure, or BT-118 of its result: how much may be bought under all its frameworks together."""
    value = money(project, "framework_max")
    if value[0] is None:
        value = money(result, "framework_max")
    if value[0] is None:
        lots = [money(first(lot, "project"), "framework_max") for lot in found.get("lots", ())]
        filled = [pair for pair in lots if pair[0] is not None]
        if len(filled) == 1:
            return filled[0]
    return value


def _lot_nature(lot: Found) -> str | None:
    return nature(first(lot, "project"))


def _add_buyers(found: Found, organisations: Organisations, parties: Parties) -> str | None:
    """Adds every buyer and returns the first one's country."""
    country = None
    for buyer in found.get("buyers", ()):
        party = organisations.get(buyer.get("id"))
        if party is None:
            continue
        legal_type = next(
            (e.text.strip() for e in buyer.get("party_type", ()) if e.get("listName") == "buyer-legal-type" and e.text),
            None,
        )
        party["legal_type"] = legal_type
        party["activity"] = buyer.get("activity")
        parties.add(party, role="buyer")
        country = country or party.get("country")
    return country
