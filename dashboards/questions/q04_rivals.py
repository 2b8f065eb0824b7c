"""Question 4: who gained, who lost, and what changed at rivals?"""

from __future__ import annotations

from dashboards.findings import AWARDS, leader
from dashboards.question import ROWS, Block, Question
from dashboards.telling import Teller, col
from dashboards.words import Words

_MOVES = """with latest as (
    select max(after.year) as year
    from mart.market_size as after
    inner join mart.market_size as before on before.segment_code = after.segment_code and before.year = after.year - 1
    where after.segment_code = 'all' and not after.is_provisional and not after.is_part_year and not before.is_part_year
)

select coalesce(after.player_id, before.player_id) as player_id,
    coalesce(after.player_name, before.player_name) as player_name,
    coalesce(before.award_count, 0) as before_count, coalesce(after.award_count, 0) as after_count,
    coalesce(after.award_count, 0) - coalesce(before.award_count, 0) as change_count
from (select * from mart.supplier_share, latest where segment_code = 'all' and period = cast(year as varchar)) as after
full join (
    select * from mart.supplier_share, latest where segment_code = 'all' and period = cast(year - 1 as varchar)
) as before on after.player_id = before.player_id
where coalesce(after.award_count, 0) <> coalesce(before.award_count, 0)
order by abs(change_count) desc, player_name, player_id"""
_CHANGES = """select publisher, change_type, change_date, coalesce(after_quote, before_quote) as quote, url
from mart.page_change
where stream = 'vendor' and change_type not in ('none', 'other')
order by change_date desc, publisher, document_id, change_number"""


def answer(teller: Teller) -> list[Block]:
    """The leader, who won more or fewer awards than the year before, and what vendors' pages changed."""
    blocks: list[Block] = list(leader(teller))
    moves = teller.ask(_MOVES)
    if moves:
        blocks.append(
            teller.grid(
                "q4.moves",
                Words(
                    "Vundne tildelinger i det seneste hele år mod året før",
                    "Awards won in the latest whole year against the year before",
                ),
                moves,
                col("Leverandør", "Supplier", "player_name", width=3),
                col("Før", "Before", "before_count", "count"),
                col("Nu", "Now", "after_count", "count"),
                col("Forskel", "Change", "change_count", "count"),
                scope=teller.desk.scope(AWARDS, method="mart.supplier_share"),
                most=ROWS,
            )
        )
    changes = teller.ask(_CHANGES) if teller.has("mart.page_change") else None
    if changes:
        blocks.append(
            teller.grid(
                "q4.changes",
                Words("Hvad leverandørers sider har ændret", "What vendors' pages changed"),
                changes,
                col("Leverandør", "Vendor", "publisher", width=2),
                col("Slags", "Kind", "change_type", "kind"),
                col("Set", "Seen", "change_date", "date"),
                col("Ordene", "The words", "quote", width=4),
                scope=teller.desk.scope(
                    Words("leverandørers sider, set to gange", "vendors' pages, seen twice"),
                    method="mart.page_change",
                    streams=("vendor",),
                ),
                most=ROWS,
            )
        )
    return blocks


QUESTION = Question(
    number=4,
    title=Words(
        "Hvem vandt frem, hvem tabte, og hvad ændrede konkurrenterne?", "Who gained, who lost, what did rivals change?"
    ),
    marts=("mart.supplier_share", "mart.market_size"),
    answer=answer,
)
