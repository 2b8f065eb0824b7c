"""The picture of public ties: who stands with whom, the organisation and sure ties first."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.rounds import Node, Tie, network
from dashboards.rows import Row
from dashboards.section import Block, Chart
from dashboards.tabling import scope_of
from dashboards.words import Lang, Words

MOST_NODES = 24
"""More names on a circle would stand closer than letters are high."""
_TIES = """select left_id, right_id, left_name, right_name, bool_or(is_sure) as is_sure, bool_or(is_focal) as is_focal,
    sum(event_count) as event_count, max(left_community) as left_community, max(right_community) as right_community
from mart.alliance_edge
group by left_id, right_id, left_name, right_name
order by is_focal desc, is_sure desc, event_count desc, left_name, right_name, left_id, right_id
limit 200"""
_ENTRIES = (
    Words("sikker: oftere end tilfældet, eller sagt", "sure: more often than chance, or stated"),
    Words("kan være tilfældig", "may be chance"),
    Words("os selv", "ourselves"),
)


def network_chart(desk: Desk) -> list[Block]:
    """Ties on a circle; nothing where there are none. The table of ties says the same."""
    claim, rows = desk.claim_table("network", _TIES)
    people = _people(rows)
    if len(people) <= 1:
        return []
    places = {player: place for place, player in enumerate(people)}
    shown = [row for row in rows if row.text("left_id") in places and row.text("right_id") in places]
    ties = [Tie(places[row.text("left_id")], places[row.text("right_id")], row.flag("is_sure")) for row in shown]
    tied = {end for row in shown if row.flag("is_sure") for end in (row.text("left_id"), row.text("right_id"))}
    nodes = [
        Node(name=name, tone="focal" if player == desk.study.focal_player_id else "sure" if player in tied else "open")
        for player, name in people.items()
    ]

    def draw(lang: Lang, narrow: bool) -> str:
        sure, chance, own = (words.of(lang) for words in _ENTRIES)
        return network(nodes, ties, entries=(sure, chance, own), narrow=narrow)

    return [
        Chart(
            title=Words("Hvem der står sammen med hvem", "Who stands with whom"),
            scope=scope_of(desk, _TIES, Words("aktører med offentlige forbindelser", "players with public ties")),
            claim=claim,
            alt=Words(_said(shown, "sikker", "mulig"), _said(shown, "sure", "possible")),
            draw=draw,
            note=Words(
                "Naboer på cirklen hører sammen efter de sikre forbindelser. Listen nedenfor har dem alle med belæg; "
                f"højst {MOST_NODES} aktører er tegnet.",
                "Neighbours on the circle belong together by the sure ties. The list below has all of them with "
                f"evidence; at most {MOST_NODES} players are drawn.",
            ),
        )
    ]


def _people(rows: list[Row]) -> dict[str, str]:
    """The first players of the ordered ties, by community and name."""
    found: dict[str, tuple[float, str]] = {}
    for row in rows:
        ends = [side for side in ("left", "right") if row.text(f"{side}_id") not in found]
        if len(found) + len(ends) > MOST_NODES:
            continue
        for side in ends:
            community = row.number(f"{side}_community")
            found[row.text(f"{side}_id")] = (1e9 if community is None else community, row.text(f"{side}_name"))
    return {player: name for player, (_, name) in sorted(found.items(), key=lambda item: (*item[1], item[0]))}


def _said(rows: list[Row], sure: str, possible: str) -> str:
    """Every tie that is drawn, the sure ones first."""
    ordered = sorted(rows, key=lambda row: not row.flag("is_sure"))
    return "; ".join(
        f"{row.text('left_name')} – {row.text('right_name')} ({sure if row.flag('is_sure') else possible})"
        for row in ordered
    )
