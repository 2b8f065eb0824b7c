"""A need as suppliers state it against municipalities, and as municipalities state it now against before."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.proportion import changed, difference, differs, share_of
from warehouse.estimators.trend import adjusted

FEWEST_HEARD = 8
"""Fewer heard speakers of a kind than this are no group to take a share of."""
FEWEST_SAYING = 3
LARGEST_Q = 0.10
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("need_id", "need_name_da", "need_name_en")]
    + [(name, pa.int64()) for name in ("municipality_count", "municipality_heard_count")]
    + [(name, pa.int64()) for name in ("supplier_count", "supplier_heard_count")]
    + [(name, pa.float64()) for name in ("municipality_share", "municipality_low", "municipality_high")]
    + [(name, pa.float64()) for name in ("supplier_share", "supplier_low", "supplier_high")]
    + [(name, pa.float64()) for name in ("difference", "difference_low", "difference_high", "difference_q")]
    + [("view_verdict", pa.string()), ("view_reason", pa.string())]
    + [(name, pa.int64()) for name in ("panel_count", "before_count", "now_count")]
    + [(name, pa.float64()) for name in ("before_share", "now_share", "change", "change_low", "change_high")]
    + [("change_q", pa.float64()), ("change_verdict", pa.string()), ("change_reason", pa.string())]
)

Row = dict[str, Any]


def need_view(core__need_name: pa.Table, core__need_speaker: pa.Table, core__heard_speaker: pa.Table) -> pa.Table:
    """F4.3 and F4.2: the share of suppliers and of municipalities that state a need, and the municipalities' change.

    Suppliers and municipalities are those whom we hear; they are compared by Fisher's exact test. Now and before are
    the two years before the as-of date and the two before those, in dated texts; only municipalities heard in both
    count (the panel), and what is tested is how many began to say it against how many stopped. The false discovery
    rate is held at 10 % over each of the two families. Needs that fewer than 3 speakers state are left out.
    Grain: need_id
    Check: view_verdict in ('municipalities_more', 'suppliers_more', 'no_sure_difference', 'cannot_tell')
    Check: change_verdict in ('rising', 'falling', 'no_sure_change', 'cannot_tell')
    Check: (difference is null) = (view_verdict = 'cannot_tell')
    Check: (change is null) = (change_verdict = 'cannot_tell')
    Check: view_verdict <> 'cannot_tell' or view_reason is not null
    Check: change_verdict <> 'cannot_tell' or change_reason is not null
    Column need_id: the need
    Column need_name_da: its name in Danish
    Column need_name_en: its name in English
    Column municipality_count: municipalities and regions that state it
    Column municipality_heard_count: municipalities and regions of which we hold any text
    Column supplier_count: suppliers that state it
    Column supplier_heard_count: suppliers of which we hold any text
    Column municipality_share: the municipalities' share, 0 to 1
    Column municipality_low: lower end of its 95 % interval
    Column municipality_high: upper end
    Column supplier_share: the suppliers' share, 0 to 1
    Column supplier_low: lower end of its 95 % interval
    Column supplier_high: upper end
    Column difference: the municipalities' share minus the suppliers'
    Column difference_low: lower end of its 95 % interval
    Column difference_high: upper end
    Column difference_q: how often chance alone would show as much, corrected for all needs
    Column view_verdict: municipalities_more, suppliers_more, no_sure_difference or cannot_tell
    Column view_reason: why it cannot be told, in a sentence
    Column panel_count: municipalities with dated texts both now and before
    Column before_count: those of them that stated it before
    Column now_count: those of them that state it now
    Column before_share: the share before
    Column now_share: the share now
    Column change: the one minus the other
    Column change_low: lower end of its 95 % interval
    Column change_high: upper end
    Column change_q: how often chance alone would show as much, corrected for all needs
    Column change_verdict: rising, falling, no_sure_change or cannot_tell
    Column change_reason: why it cannot be told, in a sentence
    """
    heard = core__heard_speaker.to_pylist()
    municipalities = {one["speaker_id"] for one in heard if one["actor"] == "municipality"}
    suppliers = {one["speaker_id"] for one in heard if one["actor"] == "supplier"}
    panel = {one["speaker_id"] for one in heard if one["has_recent"] and one["has_earlier"]} & municipalities
    saying: dict[str, list[Row]] = defaultdict(list)
    for one in core__need_speaker.to_pylist():
        saying[one["need_id"]].append(one)
    rows = []
    for need in core__need_name.to_pylist():
        said = saying[need["need_id"]]
        if len(said) >= FEWEST_SAYING:
            named = {name: need[name] for name in ("need_id", "need_name_da", "need_name_en")}
            rows.append(named | _views(said, municipalities, suppliers) | _change(said, panel))
    _judge(rows, "difference", "view_verdict", ("municipalities_more", "suppliers_more", "no_sure_difference"))
    _judge(rows, "change", "change_verdict", ("rising", "falling", "no_sure_change"))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _views(said: list[Row], municipalities: set[str], suppliers: set[str]) -> Row:
    speakers = {one["speaker_id"] for one in said}
    counts = [len(speakers & group) for group in (municipalities, suppliers)]
    totals = [len(municipalities), len(suppliers)]
    row: Row = {"view_verdict": "cannot_tell"}
    for name, count, total in zip(("municipality", "supplier"), counts, totals, strict=True):
        share = share_of(count, total)
        row |= {f"{name}_count": count, f"{name}_heard_count": total}
        if share is not None and total >= FEWEST_HEARD:
            row |= {f"{name}_share": share.share, f"{name}_low": share.low, f"{name}_high": share.high}
    found = difference(counts[0], totals[0], counts[1], totals[1])
    if found is None or min(totals) < FEWEST_HEARD:
        fewer = "municipalities" if totals[0] < FEWEST_HEARD else "suppliers"
        return row | {"view_reason": f"cannot tell: texts of fewer than {FEWEST_HEARD} {fewer} are held"}
    return row | {
        "difference": found.share,
        "difference_low": found.low,
        "difference_high": found.high,
        "difference_p": differs(counts[0], totals[0], counts[1], totals[1]),
    }


def _change(said: list[Row], panel: set[str]) -> Row:
    before = {one["speaker_id"] for one in said if one["earlier_count"]} & panel
    now = {one["speaker_id"] for one in said if one["recent_count"]} & panel
    row: Row = {
        "panel_count": len(panel),
        "before_count": len(before),
        "now_count": len(now),
        "change_verdict": "cannot_tell",
    }
    if len(panel) < FEWEST_HEARD:
        reason = f"cannot tell: fewer than {FEWEST_HEARD} municipalities have dated texts both now and before"
        return row | {"change_reason": reason}
    found, p = changed(began=len(now - before), stopped=len(before - now), total=len(panel))
    return row | {
        "before_share": len(before) / len(panel),
        "now_share": len(now) / len(panel),
        "change": found.share,
        "change_low": found.low,
        "change_high": found.high,
        "change_p": p,
    }


def _judge(rows: list[Row], figure: str, verdict: str, words: tuple[str, str, str]) -> None:
    tested = [row for row in rows if figure in row]
    corrected = adjusted(np.array([row[f"{figure}_p"] for row in tested], dtype=float))
    for row, q in zip(tested, corrected.tolist(), strict=True):
        row[f"{figure}_q"] = q
        row[verdict] = words[2] if q > LARGEST_Q else words[0] if row[figure] > 0 else words[1]
    for row in rows:
        row.pop(f"{figure}_p", None)
