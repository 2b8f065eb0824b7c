"""The older layout of TED forms: R2.0.7, R2.0.8, and the defence forms that kept it until 2023.

Each form names its sections in its own way (`OBJECT_CONTRACT_INFORMATION_CONTRACT_AWARD_NOTICE_DEFENCE`), while the
names of what matters are the same in all. So a form is indexed once by local name, at any depth, instead of by paths;
a table of paths for some forty section names was tried and read fewer of the rare forms. Amounts are free text with a
machine-readable twin in `FMTVAL`, which is preferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from spiders.formats import codes, wording
from spiders.formats.parties import Parties, Party, Stamp
from spiders.formats.ted_forms import FormReading
from spiders.formats.xml import Element, local_name
from warehouse.records import Award, AwardSupplier, Lot

_LOTS = ("F02_ANNEX_B", "F05_ANNEX_B", "F17_ANNEX_B", "F01_ANNEX_B", "F04_ANNEX_B", "LOT_PRIOR_INFORMATION", "ANNEX_B")
_AWARDS = ("AWARD_OF_CONTRACT", "AWARD_OF_CONTRACT_DEFENCE", "AWARD_AND_CONTRACT_VALUE")
_TITLES = ("TITLE_CONTRACT", "TITLE_DESIGN_CONTACT_NOTICE", "TITLE_RESULT_DESIGN_CONTEST", "TITLE")
_DESCRIPTIONS = ("SHORT_CONTRACT_DESCRIPTION", "SHORT_DESCRIPTION", "TOTAL_QUANTITY_OR_SCOPE", "DESCRIPTION")
_FRAMEWORKS = ("F17_FRAMEWORK", "F02_FRAMEWORK", "F05_FRAMEWORK", "NOTICE_INVOLVES_FRAMEWORK")
_UNITS = {"DAYS": "day", "MONTHS": "month", "YEARS": "year"}

Index = dict[str, list[Element]]


def _index(element: Element) -> Index:
    """Every element below, by local name, in document order."""
    held: Index = {}
    for below in element.iterdescendants():
        # As `local_name` does; asked of each element several times, the call is a fifth of it all.
        held.setdefault(str(below.tag).rpartition("}")[2], []).append(below)
    return held


def _first(index: Index, *names: str) -> Element | None:
    for name in names:
        if name in index:
            return index[name][0]
    return None


def _all(index: Index, names: Sequence[str]) -> list[Element]:
    return [element for name in names for element in index.get(name, ())]


def _line(element: Element | None) -> str | None:
    return wording.line(wording.paragraphs(element))


def _plain(element: Element | None) -> str | None:
    return wording.plain(wording.paragraphs(element))


def read_old_form(form: Element, *, notice_id: str, marks: Stamp, parties: Parties) -> FormReading:
    """What a form of the older layout says, awards included; its buyers are added to `parties`."""
    index = _index(form)
    _add_buyers(index, parties)
    main_cpv = _cpv(_first(index, "CPV"))
    deadline = _day(_first(index, "RECEIPT_LIMIT_DATE"))
    framework = _framework(index)
    lots = [
        _lot(lot, place, deadline, framework, notice_id=notice_id, marks=marks)
        for place, lot in enumerate(_all(index, _LOTS), start=1)
    ]
    reading = FormReading(
        lots=lots,
        title=_line(_first(index, *_TITLES)),
        description=_plain(_first(index, *_DESCRIPTIONS)),
        cpv_main=main_cpv[0] if main_cpv else None,
        cpv_all=codes.distinct([code for place in index.get("CPV", ()) for code in _cpv(place)]),
        nuts=codes.distinct([code for place in index.get("NUTS", ()) if (code := place.get("CODE"))]),
        framework_or_dps=framework,
        deadline=deadline,
    )
    _read_values(index, reading)
    if (period := _first(index, "PERIOD_WORK_DATE_STARTING")) is not None:
        length, unit, start, end = _period(period)
        reading.duration = f"{length} {(unit or '').upper()}" if length else _span(start, end)
    for place, award in enumerate(_all(index, _AWARDS), start=1):
        reading.awards += _award(award, place, notice_id=notice_id, marks=marks, parties=parties)
    return reading


def _read_values(index: Index, reading: FormReading) -> None:
    """The total of a result (`TOTAL_FINAL_VALUE`), or the estimate of a call (`NATURE_QUANTITY_SCOPE`)."""
    if (total := _first(index, "TOTAL_FINAL_VALUE")) is not None:
        reading.total_value, reading.total_low, reading.total_high, reading.total_currency = _costs(total)
    scope = _first(index, "QUANTITY_SCOPE", "QUANTITY_SCOPE_PRIOR_INFORMATION", "QUANTITY_SCOPE_WORKS_DEFENCE")
    if scope is not None:
        reading.est_value, _, high, reading.est_currency = _costs(scope)
        if reading.est_value is None:
            reading.est_value = high


def _framework(index: Index) -> str | None:
    if _first(index, *_FRAMEWORKS) is not None:
        return "yes"
    said = _first(index, "FRAMEWORK_AGREEMENT", "CONCLUSION_FRAMEWORK_AGREEMENT")
    return "yes" if said is not None and said.get("VALUE") != "NO" else None


def _add_buyers(index: Index, parties: Parties) -> None:
    authority = _first(index, "TYPE_OF_CONTRACTING_AUTHORITY")
    activity = _first(index, "TYPE_OF_ACTIVITY", "ACTIVITY_OF_CONTRACTING_ENTITY")
    website = _first(index, "URL_GENERAL", "URL_BUYER")
    for profile in index.get("CA_CE_CONCESSIONAIRE_PROFILE", ()):
        said = _party(profile)
        said["legal_type"] = authority.get("VALUE") if authority is not None else None
        said["activity"] = activity.get("VALUE") if activity is not None else None
        said["website"] = website.text if website is not None else None
        parties.add(said, role="buyer")


def _party(element: Element) -> Party:
    index = _index(element)
    organisation = _first(index, "ORGANISATION")
    name = _first(index, "OFFICIALNAME")
    place = _first(index, "COUNTRY")
    number, town, postcode = _first(index, "NATIONALID"), _first(index, "TOWN"), _first(index, "POSTAL_CODE")
    email, website, nuts = _first(index, "E_MAIL"), _first(index, "URL"), _first(index, "NUTS")
    return {
        # R2.0.7 holds the name as the text of ORGANISATION itself.
        "name": name.text if name is not None else (organisation.text if organisation is not None else None),
        "national_id": number.text if number is not None else None,
        "town": town.text if town is not None else None,
        "postcode": postcode.text if postcode is not None else None,
        "country": codes.country(place.get("VALUE")) if place is not None else None,
        "nuts": nuts.get("CODE") if nuts is not None else None,
        "website": website.text if website is not None else None,
        "email": email.text if email is not None else None,
    }


def _cpv(element: Element | None) -> list[str]:
    if element is None:
        return []
    found = _index(element).get("CPV_CODE", ())
    return [code for each in found if (code := codes.cpv(each.get("CODE")))]


def _day(element: Element | None) -> date | None:
    if element is None:
        return None
    index = _index(element)
    parts = [_first(index, name) for name in ("YEAR", "MONTH", "DAY")]
    try:
        year, month, day = (int((part.text or "").strip()) if part is not None else 0 for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _number(element: Element | None) -> Decimal | None:
    """An amount from `FMTVAL`, or from text such as `5 187 816,63`."""
    if element is None:
        return None
    said = element.get("FMTVAL")
    if said is None:
        said = (element.text or "").replace("\xa0", " ")
        said = said.replace(".", "").replace(",", ".") if "," in said[-3:] else said.replace(",", "")
    return codes.amount(said)


def _costs(element: Element) -> tuple[Decimal | None, Decimal | None, Decimal | None, str | None]:
    """Amount, low end, high end and currency of the costs below an element."""
    index = _index(element)
    index.setdefault(local_name(element), []).insert(0, element)
    holder = next((each for each in element.iter() if each.get("CURRENCY")), None)
    currency = codes.currency(holder.get("CURRENCY")) if holder is not None else None
    value = _number(_first(index, "VALUE_COST"))
    low, high = _number(_first(index, "LOW_VALUE")), _number(_first(index, "HIGH_VALUE"))
    return (value, None, None, currency) if value is not None else (None, low, high, currency)


def _period(element: Element) -> tuple[Decimal | None, str | None, date | None, date | None]:
    index = _index(element)
    for name, unit in _UNITS.items():
        if (length := _first(index, name)) is not None:
            return codes.amount(length.text), unit, None, None
    return None, None, _day(_first(index, "START_DATE")), _day(_first(index, "END_DATE"))


def _span(start: date | None, end: date | None) -> str | None:
    return f"{start or ''}..{end or ''}" if start or end else None


def _lot(
    element: Element, place: int, deadline: date | None, framework: str | None, *, notice_id: str, marks: Stamp
) -> Lot:
    index = _index(element)
    number = _first(index, "LOT_NUMBER")
    cpv = _cpv(element)
    value, _, high, currency = _costs(element)
    period = _first(index, "PERIOD_WORK_DATE_STARTING")
    length, unit, start, end = _period(period) if period is not None else (None, None, None, None)
    return Lot(
        **marks,
        notice_id=notice_id,
        lot_id=(wording.fold(number.text) if number is not None else None) or element.get("ITEM") or str(place),
        title=_line(_first(index, "LOT_TITLE")),
        description=_plain(_first(index, "LOT_DESCRIPTION")),
        cpv_main=cpv[0] if cpv else None,
        cpv_all=codes.distinct(cpv),
        est_value=value if value is not None else high,
        est_currency=currency,
        framework_or_dps=framework,
        duration_value=length,
        duration_unit=unit if length is not None else None,
        start_date=start,
        end_date=end,
        deadline=deadline,
    )


def _award(
    element: Element, place: int, *, notice_id: str, marks: Stamp, parties: Parties
) -> list[Award | AwardSupplier]:
    index = _index(element)
    lot = _first(index, "LOT_NUMBER")
    number = _first(index, "CONTRACT_NUMBER")
    bids = _first(index, "OFFERS_RECEIVED_NUMBER")
    operators = _all(index, ("ECONOMIC_OPERATOR_NAME_ADDRESS",))
    information = _first(index, "CONTRACT_VALUE_INFORMATION")
    value = low = high = estimate = currency = None
    if information is not None:
        below = _index(information)
        final = _first(below, "COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")
        first = _first(below, "INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT")
        if final is not None:
            value, low, high, currency = _costs(final)
        if first is not None:
            estimate, _, _, est_currency = _costs(first)
            currency = currency or est_currency
    said_lot = wording.fold(lot.text) if lot is not None else None
    organisations = [party for each in operators if (party := parties.add(_party(each), role="supplier"))]
    award = Award(
        **marks,
        notice_id=notice_id,
        award_id=str(place),
        item=str(place),
        lot_ids=(said_lot,) if said_lot else (),
        status="awarded" if organisations else "unknown",
        contract_no=wording.fold(number.text) if number is not None else None,
        title=_line(_first(index, "CONTRACT_TITLE", "TITLE_CONTRACT")),
        value=value,
        value_low=low,
        value_high=high,
        est_value=estimate,
        currency=currency,
        value_kind_hint="contract" if value is not None or low is not None else None,
        bids_received=codes.whole_number(bids.text) if bids is not None else None,
        contract_date=_day(_first(index, "CONTRACT_AWARD_DATE")),
    )
    rows: list[Award | AwardSupplier] = [award]
    for key in dict.fromkeys(party.organisation_key for party in organisations):
        rows.append(AwardSupplier(**marks, notice_id=notice_id, award_id=award.award_id, organisation_key=key))
    return rows
