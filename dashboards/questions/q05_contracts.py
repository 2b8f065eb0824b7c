"""Question 5: which contracts open when, and where can a joint offer land?"""

from __future__ import annotations

from dashboards.findings import contracts
from dashboards.question import ROWS, Block, Question
from dashboards.section import Scope
from dashboards.telling import Teller, col
from dashboards.words import Words

_ENDING = """select title, buyer_name, supplier_names, latest_end_date, amount_dkk, contract_id
from mart.contract
where days_left between 0 and 548
order by amount_dkk desc nulls last, latest_end_date, contract_id"""
_WINDOWS = """select calendar.*,
    case when p50_date < as_of then 'past_middle' when p10_date < as_of then 'begun' else 'ahead' end as stand
from mart.retender_calendar as calendar
cross join (select as_of from mart.study) as study
where can_tell and state = 'expected' and p90_date >= as_of
order by p50_date < as_of, greatest(p10_date, as_of), p50_date, chain_id"""
_LATE = """select count(*) filter (p50_date < as_of and state <> 'overdue') as past_count,
    count(*) filter (state = 'overdue') as overdue_count
from mart.retender_calendar
cross join (select as_of from mart.study) as study
where can_tell and state in ('expected', 'overdue')"""


def _scope(teller: Teller, method: str) -> Scope:
    return teller.desk.scope(
        Words("kontrakter i studiets segmenter", "contracts in the study's segments"), method=method
    )


def answer(teller: Teller) -> list[Block]:
    """How many end within a year, the windows of the re-tender calendar where there is one, and the largest."""
    blocks: list[Block] = list(contracts(teller))
    windows = teller.ask(_WINDOWS) if teller.has("mart.retender_calendar") else None
    if windows:
        blocks.append(
            teller.grid(
                "q5.windows",
                Words("Hvornår det næste udbud ventes", "When the next call is expected"),
                windows,
                col("Ordregiver", "Buyer", "buyer_name", width=2),
                col("Har den i dag", "Holds it today", "supplier_names", width=2),
                col("Tidligst", "Earliest", "p10_date", "date"),
                col("Midt", "Middle", "p50_date", "date"),
                col("Senest", "Latest", "p90_date", "date"),
                col("Vinduet", "The window", "stand", "kind"),
                scope=_scope(teller, "mart.retender_calendar"),
                most=ROWS,
            )
        )
        late = teller.ask(_LATE)
        if late.first.count("past_count") or late.first.count("overdue_count"):
            blocks.append(
                teller.say(
                    "q5.late",
                    "{past} {past#vindue|vinduer} er over midten, og {overdue} er helt overskredet, uden et nyt udbud",
                    "{past} {past#window is|windows are} past the middle and {overdue} wholly overdue without a call",
                    past=late.claim("past_count"),
                    overdue=late.claim("overdue_count"),
                )
            )
    ending = teller.ask(_ENDING)
    if ending:
        blocks.append(
            teller.grid(
                "q5.largest",
                Words(
                    "De største kontrakter, der senest slutter inden for halvandet år",
                    "The largest contracts that end at the latest within a year and a half",
                ),
                ending,
                col("Kontrakt", "Contract", "title", width=3),
                col("Ordregiver", "Buyer", "buyer_name", width=2),
                col("Leverandør", "Supplier", "supplier_names", width=2),
                col("Senest", "Latest", "latest_end_date", "date"),
                col("Værdi", "Value", "amount_dkk", "dkk"),
                scope=_scope(teller, "mart.contract"),
                most=ROWS,
            )
        )
    return blocks


QUESTION = Question(
    number=5,
    title=Words(
        "Hvilke kontrakter åbner hvornår, og hvor kan et fælles tilbud lande?",
        "Which contracts open when, and where can a joint offer land?",
    ),
    marts=("mart.contract",),
    answer=answer,
)
