"""The R2.0.9 forms of TED_EXPORT: F01 to F25 and the transport forms, read by one table for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from spiders.formats import codes, wording
from spiders.formats.parties import Parties, Party, Stamp
from spiders.formats.ted_paths import FORM
from spiders.formats.xml import Element, Found
from warehouse.records import Award, AwardSupplier, Lot

_UNITS = {"DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}


@dataclass(slots=True, kw_only=True)
class FormReading:
    """What one form says, in either layout; filled by its reader and complete before the notice is made."""

    found: Found = field(default_factory=Found)
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


def read_form(form: Element, header: Found, *, notice_id: str, marks: Stamp, parties: Parties) -> FormReading:
    """What an R2.0.9 form says, its awards excepted; its buyers are added to `parties`."""
    found = FORM.read(form)
    for buyer in found.each("buyers"):
        parties.add(
            address(buyer)
            | {
                "legal_type": found.text("authority"),
                "activity": found.text("activity"),
            },
            role="buyer",
        )
    objects = found.each("objects")
    main = found.first("objects")
    modified = found.first("modified")
    lots = [
        lot
        for place, thing in enumerate(objects)
        for lot in _lots(thing, found, place=place, notice_id=notice_id, marks=marks)
    ]
    previous = found.text("previous")
    reading = FormReading(
        found=found,
        lots=lots,
        title=wording.line(text_of(main, "title")),
        description=wording.plain(text_of(main, "description")),
        cpv_main=cpv_codes(main)[0] if cpv_codes(main) else None,
        cpv_all=codes.distinct(
            [*(code for thing in objects for code in cpv_codes(thing)), *(code for lot in lots for code in lot.cpv_all)]
        ),
        nuts=codes.distinct([code for lot in lots for code in lot.nuts]),
        legal_basis=found.text("legal_basis") or found.text("legal_basis_old"),
        previous=previous,
        changed=codes.publication_number(found.text("changed")) if not previous else None,
        framework_or_dps=_systems(found),
        deadline=codes.calendar_date(found.text("deadline")),
        duration=duration_text(main.first("lots")),
    )
    reading.est_value, reading.est_currency = ted_money(main, "estimate")
    reading.total_value, reading.total_currency = ted_money(main, "total")
    if reading.total_value is None and main.has("range"):
        reading.total_low, reading.total_high = bounds(main)
        reading.total_currency = codes.currency(main.filled("range", "CURRENCY"))
    if modified:
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
    start, end = codes.calendar_date(modified.text("start")), codes.calendar_date(modified.text("end"))
    if length is not None or start or end:
        reading.lots = [
            replace(lot, duration_value=length, duration_unit=unit, start_date=start, end_date=end)
            for lot in reading.lots
        ]


def _systems(found: Found) -> str | None:
    said = ("yes" if found.has("framework") else "") + ("+dps" if found.has("dps") else "")
    return said or None


def _lots(thing: Found, found: Found, *, place: int, notice_id: str, marks: Stamp) -> list[Lot]:
    lots = []
    main = cpv_codes(thing)[:1]
    systems, deadline = _systems(found), codes.calendar_date(found.text("deadline"))
    title_of_all = wording.line(text_of(thing, "title"))
    for position, lot in enumerate(thing.each("lots"), start=1):
        value, currency = ted_money(lot, "value")
        unit, length = _length(lot)
        more = cpv_codes(lot)
        lots.append(
            Lot(
                **marks,
                notice_id=notice_id,
                lot_id=_lot_id(lot, place=place, position=position),
                title=wording.line(text_of(lot, "title")) or title_of_all,
                description=wording.plain(text_of(lot, "description")),
                cpv_main=main[0] if main else None,
                cpv_all=codes.distinct([*main, *more]) if more else tuple(main),
                nuts=codes.distinct(lot.texts("nuts")),
                est_value=value,
                est_currency=currency,
                framework_or_dps=systems,
                duration_value=length,
                duration_unit=unit,
                start_date=codes.calendar_date(lot.text("start")),
                end_date=codes.calendar_date(lot.text("end")),
                renewal_text=wording.plain(text_of(lot, "renewal_text")),
                options_text=wording.plain(text_of(lot, "options_text")),
                deadline=deadline,
            )
        )
    return lots


def _lot_id(lot: Found, *, place: int, position: int) -> str:
    """The lot's published number; where there is none its position, after the object's where there are several."""
    said = lot.text("number") or str(position)
    return said if place == 0 else f"{place + 1}/{said}"


def address(found: Found) -> Party:
    """A TED address as a party."""
    return {
        "name": found.text("name"),
        "national_id": found.text("national_id"),
        "town": found.text("town"),
        "postcode": found.text("postcode"),
        "country": codes.country(found.text("country")),
        "nuts": found.text("nuts"),
        "website": found.text("website") or found.text("buyer_profile"),
        "email": found.text("email"),
    }


def text_of(found: Found, name: str) -> str | None:
    """The text of a field's first element, its paragraphs as lines."""
    return wording.paragraphs(found[name][0]) if name in found else None


def cpv_codes(found: Found) -> list[str]:
    """The CPV codes of a field named `cpv`."""
    return [code for said in found.texts("cpv") if (code := codes.cpv(said))]


def ted_money(found: Found, name: str) -> tuple[Decimal | None, str | None]:
    """The first amount of a field and its currency."""
    if name in found:
        for element in found.all(name):
            value = codes.amount(element.text)
            if value is not None:
                return value, codes.currency(element.get("CURRENCY"))
    return None, None


def bounds(found: Found) -> tuple[Decimal | None, Decimal | None]:
    """The low and high end of a range given in place of an amount."""
    if "ranges" not in found:
        return None, None
    first = found.first("ranges")
    return codes.amount(first.text("low")), codes.amount(first.text("high"))


def _length(found: Found) -> tuple[str | None, Decimal | None]:
    if not found.has("duration"):
        return None, None
    unit = _UNITS.get((found.filled("duration", "TYPE") or "").upper())
    return unit, codes.amount(found.filled("duration")) if unit else None


def duration_text(found: Found) -> str | None:
    """`24 MONTH`, or `2021-01-01..2024-12-31` where dates are given."""
    if length := found.filled("duration"):
        return f"{length} {found.filled('duration', 'TYPE') or ''}".strip()
    start, end = codes.calendar_date(found.text("start")), codes.calendar_date(found.text("end"))
    return f"{start or ''}..{end or ''}" if start or end else None
