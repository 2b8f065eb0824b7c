"""What a player's page says of it as a rival: wins, keeps and losses, partners, components head to head, two years."""

from __future__ import annotations

from dashboards.desk import Desk, PerKey
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Block, Cell, Facts, Several
from dashboards.tabling import col, listing, proof, quoted
from dashboards.words import DA, EN, Words

_PROFILE = PerKey(
    select="""select player_id, player_name, legal_form, owner_name, retender_count, kept_count, lost_count,
    ending_count, partners, component_count, page_change_count, can_tell, reason
from mart.competitor_profile""",
    key="player_id",
    order="player_name",
)
_EVENTS = PerKey(
    select="""select player_id, event_kind, event_id, event_date, what, detail, url, evidence_id
from mart.competitor_event""",
    key="player_id",
    order="event_date desc, event_kind, event_id",
)
_COVERAGE = PerKey(
    select="""select player_id, component_id, component_name, level, evidence_count, claim_count, customer_count,
    quote, last_date, evidence_id
from mart.component_coverage where level <> 'not_seen'""",
    key="player_id",
    order="level desc, component_name",
)
_POPULATION = Words("det, kilderne siger om aktøren", "what the sources say of the player")
_EVENTS_SHOWN = 20


class Rivals:
    """The rows of every player, asked once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.profiles = desk.ask_per_key(_PROFILE) if desk.has("mart.competitor_profile") else {}
        self.events = desk.ask_per_key(_EVENTS) if desk.has("mart.competitor_event") else {}
        self.coverage = desk.ask_per_key(_COVERAGE) if desk.has("mart.component_coverage") else {}

    def blocks(self, key: str) -> list[Block]:
        """A player's blocks; none where the edition knows nothing of it as a rival."""
        blocks: list[Block] = []
        if key in self.profiles:
            blocks.append(self._facts(key, self.profiles[key][0]))
        if key in self.coverage:
            blocks.append(self._components(key))
        if key in self.events:
            blocks.append(self._events(key))
        return blocks

    def _facts(self, key: str, row: Row) -> Facts:
        partners = tuple(_partner(one) for one in row.structs("partners")[:6])
        called, kept, lost = (row.count(f"{what}_count") for what in ("retender", "kept", "lost"))
        facts: list[tuple[Words, Cell]] = [
            (Words("Selskabsform", "Legal form"), row.text("legal_form") or None),
            (Words("Ejer", "Owner"), row.text("owner_name") or None),
            (
                Words("Udbudt på ny: beholdt og mistet", "Called anew: kept and lost"),
                Words(
                    f"{called}: {kept} beholdt, {lost} mistet",
                    f"{called}: {kept} kept, {lost} lost",
                ),
            ),
            (
                Words(
                    "Dens kontrakter, der ventes udbudt igen inden for 12 måneder",
                    "Its contracts that are expected to be called again within 12 months",
                ),
                row.count("ending_count"),
            ),
            (Words("Vores komponenter, den dækker", "Our components that it covers"), row.count("component_count")),
            (Words("Ændringer på dens sider", "Changes on its pages"), row.count("page_change_count")),
            (Words("Vandt sammen med", "Won together with"), Several(partners) if partners else None),
        ]
        if row.text("reason"):
            facts.append((Words("Forbehold", "Reserve"), say_reason(row.text("reason"))))
        return Facts(
            title=Words("Som konkurrent", "As a rival"),
            scope=self.desk.scope(_POPULATION, method="mart.competitor_profile"),
            claim=self.desk.claim_rows(f"{key}.rival", _PROFILE.for_one(key), [row]),
            facts=tuple(facts),
        )

    def _components(self, key: str) -> Block:
        sql, rows = _COVERAGE.for_one(key), self.coverage[key]
        return listing(
            self.desk,
            f"{key}.components",
            Words("Mod vores komponenter", "Against our components"),
            sql,
            col("Komponent", "Component", "component_name"),
            col("Niveau", "Level", "level", "kind"),
            col("Belæg", "Evidence count", "evidence_count", "count"),
            col("Kunder", "Customers", "customer_count", "count"),
            col("Et citat", "A quote", quoted(longest=140)),
            proof(self.desk),
            population=_POPULATION,
            asked=(self.desk.claim_rows(f"{key}.components", sql, rows), rows),
        )

    def _events(self, key: str) -> Block:
        sql, rows = _EVENTS.for_one(key), self.events[key]
        return listing(
            self.desk,
            f"{key}.events",
            Words("To års hændelser", "Two years of events"),
            sql,
            col("Hvad", "What", lambda row: row.text("what") or row.text("event_id")),
            col("Slags", "Kind", "event_kind", "kind"),
            col("Dag", "Day", "event_date", "date"),
            proof(self.desk),
            population=_POPULATION,
            asked=(self.desk.claim_rows(f"{key}.events", sql, rows), rows),
            most=_EVENTS_SHOWN,
        )


def _partner(one: Row) -> Words:
    name, count = one.text("name"), one.number("award_count") or 0.0
    return Words(f"{name} ({DA.count(count)})", f"{name} ({EN.count(count)})")
