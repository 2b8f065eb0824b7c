"""The procedures that carry planted truths, one function each: what is odd about them is written out, not drawn.

None of them lies in a clean segment, so that the planted shares do not move.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.planted_strategy import partners
from spiders.rehearsal.result_notices import Market, amendment_to, result_of

FRAMEWORK_CEILING = Decimal(1_200_000_000)
BIG_AWARD = Decimal(240_000_000)


def _simple(
    market: Market, label: str, day: date, buyer: str, vendor: str, value: int, title: str, cpv: str
) -> NoticeEvent:
    return result_of(
        market,
        label=f"planted:{label}",
        published=day,
        buyers=(buyer,),
        title=title,
        lead=f"Aftalen omfatter {title[0].lower()}{title[1:]} hos ordregiver.",
        cpv=cpv,
        winners=((vendor,),),
        values=(Decimal(value),),
    )


def renamed_supplier(market: Market) -> list[NoticeEvent]:
    """The same company before and after it changed its name: one player."""
    title = "Forbindelser mellem skolernes fagsystemer"
    return [
        _simple(market, "renamed:before", date(2024, 5, 14), "krogvad", "vidja", 6_200_000, title, "48219300"),
        _simple(market, "renamed:after", date(2025, 10, 7), "moseby", "vidja", 7_400_000, title, "48219300"),
    ]


def lookalikes(market: Market) -> list[NoticeEvent]:
    """Two firms whose names differ by one word and whose company numbers differ: two players."""
    title = "Drift og vedligeholdelse af bibliotekernes systemer"
    return [
        _simple(market, "lookalike:one", date(2025, 2, 18), "engbjerg", "solhverv", 4_300_000, title, "72500000"),
        _simple(market, "lookalike:two", date(2025, 2, 20), "dybmark", "solhvervdk", 9_100_000, title, "72500000"),
    ]


def merger(market: Market) -> list[NoticeEvent]:
    """The bought firm still wins in its own name after the purchase: two players, one of them the other's parent."""
    title = "System til planlægning af hjemmepleje"
    return [
        _simple(market, "merger:bought", date(2026, 2, 10), "granslev", "laerkesoft", 12_600_000, title, "48180000"),
        _simple(market, "merger:acquirer", date(2026, 2, 12), "birkekaer", "granit", 15_200_000, title, "48180000"),
    ]


def withheld_value(market: Market) -> list[NoticeEvent]:
    """A value that the buyer keeps back: −1 in the file, unknown in the figures."""
    title = "Løn- og vagtplansystem til sygehusene"
    return [_simple(market, "withheld", date(2025, 6, 3), "regionsyd", "fjeldsoft", -1, title, "48450000")]


def symbolic_values(market: Market) -> list[NoticeEvent]:
    """Values that stand for nothing: nought, one, a hundredth and a counting-up."""
    title = "Programmel til sundhedscentre"
    odd = (("0", 4, 8), ("1", 5, 13), ("0.01", 6, 11), ("12345", 9, 9))
    return [
        replace(
            _simple(
                market, f"symbolic:{value}", date(2025, month, day), "regionnord", "rimfrost", 1, title, "48180000"
            ),
            bids=tuple(
                replace(bid, value=Decimal(value))
                for bid in _simple(
                    market, f"symbolic:{value}", date(2025, month, day), "regionnord", "rimfrost", 1, title, "48180000"
                ).bids
            ),
            total=Decimal(value),
        )
        for value, month, day in odd
    ]


def duplicated_notice(market: Market) -> list[NoticeEvent]:
    """A result that both the search API and a daily package tell: counted once."""
    title = "Økonomisystem til den fælles forvaltning"
    return [_simple(market, "duplicate", date(2026, 10, 6), "regionoest", "granit", 23_450_000, title, "48442000")]


def framework_agreement(market: Market) -> list[NoticeEvent]:
    """A framework whose ceiling is printed for every winner, and call-offs under it with the customer in free text."""
    team = ("egekode", "havblik", "boelgedata", "aldervind", "solhverv", "vidja")
    framework = result_of(
        market,
        label="planted:framework",
        published=date(2025, 5, 20),
        buyers=("indkoeb",),
        title="Rammeaftale om it-konsulenter til medlemmerne",
        lead="Rammeaftalen kan bruges af alle medlemmer. Leverandørerne kan byde på hver opgave.",
        cpv="72220000",
        winners=[(key,) for key in team],
        values=[FRAMEWORK_CEILING] * len(team),
        bids_received=11,
        framework="fa-w-rc",
        ceiling=FRAMEWORK_CEILING,
    )
    calls = result_of(
        market,
        label="planted:calloff",
        published=date(2026, 3, 24),
        buyers=("indkoeb",),
        title="Indkøb under rammeaftale om it-konsulenter",
        lead="Bekendtgørelsen samler kvartalets indkøb under rammeaftalen.",
        cpv="72220000",
        winners=(("egekode",), ("havblik",), ("egekode",)),
        values=(Decimal(2_350_000), Decimal(1_180_000), Decimal(3_640_000)),
        bids_received=6,
        framework="fa-w-rc",
        ceiling=None,
    )
    customers = ("Tangkær Kommune", "Ulvedal Kommune", "Region Sundkyst")
    bids = tuple(replace(bid, customer=customer) for bid, customer in zip(calls.bids, customers, strict=True))
    return [framework, replace(calls, bids=bids, previous=framework.label)]


def expiring_contract(market: Market) -> list[NoticeEvent]:
    """A contract that ends within half a year of the second night and cannot be renewed."""
    notice = result_of(
        market,
        label="planted:expiring",
        published=date(2024, 3, 12),
        buyers=("ulvedal",),
        title="Omsorgssystem til Ulvedal Kommune",
        lead="Aftalen omfatter et omsorgssystem til sygepleje og plejecentre og kan ikke forlænges.",
        cpv="48180000",
        winners=(("bluefen",),),
        values=(Decimal(31_500_000),),
        end=date(2027, 3, 31),
    )
    return [notice]


def corrected_result(market: Market) -> list[NoticeEvent]:
    """A result with ten times the right value, and the correction that replaces it a month later."""
    title = "Drift af kommunens fagsystemer i eget driftscenter"
    wrong = _simple(
        market, "corrected:wrong", date(2025, 9, 16), "vesterhede", "naervig", 87_500_000, title, "72514000"
    )
    right = _simple(
        market, "corrected:right", date(2025, 10, 21), "vesterhede", "naervig", 8_750_000, title, "72514000"
    )
    return [
        wrong,
        replace(
            right,
            procedure=wrong.procedure,
            uuid=wrong.uuid,
            version="02",
            correction_of=wrong.label,
            correction_text="Kontraktværdien var angivet med ét nul for meget og er rettet.",
        ),
    ]


def amended_contract(market: Market) -> list[NoticeEvent]:
    """A contract of ten million that an amendment raises to twelve and a half: the new total replaces the old one."""
    title = "Videreudvikling af selvbetjening for borgere"
    first = _simple(market, "amended:first", date(2024, 9, 17), "lyngsted", "egekode", 10_000_000, title, "72262000")
    after = _simple(market, "amended:after", date(2026, 1, 20), "lyngsted", "egekode", 12_500_000, title, "72262000")
    return [first, amendment_to(first, after, "Aftalen udvides, fordi flere fagområder ønsker at deltage.")]


def joint_buyers(market: Market) -> list[NoticeEvent]:
    """Four municipalities that buy together from a consortium: one award, weights that sum to one."""
    notice = result_of(
        market,
        label="planted:joint",
        published=date(2025, 11, 11),
        buyers=("klintsoe", "aamose", "aadalen", "grydehave"),
        title="Fælles økonomi- og lønsystem til fire kommuner",
        lead="Fire kommuner køber sammen et økonomi- og lønsystem og deler driften.",
        cpv="48450000",
        winners=(("fjeldsoft", "naervig"),),
        values=(Decimal(56_000_000),),
        bids_received=2,
    )
    return [notice]


def all_planted(market: Market) -> list[NoticeEvent]:
    """Every planted notice that the first night can already see."""
    stories = (
        renamed_supplier,
        lookalikes,
        merger,
        withheld_value,
        symbolic_values,
        duplicated_notice,
        framework_agreement,
        expiring_contract,
        corrected_result,
        amended_contract,
        joint_buyers,
        partners,
    )
    return [notice for story in stories for notice in story(market)]
