"""What may be told: everything new in an edition as signals, each with what a watch can ask for.

Signals are read from marts alone. Their keys are the same in every edition, so that what was told once is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboards.desk import marts_of
from dashboards.section import Marts

_NEWS = "select * from mart.news where news_kind <> 'expiring_contract' order by news_kind, news_id"
_NOTICES = """select notice_id, cpv_main, buyer_player_id, buyer_name, title from mart.notice
where notice_id in (select news_id from mart.news where news_kind = 'new_notice')"""
_AWARDS = """select award.award_key, award.notice_id, award.buyer_player_id, award.buyer_name, notice.cpv_main
from mart.award as award
inner join mart.notice as notice on notice.notice_id = award.notice_id
where award.award_key in (select news_id from mart.news where news_kind = 'new_award')
    or award.award_key in (select award_key from mart.contract_period where days_left >= 0)"""
_SUPPLIERS = """select award_key, player_id, player_name from mart.award_supplier
where award_key in (select news_id from mart.news where news_kind = 'new_award')
    or award_key in (select award_key from mart.contract_period where days_left >= 0)
order by award_key, player_id"""
_TECHNOLOGIES = """select distinct owner_id, technology, technology_name_da, technology_name_en from mart.mention
where owner_id in (select news_id from mart.news)
    or owner_id in (
        select notice_id from mart.award where award_key in (select news_id from mart.news)
    )
order by owner_id, technology"""
_CONTEXTS = """select distinct owner_id, context from mart.mention
where owner_id in (select news_id from mart.news)
order by owner_id, context"""
_CONTRACTS = "select * from mart.contract_period where days_left >= 0 order by latest_end_date, award_key"
_CHANGES = """select * from mart.page_change
where change_type <> 'none' and first_night = (select night_id from mart.study)
order by document_id, version_number, change_number"""
_ASSUMPTIONS = "select * from mart.assumption_status order by assumption_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that may be told. `kind` is a news kind, page_change, contract_window or assumption."""

    key: str
    kind: str
    title: str
    who: str
    day: date | None
    url: str = ""
    evidence_id: str = ""
    players: Mapping[str, str] = field(default_factory=dict)
    buyers: Mapping[str, str] = field(default_factory=dict)
    cpv: str = ""
    technologies: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    days_left: int | None = None
    state: str = ""


def signals(edition: Marts) -> list[Signal]:
    """Every signal of an edition, in a fixed order."""
    there = set(marts_of(edition))
    found = [*_news(edition), *_contracts(edition)]
    if "mart.page_change" in there:
        found += _changes(edition)
    if "mart.assumption_status" in there:
        found += _assumptions(edition)
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


class _Lookup:
    """Who and what stands behind the ids of news."""

    def __init__(self, edition: Marts) -> None:
        self.notices = {_text(row["notice_id"]): row for row in edition.query(_NOTICES)}
        self.awards = {_text(row["award_key"]): row for row in edition.query(_AWARDS)}
        self.suppliers: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in edition.query(_SUPPLIERS):
            self.suppliers[_text(row["award_key"])][_text(row["player_id"])] = _text(row["player_name"])
        self.technologies: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in edition.query(_TECHNOLOGIES):
            name = _text(row["technology_name_en"]) or _text(row["technology"])
            self.technologies[_text(row["owner_id"])][_text(row["technology"])] = name
        self.contexts: defaultdict[str, list[str]] = defaultdict(list)
        for row in edition.query(_CONTEXTS):
            self.contexts[_text(row["owner_id"])].append(_text(row["context"]))

    def buyers(self, row: Mapping[str, object] | None) -> dict[str, str]:
        """The buyer of a notice or award."""
        if row is None or not row["buyer_player_id"]:
            return {}
        return {_text(row["buyer_player_id"]): _text(row["buyer_name"])}


def _news(edition: Marts) -> Iterator[Signal]:
    known = _Lookup(edition)
    for row in edition.query(_NEWS):
        kind, key, title = _text(row["news_kind"]), _text(row["news_id"]), _text(row["title"])
        source = known.notices.get(key) if kind == "new_notice" else known.awards.get(key)
        owner = _text(source["notice_id"]) if source is not None else key
        who = _text(row["who"])
        players = known.suppliers.get(key, {}) if kind == "new_award" else {}
        if kind in ("new_document", "changed_document"):
            players = {who: who}
        yield Signal(
            key=f"{kind}:{key}" if kind != "changed_document" else f"{kind}:{key}:{_text(row['evidence_id'])}",
            kind=kind,
            title=title,
            who=who,
            day=_day(row["news_date"]),
            url=_text(row["url"]),
            evidence_id=_text(row["evidence_id"]),
            players=players,
            buyers=known.buyers(source),
            cpv=_text(source["cpv_main"]) if source is not None else "",
            technologies=known.technologies.get(owner, {}),
            texts=(title, *known.contexts.get(owner, ())),
        )


def _contracts(edition: Marts) -> Iterator[Signal]:
    known = _Lookup(edition)
    for row in edition.query(_CONTRACTS):
        key = _text(row["award_key"])
        award = known.awards.get(key)
        yield Signal(
            key=f"contract_window:{key}",
            kind="contract_window",
            title=_text(row["title"]),
            who=f"{_text(row['buyer_name'])} – {_text(row['supplier_names'])}",
            day=_day(row["latest_end_date"]),
            url=_text(row["url"]),
            evidence_id=_text(row["evidence_id"]),
            players=known.suppliers.get(key, {}),
            buyers=known.buyers(award),
            cpv=_text(award["cpv_main"]) if award is not None else "",
            texts=(_text(row["title"]),),
            days_left=int(str(row["days_left"])),
        )


def _changes(edition: Marts) -> Iterator[Signal]:
    for row in edition.query(_CHANGES):
        quotes = tuple(_text(row[name]) for name in ("before_quote", "after_quote") if row[name])
        publisher = _text(row["publisher"])
        yield Signal(
            key=f"page_change:{row['document_id']}:{row['version_number']}:{row['change_number']}",
            kind="page_change",
            title=f"{_text(row['title'])}: {' → '.join(quotes)}",
            who=publisher,
            day=_day(row["change_date"]),
            url=_text(row["url"]),
            evidence_id=_text(row["evidence_id"]),
            players={_text(row["player_id"]) or publisher: publisher},
            texts=(_text(row["title"]), *quotes),
        )


def _assumptions(edition: Marts) -> Iterator[Signal]:
    for row in edition.query(_ASSUMPTIONS):
        state = _text(row["status"])
        yield Signal(
            key=f"assumption:{row['assumption_id']}:{state}",
            kind="assumption",
            title=f"{_text(row['sentence_en'])} ({_text(row['reason'])})",
            who=_text(row["owner"]),
            day=None,
            texts=(_text(row["sentence_da"]), _text(row["sentence_en"])),
            state=state,
        )
