"""How long each lot's contract can be extended: what a number says, and what only words say."""

from __future__ import annotations

import pyarrow as pa

from warehouse.estimators.extension import MOST_EXTENSIONS, NOTHING, Extension, read_extension

_LONGEST = 1200.0  # months; longer is no period at all
_NEARLY = 0.15  # of a month: within a few days of a whole number of months, it is that number
_SCHEMA = pa.schema(
    [
        ("notice_id", pa.string()),
        ("lot_id", pa.string()),
        ("renewal_max", pa.int64()),
        ("renewal_months", pa.float64()),
        ("extension_months", pa.float64()),
        ("extension_basis", pa.string()),
    ]
)


def lot_extension(core__lot_wording: pa.Table) -> pa.Table:
    """A lot's contract, how long it can be extended beyond its first period, and what that rests on.

    Words are read in Danish, Norwegian, Swedish and English (`warehouse/estimators/extension.py`). What the contract
    may last in all, where words say it, caps the rest.
    Grain: notice_id, lot_id
    Check: extension_basis in ('number and words', 'words', 'options in words', 'number alone', 'none')
    Check: extension_months is null or extension_months >= 0
    Column notice_id: the notice
    Column lot_id: the lot
    Column renewal_max: how often it can be renewed, as a number or else in words
    Column renewal_months: how long each renewal is, where words say one length
    Column extension_months: by how many months it can be extended in all; NULL where nothing says it
    Column extension_basis: what that rests on; number alone takes each renewal to be as long as the first period
    """
    rows = [_extended(row) for row in core__lot_wording.to_pylist()]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _extended(row: dict[str, object]) -> dict[str, object]:
    number, first = row["renewal_max"], row["first_months"]
    assert number is None or isinstance(number, int)
    assert first is None or isinstance(first, float)
    if first is not None and abs(first - round(first)) < _NEARLY:
        first = float(round(first))
    renewals, options = _words(row["renewal_text"]), _words(row["options_text"], any_sentence=False)
    words = renewals if renewals.months is not None or not options.months else options
    months, basis = _months(number, words, first)
    if basis == "words" and words is options:
        basis = "options in words"
    cap = renewals.cap_months or options.cap_months
    if cap is not None and first and cap > first:
        basis = "words" if months is None else basis
        months = cap - first if months is None else min(months, cap - first)
    return {
        "notice_id": row["notice_id"],
        "lot_id": row["lot_id"],
        "renewal_max": words.count if number is None else number,
        "renewal_months": words.months_each,
        "extension_months": None if months is None else min(months, _LONGEST),
        "extension_basis": basis,
    }


def _words(text: object, *, any_sentence: bool = True) -> Extension:
    return read_extension(text, any_sentence=any_sentence) if isinstance(text, str) else NOTHING


def _months(number: int | None, words: Extension, first: float | None) -> tuple[float | None, str]:
    """How many months in all, and what that rests on. A number of nothing beside words that say more is no number."""
    if number is not None and number > 0:
        count = min(number, MOST_EXTENSIONS)
        if words.months_each is not None:
            return count * words.months_each, "number and words"
        if words.months is not None:
            return words.months, "words"
        return (None, "none") if first is None or not 0 < first <= _LONGEST else (count * first, "number alone")
    if words.months is not None:
        return words.months, "number and words" if number == 0 and not words.months else "words"
    return (0.0, "number alone") if number == 0 else (None, "none")
