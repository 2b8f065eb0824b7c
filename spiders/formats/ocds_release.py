"""One OCDS release as records: the notice, its lots, awards, suppliers and buyers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from spiders.format import Origin
from spiders.formats import codes, wording
from spiders.formats.parties import Parties, Party, Stamp, stamp
from warehouse.records import Award, AwardSupplier, Lot, Notice, Organisation, Record, Text, text_digest

Json = Mapping[str, Any]  # what a publisher wrote; every access below checks the type that it needs

_KIND_OF_TAG = (
    ("award", "result"), ("contract", "result"), ("implementation", "result"), ("tender", "competition"),
    ("planning", "planning"),
)  # fmt: skip
_STATUS = {"active": "awarded", "pending": "unknown", "cancelled": "not_awarded", "unsuccessful": "not_awarded"}
_EMPTY: dict[str, Any] = {}
# OCDS prefixes name the publisher; where no address says a country, that does.
_COUNTRY_OF_PREFIX = {"b5fd17": "GB", "h6vhtk": "GB", "kuma6s": "GB", "px0z7d": "PT"}


_ORGANISATION = "id name identifier/scheme identifier/id identifier/uri details/url details/scale contactPoint/email"
_PERIOD = "startDate endDate durationInDays"
_READ = {
    "": "ocid id date language version tag title description",
    "parties/": f"roles {_ORGANISATION} address/locality address/postalCode address/countryName",
    "buyer/": _ORGANISATION,
    "tender/": "title description value/amount value/currency procurementMethod procurementMethodDetails "
    "mainProcurementCategory legalBasis/id numberOfTenderers documents/documentType documents/url",
    "tender/procuringEntity/": _ORGANISATION,
    "tender/tenderPeriod/": _PERIOD,
    "tender/contractPeriod/": _PERIOD,
    "tender/classification/": "scheme id",
    "tender/additionalClassifications/": "scheme id",
    "tender/items/classification/": "scheme id",
    "tender/items/additionalClassifications/": "scheme id",
    "tender/lots/": "id title description value/amount value/currency",
    "tender/lots/contractPeriod/": _PERIOD,
    "awards/": "id title status date value/amount value/currency relatedLots documents/documentType documents/url",
    "awards/suppliers/": _ORGANISATION,
    "awards/contractPeriod/": _PERIOD,
    "contracts/": "id awardID dateSigned value/amount value/currency",
}
READ_PATHS = tuple(way + path for way, paths in _READ.items() for path in paths.split())
"""The paths of a release that are read here."""


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else _EMPTY


def _objects(value: object) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    return wording.fold(str(value))


def _money(value: object) -> tuple[Decimal | None, str | None]:
    money = _object(value)
    amount = codes.amount(_text(money.get("amount")))
    return (amount, codes.currency(_text(money.get("currency")))) if amount is not None else (None, None)


def read_release(
    release: Json, origin: Origin, *, notice_id: str, publisher_country: str | None, reader: str
) -> list[Record]:
    """The records of one release. `publisher_country` is what the package says, used where no address says it."""
    marks = stamp(origin, reader)
    parties = Parties(notice_id=notice_id, marks=marks)
    tender = _object(release.get("tender"))
    people = _parties(release)
    prefix = (_text(release.get("ocid")) or "").split("-")
    fallback = publisher_country or _COUNTRY_OF_PREFIX.get(prefix[1] if len(prefix) > 1 else "")
    country = _add_buyers(release, people, parties, fallback) or fallback
    lots = [_lot(lot, marks=marks, notice_id=notice_id) for lot in _objects(tender.get("lots"))]
    awards = _awards(release, people, parties, marks=marks, notice_id=notice_id)
    notice = _notice(release, origin, country, lots, awards, marks=marks, notice_id=notice_id)
    records: list[Record] = [notice, *lots, *awards, *parties.records()]
    body = wording.joined(
        (notice.title, notice.description, *(t for lot in lots for t in (lot.title, lot.description)))
    )
    if body:
        records.append(
            Text(
                **marks,
                text_digest=text_digest(body),
                owner_kind="notice",
                owner_id=notice_id,
                language=notice.language,
                text=body,
            )
        )
    return records


def _notice(
    release: Json,
    origin: Origin,
    country: str | None,
    lots: list[Lot],
    awards: list[Award | AwardSupplier],
    *,
    marks: Stamp,
    notice_id: str,
) -> Notice:
    tender = _object(release.get("tender"))
    said_tags = release.get("tag")
    tags = [tag for tag in said_tags if isinstance(tag, str)] if isinstance(said_tags, list) else []
    value, currency = _money(tender.get("value"))
    main, every = _cpv(tender)
    language = codes.language(_text(release.get("language")))
    title = tender.get("title") or release.get("title") or tender.get("description")
    description = tender.get("description") or release.get("description")
    period = _object(tender.get("tenderPeriod"))
    return Notice(
        **marks,
        notice_id=notice_id,
        notice_uuid=_text(release.get("id")),
        format="ocds",
        schema_version=_text(release.get("version")) or "1.1",
        root_element="release",
        form=",".join(tags) or None,
        notice_kind=_kind(tags, awards),
        notice_type=tags[0] if tags else None,
        is_change=any(tag.endswith(("Update", "Amendment", "Cancellation")) for tag in tags),
        publication_number=_text(release.get("id")),
        publication_date=codes.calendar_date(_text(release.get("date"))),
        country=country,
        language=language,
        languages=(language,) if language else (),
        title=wording.line(title if isinstance(title, str) else None),
        description=wording.plain(description if isinstance(description, str) else None),
        cpv_main=main,
        cpv_all=every,
        procedure_type=_text(tender.get("procurementMethodDetails")) or _text(tender.get("procurementMethod")),
        contract_nature=_text(tender.get("mainProcurementCategory")),
        legal_basis=_text(_object(tender.get("legalBasis")).get("id")),
        procedure_id=_text(release.get("ocid")),
        est_value=value,
        est_currency=currency,
        deadline=codes.calendar_date(_text(period.get("endDate"))),
        duration=_duration(tender, release),
        lot_count=len(lots),
        url=_url(release) or origin.url,
    )


def _kind(tags: list[str], awards: list[Award | AwardSupplier]) -> str:
    for start, kind in _KIND_OF_TAG:
        if any(tag.startswith(start) for tag in tags):
            return kind
    return "result" if awards else "other"


def _url(release: Json) -> str | None:
    """The notice for people, where the release names one."""
    for holder in (*_objects(release.get("awards")), _object(release.get("tender"))):
        for document in _objects(holder.get("documents")):
            if str(document.get("documentType") or "").endswith("Notice"):
                return _text(document.get("url"))
    return None


def _duration(tender: Json, release: Json) -> str | None:
    """The contract's period: dates where both or one is given, else its length in days."""
    holders = [tender, *_objects(tender.get("lots")), *_objects(release.get("awards"))]
    periods = [_object(holder.get("contractPeriod")) for holder in holders]
    for period in periods:
        start = codes.calendar_date(_text(period.get("startDate")))
        end = codes.calendar_date(_text(period.get("endDate")))
        if start or end:
            return f"{start or ''}..{end or ''}"
        if days := _text(period.get("durationInDays")):
            return f"{days} DAY"
    return None


def _cpv(tender: Json) -> tuple[str | None, tuple[str, ...]]:
    """Main and all CPV codes, of the tender and of its items."""
    found: list[str] = []
    for holder in (tender, *_objects(tender.get("items"))):
        for said in (_object(holder.get("classification")), *_objects(holder.get("additionalClassifications"))):
            if "CPV" in str(said.get("scheme") or "CPV").upper():
                code = codes.cpv(_text(said.get("id")))
                if code is not None:
                    found.append(code)
    every = codes.distinct(found)
    return (every[0] if every else None), every


def _lot(lot: Json, *, marks: Stamp, notice_id: str) -> Lot:
    value, currency = _money(lot.get("value"))
    period = _object(lot.get("contractPeriod"))
    days = codes.amount(_text(period.get("durationInDays")))
    title, description = lot.get("title"), lot.get("description")
    return Lot(
        **marks,
        notice_id=notice_id,
        lot_id=_text(lot.get("id")) or "",
        title=wording.line(title if isinstance(title, str) else None),
        description=wording.plain(description if isinstance(description, str) else None),
        est_value=value,
        est_currency=currency,
        duration_value=days,
        duration_unit="day" if days is not None else None,
        start_date=codes.calendar_date(_text(period.get("startDate"))),
        end_date=codes.calendar_date(_text(period.get("endDate"))),
    )


def _parties(release: Json) -> dict[str, Json]:
    return {key: party for party in _objects(release.get("parties")) if (key := _text(party.get("id")))}


def _party(said: Json, held: Json) -> Party:
    identifier, address = _object(held.get("identifier")), _object(held.get("address"))
    details, contact = _object(held.get("details")), _object(held.get("contactPoint"))
    scheme, number = _text(identifier.get("scheme")), _text(identifier.get("id"))
    return {
        "name": _text(said.get("name")) or _text(held.get("name")),
        "national_id": number,
        "town": _text(address.get("locality")),
        "postcode": _text(address.get("postalCode")),
        "country": codes.country(_text(address.get("countryName"))) or _country_of_scheme(scheme),
        "website": _text(details.get("url")) or _text(identifier.get("uri")),
        "email": _text(contact.get("email")),
        "size": _text(details.get("scale")),
    }


def _country_of_scheme(scheme: str | None) -> str | None:
    """Schemes of org-id.guide begin with the register's country: GB-COH, PT-NIPPC."""
    return codes.country(scheme[:2]) if scheme and scheme[2:3] == "-" else None


def _is_buyer(party: Json) -> bool:
    roles = party.get("roles")
    return isinstance(roles, list) and "buyer" in roles


def _add_buyers(release: Json, people: dict[str, Json], parties: Parties, fallback: str | None) -> str | None:
    """Adds the buyer and every party in that role; returns the first one's country."""
    said = [_object(release.get("buyer"))]
    said += [party for party in people.values() if _is_buyer(party)]
    if not any(said):
        said = [_object(_object(release.get("tender")).get("procuringEntity"))]
    country = None
    for each in said:
        if not each:
            continue
        party = _party(each, people.get(_text(each.get("id")) or "", each))
        party["country"] = party.get("country") or fallback
        added: Organisation | None = parties.add(party, role="buyer")
        country = country or (added.country if added is not None else None)
    return country


def _awards(
    release: Json, people: dict[str, Json], parties: Parties, *, marks: Stamp, notice_id: str
) -> list[Award | AwardSupplier]:
    contracts: dict[str, Json] = {}
    for contract in _objects(release.get("contracts")):
        contracts.setdefault(_text(contract.get("awardID")) or "", contract)
    bids = codes.whole_number(_text(_object(release.get("tender")).get("numberOfTenderers")))
    rows: list[Award | AwardSupplier] = []
    for place, said in enumerate(_objects(release.get("awards")), start=1):
        award_id = _text(said.get("id")) or str(place)
        contract = contracts.get(award_id, _EMPTY)
        value, currency = _money(said.get("value"))
        if value is None:
            value, currency = _money(contract.get("value"))
        title = said.get("title")
        lots = said.get("relatedLots")
        rows.append(
            Award(
                **marks,
                notice_id=notice_id,
                award_id=award_id,
                item=award_id,
                lot_ids=tuple(lot for lot in map(_text, lots) if lot) if isinstance(lots, list) else (),
                status=_STATUS.get(_text(said.get("status")) or "active", "unknown"),
                contract_no=_text(contract.get("id")),
                title=wording.line(title if isinstance(title, str) else None),
                value=value,
                currency=currency,
                value_kind_hint="contract" if value is not None else None,
                bids_received=bids,
                award_date=codes.calendar_date(_text(said.get("date"))),
                contract_date=codes.calendar_date(_text(contract.get("dateSigned"))),
            )
        )
        keys: list[str] = []
        for supplier in _objects(said.get("suppliers")):
            held = people.get(_text(supplier.get("id")) or "", supplier)
            added = parties.add(_party(supplier, held), role="supplier")
            if added is not None and added.organisation_key not in keys:
                keys.append(added.organisation_key)
        for key in keys:
            rows.append(AwardSupplier(**marks, notice_id=notice_id, award_id=award_id, organisation_key=key))
    return rows
