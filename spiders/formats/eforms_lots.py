"""Lots of an eForms notice, and what lots share with the procedure: texts in its language, amounts, codes, periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from spiders.formats import codes
from spiders.formats.parties import Stamp
from spiders.formats.wording import Texts, fold
from spiders.formats.xml import Element, Found, filled, first
from warehouse.records import Lot

_UNITS = {"DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}
_LOT_KINDS = {"Lot": "lot", "LotsGroup": "group", "Part": "part"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language in which a notice is official: of texts in several, that one is read."""

    code: str | None
    texts: Texts = field(default_factory=Texts)

    def pick(self, found: Found, name: str) -> str | None:
        """A field's text in the notice's own language, or else the first that is filled."""
        elements: Sequence[Element] = found.get(name, ())
        if not elements:
            return None
        if len(elements) > 1 and self.code is not None:
            for element in elements:
                if element.get("languageID") == self.code and (text := element.text) and not text.isspace():
                    return text
        for element in elements:
            if (text := element.text) and not text.isspace():
                return text
        return None

    def line(self, found: Found, name: str) -> str | None:
        """The text on one line, fit to keep."""
        return self.texts.line(self.pick(found, name)) if name in found else None

    def plain(self, found: Found, name: str) -> str | None:
        """The text with its lines, fit to keep."""
        return self.texts.plain(self.pick(found, name)) if name in found else None


def money(found: Found, name: str) -> tuple[Decimal | None, str | None]:
    """An amount and its currency; both None where there is no amount."""
    for element in found.get(name, ()):
        value = codes.amount(element.text)
        if value is not None:
            return value, codes.currency(element.get("currencyID"))
    return None, None


def nature(project: Found) -> str | None:
    """BT-23 of a project: works, supplies or services."""
    for element in project.get("nature", ()):
        if element.get("listName") in (None, "contract-nature") and (said := fold(element.text)):
            return said
    return None


def cpv_codes(project: Found) -> tuple[str | None, tuple[str, ...]]:
    """The main CPV code of a project, and all of them."""
    every = [code for text in project.get("cpv_main", ()) if (code := codes.cpv(text))][:1]
    main = every[0] if every else None
    every += [code for text in project.get("cpv_more", ()) if (code := codes.cpv(text))]
    return main, codes.distinct(every)


def duration(found: Found) -> str | None:
    """The first lot's duration in words: `24 MONTH`, `2024-01-01..2026-12-31`, or a code such as UNLIMITED."""
    lots = found.get("lots", ())
    own = [lot for lot in lots if _LOT_KINDS.get(filled(lot, "id", "schemeName") or "Lot") == "lot"]
    period = first(first((own or lots)[0] if lots else found, "project"), "periods")
    measure = filled(period, "measure")
    if measure is not None:
        return f"{measure} {filled(period, 'measure', 'unitCode') or ''}".strip()
    start, end = codes.calendar_date(period.get("start")), codes.calendar_date(period.get("end"))
    if start or end:
        return f"{start or ''}..{end or ''}"
    return period.get("description")


def read_lot(lot: Found, tongue: Tongue, *, notice_id: str, marks: Stamp) -> Lot:
    """One lot, group of lots or planning part, in the notice's own language."""
    project, process = first(lot, "project"), first(lot, "process")
    period = first(project, "periods")
    measure = filled(period, "measure")
    main, more = cpv_codes(project)
    estimate, est_currency = money(project, "estimate")
    ceiling, ceiling_currency = money(project, "framework_max")
    unit = _UNITS.get((filled(period, "measure", "unitCode") or "").upper()) if measure else None
    deadline = process.get("deadline") or process.get("request_deadline")
    return Lot(
        **marks,
        notice_id=notice_id,
        lot_id=filled(lot, "id") or "",
        lot_kind=_LOT_KINDS.get(filled(lot, "id", "schemeName") or "Lot", "lot"),
        title=tongue.line(project, "title"),
        description=tongue.plain(project, "description"),
        cpv_main=main,
        cpv_all=more,
        nuts=codes.distinct(project.get("nuts", ())),
        est_value=estimate,
        est_currency=est_currency,
        framework_max=ceiling,
        framework_max_currency=ceiling_currency,
        framework_or_dps=_system(process),
        duration_value=codes.amount(measure) if unit else None,
        duration_unit=unit,
        start_date=codes.calendar_date(period.get("start")),
        end_date=codes.calendar_date(period.get("end")),
        renewal_max=codes.whole_number(project.get("renewal_max")),
        renewal_text=tongue.plain(project, "renewal_text"),
        options_text=tongue.plain(project, "options_text"),
        deadline=codes.calendar_date(deadline),
    )


def _system(process: Found) -> str | None:
    said = {text for text in process.get("system", ()) if text != "none"}
    return ",".join(sorted(said)) if said else None
