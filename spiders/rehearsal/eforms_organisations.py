"""The organisations of an eForms notice: who is ORG-0001, and their blocks, contact persons and owners included."""

from __future__ import annotations

from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import NoticeEvent, Party
from spiders.rehearsal.persons import ContactPerson

_COUNTRIES = {"DK": "DNK", "SE": "SWE", "NO": "NOR"}
_REVIEW_BODY = Party(
    key="review",
    name="Nævnet for Prøvning af Udbud",
    national_id="90000016",
    town="Stenhøj",
    nuts="DK013",
)


class Directory:
    """Gives each organisation of one notice its ORG id and writes the Organizations block."""

    def __init__(self, notice: NoticeEvent) -> None:
        self._notice = notice
        bidders = [party for bid in notice.bids for party in (*bid.suppliers, *bid.subcontractors)]
        parties = {party.key: party for party in (*notice.buyers, *bidders, _REVIEW_BODY)}
        self._parties = {key: (f"ORG-{number:04d}", party) for number, (key, party) in enumerate(parties.items(), 1)}

    def id_of(self, party: Party) -> str:
        """The id by which the notice refers to an organisation."""
        return self._parties[party.key][0]

    @staticmethod
    def country_of(party: Party) -> str:
        """ISO 3166-1 alpha-3, as eForms writes countries."""
        return _COUNTRIES[party.country]

    def contracting_party(self, buyer: Party) -> str:
        """The block that says that an organisation is a buyer."""
        kind = text("cbc:PartyTypeCode", buyer.legal_type or "la", listName="buyer-legal-type")
        activity = text("cbc:ActivityTypeCode", "gen-pub", listName="authority-activity")
        identity = text("cbc:ID", self.id_of(buyer), schemeName="organization")
        return element(
            "cac:ContractingParty",
            element("cac:ContractingPartyType", kind),
            element("cac:ContractingActivity", activity),
            element("cac:Party", element("cac:PartyIdentification", identity)),
        )

    def write(self, language: str) -> str:
        """All organisations; buyers carry the notice's contact person, a firm at times its beneficial owner."""
        buyers = {buyer.key for buyer in self._notice.buyers}
        blocks = []
        for key, (identity, party) in self._parties.items():
            contact = self._notice.contact if key in buyers else None
            blocks.append(
                element("efac:Organization", self._company(identity, party, contact, language, key in buyers))
            )
        owner = self._owner(self._notice.owner) if self._notice.owner else ""
        return element("efac:Organizations", *blocks, owner)

    def _company(
        self, identity: str, party: Party, contact: ContactPerson | None, language: str, is_buyer: bool
    ) -> str:
        size = None if is_buyer or party is _REVIEW_BODY else "small" if party.is_small else "large"
        website = f"http://{party.key}.example/" if party.key.isascii() and party.key.isalnum() else None
        return element(
            "efac:Company",
            text("cbc:WebsiteURI", website if party.country == "DK" and party is not _REVIEW_BODY else None),
            text("efbc:CompanySizeCode", size, listName="economic-operator-size"),
            element("cac:PartyIdentification", text("cbc:ID", identity, schemeName="organization")),
            element("cac:PartyName", text("cbc:Name", party.name, languageID=language)),
            element(
                "cac:PostalAddress",
                text("cbc:StreetName", "Torvet 1"),
                text("cbc:CityName", party.town),
                text("cbc:PostalZone", "9999"),
                text("cbc:CountrySubentityCode", party.nuts, listName="nuts-lvl3"),
                element("cac:Country", text("cbc:IdentificationCode", self.country_of(party), listName="country")),
            ),
            element("cac:PartyLegalEntity", text("cbc:CompanyID", party.national_id)) if party.national_id else "",
            self._contact(contact) if contact else "",
        )

    @staticmethod
    def _contact(person: ContactPerson) -> str:
        return element(
            "cac:Contact",
            text("cbc:Name", person.name),
            text("cbc:Telephone", person.phone),
            text("cbc:ElectronicMail", person.email),
        )

    @classmethod
    def _owner(cls, person: ContactPerson) -> str:
        first, last = person.name.split()
        return element(
            "efac:UltimateBeneficialOwner",
            text("cbc:ID", "UBO-0001", schemeName="ubo"),
            text("cbc:FirstName", first),
            text("cbc:FamilyName", last),
            cls._contact(person),
        )
