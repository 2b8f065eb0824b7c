"""How much shares hang on what is not stated, how concentrated the market is, and who buys from whom."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import market
from dashboards.naming import Players, Segments
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    players, segments = Players(desk), Segments(desk)
    blocks: list[Block] = [
        *held(desk, ("mart.market_share",), lambda: market.sensitivity(desk, players)),
        *held(desk, ("mart.market_concentration",), lambda: [market.concentration(desk, segments)]),
        *held(desk, ("mart.market_size",), lambda: [market.running(desk)]),
        *held(desk, ("mart.buyer_supplier_flow",), lambda: [market.flows(desk, players, segments)]),
    ]
    return [Page(path="concentration.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="concentration",
    group="market",
    order=25,
    title=Words("Koncentration", "Concentration"),
    question=Words(
        "Er markedet samlet på få, hvor meget hænger på det, der ikke er oplyst, og hvem køber af hvem?",
        "Is the market held by few, how much hangs on what is not stated, and who buys from whom?",
    ),
    scope=Words(
        "Tildelinger i studiets segmenter; rammelofter er ikke med.",
        "Awards in the study's segments; framework ceilings are left out.",
    ),
    marts=(
        "mart.market_share",
        "mart.market_concentration",
        "mart.market_size",
        "mart.buyer_supplier_flow",
        "mart.notice",
        "mart.player_profile",
    ),
    method=Words(
        "HHI efter antal er uden skævhed for små antal; efter værdi med 100 udfyldninger af manglende værdier "
        "(5-95 %).",
        "HHI by number is unbiased for small numbers; by value with 100 imputations of missing values (5–95%).",
    ),
    limits=Words(
        "Tildelinger er ikke det, der er i drift. Store kontrakter oplyser oftere ingen værdi.",
        "Awards are not what is in use. Large contracts state no value more often.",
    ),
    build=build,
)
