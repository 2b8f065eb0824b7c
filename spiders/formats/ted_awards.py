"""Awards of the R2.0.9 forms: contracts (F03, F06, F15, F21–F25, T02), prizes (F13) and modifications (F20)."""

from __future__ import annotations

from collections.abc import Sequence

from spiders.formats import codes
from spiders.formats.parties import Parties, Stamp
from spiders.formats.ted_forms import address, bounds, ted_money, text_of
from spiders.formats.wording import Texts
from spiders.formats.xml import Found, filled, first
from warehouse.records import Award, AwardSupplier

_UNSUCCESSFUL = "PROCUREMENT_UNSUCCESSFUL"
_DISCONTINUED = "PROCUREMENT_DISCONTINUED"


def read_ted_awards(
    found: Found, texts: Texts, *, notice_id: str, marks: Stamp, parties: Parties
) -> list[Award | AwardSupplier]:
    """Every award of a form with its suppliers, in document order."""
    rows: list[Award | AwardSupplier] = []
    for place, item in enumerate((*found.get("awards", ()), *found.get("prizes", ())), start=1):
        award = _award(item, found, texts, place=place, notice_id=notice_id, marks=marks)
        rows += with_suppliers(award, item.get("contractors", ()), marks=marks, parties=parties)
    if "no_prize" in found:
        rows.append(
            Award(
                **marks,
                notice_id=notice_id,
                award_id="no-prize",
                status="not_awarded",
                reason=_reason(found, "prize_unsuccessful", "prize_discontinued"),
            )
        )
    return rows


def _award(item: Found, found: Found, texts: Texts, *, place: int, notice_id: str, marks: Stamp) -> Award:
    not_awarded = "not_awarded" in item
    value, currency = ted_money(item, "total")
    low, high = bounds(item) if value is None else (None, None)
    if currency is None and low is not None:
        currency = codes.currency(filled(item, "range", "CURRENCY"))
    estimate, est_currency = ted_money(item, "estimate")
    lot = item.get("lot")
    return Award(
        **marks,
        notice_id=notice_id,
        award_id=str(place),
        item=str(place),
        lot_ids=(lot,) if lot else (),
        status="not_awarded" if not_awarded else "awarded",
        reason=_reason(item, "unsuccessful", "discontinued") if not_awarded else None,
        contract_no=item.get("contract_no"),
        title=texts.line(text_of(item, "title")),
        value=value,
        value_low=low,
        value_high=high,
        est_value=estimate,
        currency=currency or est_currency,
        value_kind_hint=_value_kind(found) if value is not None or low is not None else None,
        bids_received=codes.whole_number(item.get("bids")),
        contract_date=codes.calendar_date(item.get("date")),
    )


def _value_kind(found: Found) -> str:
    return "framework_ceiling" if "framework" in found else "contract"


def _reason(found: Found, unsuccessful: str, discontinued: str) -> str | None:
    if unsuccessful in found:
        return _UNSUCCESSFUL
    return _DISCONTINUED if discontinued in found else None


def with_suppliers(
    award: Award, contractors: Sequence[Found], *, marks: Stamp, parties: Parties
) -> list[Award | AwardSupplier]:
    """An award followed by its suppliers; who is named twice counts once."""
    rows: list[Award | AwardSupplier] = [award]
    for contractor in contractors:
        said = address(first(contractor, "address"))
        if "is_sme" in contractor or "is_not_sme" in contractor:
            said["size"] = "sme" if "is_sme" in contractor else "large"
        organisation = parties.add(said, role="supplier")
        if organisation is None:
            continue
        row = AwardSupplier(
            **marks,
            notice_id=award.notice_id,
            award_id=award.award_id,
            organisation_key=organisation.organisation_key,
        )
        if row not in rows:
            rows.append(row)
    return rows
