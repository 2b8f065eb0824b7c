"""The R2.0.9 forms of TED_EXPORT: F01 to F25 and the transport forms, read by one table for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from spiders.formats import codes, wording
from spiders.formats.parties import Parties, Party, Stamp
from spiders.formats.wording import Texts
from spiders.formats.xml import Found, filled, first
from warehouse.records import Award, AwardSupplier, Lot

_UNITS = {"DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}


@dataclass(slots=True, kw_only=True)
class FormReading:
    """What one form says, in either layout; filled by its reader and complete before the notice is made."""

    lots: list[Lot] = field(default_factory=list)
    awards: list[Award | AwardSupplier] = field(default_factory=list)
    title: str | None = None
    description: str | None = None
    cpv_main: str | None = None
    cpv_all: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()
    legal_basis: str | None = None
    previous: str | None = None
    changed: str | None = None
    est_value: Decimal | None = None
    est_currency: str | None = None
    total_value: Decimal | None = None
    total_low: Decimal | None = None
    total_high: Decimal | None = None
    total_currency: str | None = None
    framework_or_dps: str | None = None
    deadline: date | None = None
    duration: str | None = None


def read_form(found: Found, texts: Texts, *, notice_id: str, marks: Stamp, parties: Parties) -> FormReading:
    """What an R2.0.9 form says, its awards excepted; its buyers are added to `parties`."""
    for buyer in found.get("buyers", ()):
        said = address(buyer)
        said["legal_type"] = found.get("authority")
        said["activity"] = found.get("activity")
        parties.add(said, role="buyer")
    main = first(found, "objects")
    previous = found.get("previous")
    reading = FormReading(
        title=texts.line(text_of(main, "title")),
        description=texts.plain(text_of(main, "description")),
        legal_basis=found.get("legal_basis") or found.get("legal_basis_old"),
        previous=previous,
        changed=codes.publication_number(found.get("changed")) if not previous else None,
        framework_or_dps=_systems(found),
        deadline=codes.calendar_date(found.get("deadline")),
        duration=duration_text(first(main, "lots")),
    )
    cpv: list[str] = []
    for place, thing in enumerate(found.get("objects", ())):
        codes_of_all = cpv_codes(thing)
        cpv += codes_of_all
        if place == 0:
            reading.cpv_main = next(iter(codes_of_all), None)
        title = texts.line(text_of(thing, "title")) if place else reading.title
        for position, lot in enumerate(thing.get("lots", ()), start=1):
            reading.lots.append(
                _lot(
                    lot,
                    reading,
                    texts,
                    title=title,
                    cpv=codes_of_all[:1],
                    number=_lot_id(lot, place=place, position=position),
                    notice_id=notice_id,
                    marks=marks,
                )
            )
    reading.cpv_all = codes.distinct([*cpv, *(code for lot in reading.lots for code in lot.cpv_all)])
    reading.nuts = codes.distinct([code for lot in reading.lots for code in lot.nuts])
    reading.est_value, reading.est_currency = ted_money(main, "estimate")
    reading.total_value, reading.total_currency = ted_money(main, "total")
    if reading.total_value is None and "range" in main:
        reading.total_low, reading.total_high = bounds(main)
        reading.total_currency = codes.currency(filled(main, "range", "CURRENCY"))
    if modified := first(found, "modified"):
        _apply_modification(modified, reading)
    return reading


def _apply_modification(modified: Found, reading: FormReading) -> None:
    """F20: the total is the one after the modification, and the lots run as long as it says.

    The award keeps what the contract was signed for, and the notice's duration what its form says first; both are
    what was published of the contract as it stood.
    """
    for name in ("after", "total"):
        value, currency = ted_money(modified, name)
        if value is not None:
            reading.total_value, reading.total_currency = value, currency
            break
    unit, length = _length(modified)
    start, end = codes.calendar_date(modified.get("start")), codes.calendar_date(modified.get("end"))
    if length is not None or start or end:
        reading.lots = [
            replace(lot, duration_value=length, duration_unit=unit, start_date=start, end_date=end)
            for lot in reading.lots
        ]


def _systems(found: Found) -> str | None:
    said = ("yes" if "framework" in found else "") + ("+dps" if "dps" in found else "")
    return said or None


def _lot(
    lot: Found,
    reading: FormReading,
    texts: Texts,
    *,
    title: str | None,
    cpv: list[str],
    number: str,
    notice_id: str,
    marks: Stamp,
) -> Lot:
    """A lot; what it does not say itself its object says for all."""
    value, currency = ted_money(lot, "value")
    unit, length = _length(lot)
    return Lot(
        **marks,
        notice_id=notice_id,
        lot_id=number,
        title=texts.line(text_of(lot, "title")) or title,
        description=texts.plain(text_of(lot, "description")),
        cpv_main=cpv[0] if cpv else None,
        cpv_all=codes.distinct([*cpv, *cpv_codes(lot)]),
        nuts=codes.distinct(lot.get("nuts", ())),
        est_value=value,
        est_currency=currency,
        framework_or_dps=reading.framework_or_dps,
        duration_value=length,
        duration_unit=unit,
        start_date=codes.calendar_date(lot.get("start")),
        end_date=codes.calendar_date(lot.get("end")),
        renewal_text=texts.plain(text_of(lot, "renewal_text")),
        options_text=texts.plain(text_of(lot, "options_text")),
        deadline=reading.deadline,
    )


def _lot_id(lot: Found, *, place: int, position: int) -> str:
    """The lot's published number; where there is none its position, after the object's where there are several."""
    said = lot.get("number") or str(position)
    return said if place == 0 else f"{place + 1}/{said}"


def address(found: Found) -> Party:
    """A TED address as a party."""
    return {
        "name": found.get("name"),
        "national_id": found.get("national_id"),
        "town": found.get("town"),
        "postcode": found.get("postcode"),
        "country": codes.country(found.get("country")),
        "nuts": found.get("nuts"),
        "website": found.get("website") or found.get("buyer_profile"),
        "email": found.get("email"),
    }


def text_of(found: Found, name: str) -> str | None:
    """The text of a field's first element, its paragraphs as lines."""
    return wording.paragraphs(found[name][0]) if name in found else None


def cpv_codes(found: Found) -> list[str]:
    """The CPV codes of a field named `cpv`."""
    return [code for said in found.get("cpv", ()) if (code := codes.cpv(said))]


def ted_money(found: Found, name: str) -> tuple[Decimal | None, str | None]:
    """The first amount of a field and its currency."""
    for element in found.get(name, ()):
        value = codes.amount(element.text)
        if value is not None:
            return value, codes.currency(element.get("CURRENCY"))
    return None, None


def bounds(found: Found) -> tuple[Decimal | None, Decimal | None]:
    """The low and high end of a range given in place of an amount."""
    if "ranges" not in found:
        return None, None
    span = first(found, "ranges")
    return codes.amount(span.get("low")), codes.amount(span.get("high"))


def _length(found: Found) -> tuple[str | None, Decimal | None]:
    if "duration" not in found:
        return None, None
    unit = _UNITS.get((filled(found, "duration", "TYPE") or "").upper())
    return unit, codes.amount(filled(found, "duration")) if unit else None


def duration_text(found: Found) -> str | None:
    """`24 MONTH`, or `2021-01-01..2024-12-31` where dates are given."""
    if length := filled(found, "duration"):
        return f"{length} {filled(found, 'duration', 'TYPE') or ''}".strip()
    start, end = codes.calendar_date(found.get("start")), codes.calendar_date(found.get("end"))
    return f"{start or ''}..{end or ''}" if start or end else None
