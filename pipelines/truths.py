"""Planted truths beside what the current edition of the rehearsal says of them.

Each kind of truth has one question to the marts (or, for how requests ended, to the ledger). Nothing here knows what
the answer should be: that stands in the rehearsal world, computed from its own events.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import truths_market, truths_strategy, truths_trends
from pipelines.truths_customers import CUSTOMER_FINDERS
from pipelines.truths_interval import BINDING, stated_interval
from spiders.rehearsal.truth import Truth
from warehouse.edition import Edition
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

Row = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """One truth, what was planted, what was found with the interval that the edition states, and whether they agree."""

    id: str
    sentence: str
    planted: str
    found: str
    within: str
    interval: str
    holds: bool


@dataclass(frozen=True)
class Witness:
    """Who can be asked: the edition, the ledger, and the folder where everything lies."""

    edition: Edition
    ledger: Ledger
    place: Workspace

    def ask(self, sql: str, *values: object) -> list[Row]:
        """Rows of a question to the edition."""
        return self.edition.query(sql, list(values))

    def one(self, sql: str, *values: object) -> Any:
        """The first value of the first row, or None."""
        rows = self.ask(sql, *values)
        return next(iter(rows[0].values())) if rows else None


def check_truths(witness: Witness, truths: tuple[Truth, ...]) -> list[Checked]:
    """Check every truth, in order. A truth of an unknown kind is an error of ours and raises `KeyError`."""
    return [_check(witness, truth) for truth in truths]


def _check(witness: Witness, truth: Truth) -> Checked:
    found = _FINDERS[truth.kind](witness, truth.parameters, truth)
    planted = truth.expected
    interval = stated_interval(witness, truth.kind, truth.parameters)
    holds = _agrees(planted, found, truth)
    if interval and truth.kind in BINDING:
        holds = holds and interval[0] <= planted <= interval[1]
    return Checked(
        id=truth.id,
        sentence=truth.sentence,
        planted=_shown("none of them" if truth.kind == "absent" else planted),
        found=_shown(found),
        within=f"± {truth.tolerance:g}" if truth.tolerance else "exact",
        interval=f"{_shown(interval[0])} – {_shown(interval[1])}" if interval else "",
        holds=holds,
    )


def _agrees(planted: Any, found: Any, truth: Truth) -> bool:
    if truth.kind == "absent":
        return bool(found == "none of them")
    if truth.kind in ("fetch_outcome", "quarantined") or truth.kind in truths_market.ONE_OF:
        return bool(found in planted)
    if truth.kind in truths_market.WITHIN:
        return bool(found and found[0] - truth.tolerance <= planted <= found[1] + truth.tolerance)
    if truth.kind == "trend" and planted == "flat":
        return found not in ("rising", "fading")
    if isinstance(planted, bool) or isinstance(found, str) or found is None or not isinstance(planted, int | float):
        return bool(planted == found)
    allowed = truth.tolerance * abs(planted) if truth.kind in truths_market.RELATIVE else truth.tolerance
    return abs(float(found) - float(planted)) <= allowed + 1e-9


def _shown(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _player(witness: Witness, national_id: str) -> str | None:
    found = witness.one("select player_id from mart.player where national_id = ?", national_id)
    return None if found is None else str(found)


def _supplier_share(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    whole = str(said["from"])[:4] != str(said["to"])[:4]
    share = witness.one(
        "select award_share from mart.supplier_share where segment_code = ? and period = ? and player_id = ?",
        said["segment"],
        "all" if whole else str(said["from"])[:4],
        _player(witness, said["supplier_id"]),
    )
    return None if share is None else float(share)


def _market_total(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return float(
        witness.one(
            "select coalesce(sum(amount_dkk), 0) from mart.award where value_kind = 'contract' "
            "and (? is null or year(publication_date) = ?)",
            said["year"],
            said["year"],
        )
    )


def _trend(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select verdict from mart.technology_trend where technology = ? and stream = 'procurement'", said["technology"]
    )


def _one_player(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask("select names from mart.player where national_id = ?", said["national_id"])
    known = {str(name) for row in rows for name in row["names"]}
    return len(rows) if set(said["names"]) <= known else f"names {sorted(known)}"


def _two_players(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return len({_player(witness, one) for one in said["national_ids"]} - {None})


def _parent(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select parent.national_id from mart.player as child join mart.player as parent "
        "on parent.player_id = child.parent_id where child.national_id = ?",
        said["child_id"],
    )


def _award_value(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    supplier = _player(witness, said["supplier_id"])
    rows = witness.ask(
        "select a.amount_dkk from mart.award as a join mart.award_supplier as s using (award_key) "
        "where a.notice_id = ? and s.player_id = ?",
        said["notice_id"],
        supplier,
    )
    older = said.get("replaces") or said.get("amends")
    still = witness.one("select count(*) from mart.award where notice_id = ? and amount_dkk is not null", older)
    if len(rows) != 1 or (older and still):
        return f"{len(rows)} rows, {still or 0} of the older notice"
    value = rows[0]["amount_dkk"]
    return None if value is None else float(value)


def _award_kind(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    kinds = witness.ask("select distinct value_kind from mart.award where notice_id = ? order by 1", said["notice_id"])
    return ", ".join(str(row["value_kind"]) for row in kinds)


def _award_rows(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one("select count(*) from mart.award where notice_id = ?", said["notice_id"])


def _joint_weights(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    counts = []
    for table in ("award_buyer", "award_supplier"):
        rows = witness.ask(
            f"select count(*) as n, sum(s.weight) as w from mart.{table} as s "  # noqa: S608  two names of ours
            "join mart.award as a using (award_key) where a.notice_id = ? group by award_key",
            said["notice_id"],
        )
        counts.append(rows[0]["n"] if rows and all(abs(float(row["w"]) - 1) < 1e-6 for row in rows) else None)
    return counts


def _expiring(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    found = witness.one(
        "select latest_end_date from mart.contract_period where notice_id = ? "
        "and latest_end_date between cast(? as date) and cast(? as date) + to_months(?)",
        said["notice_id"],
        said["as_of"],
        said["as_of"],
        said["months"],
    )
    return None if found is None else str(found)


def _single_bid_share(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return float(
        witness.one(
            "select sum(single_bid_count) / sum(bids_known_count) from mart.market_size where segment_code in "
            "(select unnest(?))",
            said["segments"],
        )
    )


def _night(said: Mapping[str, Any], truth: Truth) -> str:
    return "20261116" if said["night"] == 1 else "20261117"


def _notice_count(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select count(*) from mart.notice where country = ? and left(first_night, 8) <= ?",
        said["country"],
        _night(said, truth),
    )


def _new_notices(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask("select notice_id from mart.notice where left(first_night, 8) = '20261117' order by 1")
    return [str(row["notice_id"]) for row in rows]


def _policy_documents(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select count(distinct b.body_id) from mart.policy_body as b join mart.document as d on d.publisher = b.name "
        "join mart.player as p using (player_id) "
        "where p.player_class = 'municipality' and d.is_policy and left(d.first_night, 8) <= ?",
        _night(said, truth),
    )


def _theme_share(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    found = witness.one(
        "with body as (select b.body_id from mart.policy_body as b join mart.player as p using (player_id) "
        "where p.player_class = 'municipality' and b.has_document) "
        "select (select count(*) from mart.body_theme where theme = ? and body_id in (from body)) / count(*) from body",
        {"ai": "artificial_intelligence"}.get(said["theme"], said["theme"]),
    )
    return None if found is None else float(found)


def _document(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    nights = "20261116" if said["since"] == 1 else "20261117"
    digest = witness.one(
        "select text_digest from mart.document where url = ? and left(first_night, 8) <= ?", said["url"], nights
    )
    from warehouse.parquet import text_of

    text = None if digest is None else text_of(witness.place.records, str(digest))
    return truth.expected if text and str(truth.expected) in re.sub(r"\s+", " ", text) else "not in the text"


def _page_change(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ask(
        "select change_type, before_quote, after_quote, after_start, after_end, to_digest, version_number "
        "from mart.page_change where url = ? and change_type <> 'none' order by version_number, change_number",
        said["url"],
    )
    from warehouse.parquet import text_of

    if len(rows) != 1 or said["text"] not in str(rows[0]["after_quote"]):
        return [f"{row['change_type']}: {row['before_quote']} > {row['after_quote']}" for row in rows]
    text = text_of(witness.place.records, str(rows[0]["to_digest"])) or ""
    if text[rows[0]["after_start"] : rows[0]["after_end"]] != rows[0]["after_quote"]:
        return "the quote does not stand at its place"
    return rows[0]["change_type"]


def _fetch_outcome(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    rows = witness.ledger.rows("select outcome from fetch where url = ? order by fetch_id desc limit 1", (said["url"],))
    return rows[0]["outcome"] if rows else None


def _quarantined(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    return witness.one(
        "select reason from mart.quarantine where url in (?, ?) and part = ?",
        said["url"],
        said.get("or_url", said["url"]),
        said.get("part", ""),
    )


def _absent(witness: Witness, said: Mapping[str, Any], truth: Truth) -> Any:
    found = persons_found(witness, [str(one) for one in truth.expected])
    return found or "none of them"


def persons_found(witness: Witness, names: list[str]) -> str:
    """The first of these names that stands in any table, record file, page of the report or log; or nothing."""
    pattern = re.compile("|".join(re.escape(name) for name in names))
    for table in witness.ask("select distinct table_schema as s, table_name as t from information_schema.tables"):
        rows = witness.ask(f'select t::varchar as said from "{table["s"]}"."{table["t"]}" as t')  # noqa: S608  catalogue names
        for row in rows:
            if match := pattern.search(str(row["said"])):
                return f"{match[0]} in {table['s']}.{table['t']}"
    from warehouse.parquet import rows_as_text

    for path in sorted(witness.place.records.rglob("*.parquet")):
        if match := pattern.search(rows_as_text(path)):
            return f"{match[0]} in {path.name}"
    return _in_files(witness.place, pattern)


def _in_files(place: Workspace, pattern: re.Pattern[str]) -> str:
    written: list[Path] = [*place.logs.rglob("*"), *(place.current.resolve() / "site").rglob("*")]
    for path in written:
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".csv", ".jsonl", ".svg", ".txt", ".log"):
            match = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
            if match:
                return f"{match[0]} in {path.name}"
    return ""


_FINDERS: dict[str, Callable[[Witness, Mapping[str, Any], Truth], Any]] = {
    "supplier_share": _supplier_share,
    "market_total": _market_total,
    "trend": _trend,
    "one_player": _one_player,
    "two_players": _two_players,
    "parent": _parent,
    "award_value": _award_value,
    "award_kind": _award_kind,
    "award_rows": _award_rows,
    "joint_weights": _joint_weights,
    "expiring": _expiring,
    "single_bid_share": _single_bid_share,
    "notice_count": _notice_count,
    "new_notices": _new_notices,
    "policy_documents": _policy_documents,
    "theme_share": _theme_share,
    "document": _document,
    "page_change": _page_change,
    "fetch_outcome": _fetch_outcome,
    "quarantined": _quarantined,
    "absent": _absent,
    **truths_market.FINDERS,
    **truths_strategy.FINDERS,
    **CUSTOMER_FINDERS,
    **truths_trends.FINDERS,
}
