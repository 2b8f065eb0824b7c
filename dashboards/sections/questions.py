"""The ten questions of a board, one page each: the answer in a sentence, pictures, a table, and what is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboards.answering import blocks_of, unknown_of
from dashboards.desk import Desk
from dashboards.figures import (
    alliances,
    components,
    contracts,
    market,
    needs,
    policy,
    role,
    strategy,
    technology,
    watch,
)
from dashboards.headlines import HEADLINES
from dashboards.naming import Players, Segments
from dashboards.pictures import market_by_year
from dashboards.question import Block as Answer
from dashboards.question import Question, answered
from dashboards.questions import all_questions
from dashboards.section import Block, Column, Finding, Findings, Link, Page, Section, Several, Table
from dashboards.telling import Teller
from dashboards.words import Words

Pictures = Callable[[Desk], list[Block]]


def _when(marts: tuple[str, ...], make: Pictures) -> Pictures:
    """Pictures where the edition holds their marts; the answer above says already what is missing."""
    return lambda desk: make(desk) if desk.has(*marts) else []


PICTURES: dict[int, tuple[Pictures, ...]] = {
    1: (
        _when(("mart.municipality_theme",), policy.heat_map),
        _when(("mart.said_and_bought",), lambda desk: [policy.said_and_bought(desk)]),
    ),
    2: (_when(("mart.technology_ring",), technology.radar_chart),),
    3: (market_by_year, _when(("mart.market_mekko",), market.mekko_chart)),
    4: (_when(("mart.component_coverage",), lambda desk: [components.head_to_head(desk, Players(desk))]),),
    5: (
        _when(("mart.retender_calendar",), contracts.calendar_chart),
        _when(("mart.contestability_wave",), contracts.contestability),
    ),
    6: (
        _when(
            ("mart.need_gap",),
            lambda desk: [*needs.gap_chart(desk), *needs.gap_scatter(desk), needs.gap_table(desk)],
        ),
    ),
    7: (
        _when(("mart.role_gap",), lambda desk: [*role.web_chart(desk), *role.gap_chart(desk), role.gap_table(desk)]),
        _when(("mart.role_claim_act",), lambda desk: [role.acts(desk)]),
    ),
    8: (
        _when(("mart.alliance_edge",), alliances.network_chart),
        _when(("mart.alliance_candidate",), lambda desk: [strategy.candidates(desk, Players(desk))]),
    ),
    9: (
        _when(("mart.component_verdict",), components.verdict_chart),
        _when(("mart.component_verdict", "mart.component_criterion"), components.verdict_table),
    ),
    10: (
        _when(("mart.assumption_status",), lambda desk: [watch.assumptions(desk)]),
        _when(("mart.edition_change",), lambda desk: watch.changes(desk, Segments(desk))),
    ),
}
MORE: dict[int, tuple[tuple[str, str, str], ...]] = {
    1: (("Temaer", "Themes", "policy.html"), ("Papirer", "Papers", "papers.html")),
    2: (("Radar", "Radar", "radar.html"), ("Teknologier", "Technologies", "technologies.html")),
    3: (("Marked", "Market", "market.html"), ("Må jeg citere det?", "May I quote this?", "quotable.html")),
    4: (("Aktører", "Players", "players.html"), ("Koncentration", "Concentration", "concentration.html")),
    5: (("Genudbud", "Re-tenders", "retender.html"), ("Kontrakter", "Contracts", "contracts.html")),
    6: (("Behov", "Needs", "customers.html"), ("Spørgeskema", "Questionnaire", "segments.html")),
    7: (("Vores rolle", "Our role", "role.html"),),
    8: (("Alliancer", "Alliances", "alliances.html"),),
    9: (("Komponenter", "Components", "components.html"), ("Køreplan", "Roadmap", "plan.html")),
    10: (("Antagelser", "Assumptions", "assumptions.html"), ("Siden sidst", "Since last time", "changes.html")),
}


def question_path(number: int) -> str:
    """Where a question's page is."""
    return f"questions/{number:02d}.html"


def _answer(teller: Teller, question: Question) -> list[Answer]:
    """The headline where the question has one and the marts tell, with its own pictures; else the board paper's."""
    head = HEADLINES[question.number](teller) if question.number in HEADLINES else None
    return [head] if head is not None else answered(question, teller)


def answers_in_a_sentence(desk: Desk) -> Findings:
    """The ten answers for the front page, each leading to its question's page."""
    teller = Teller(desk)
    scope = desk.scope(Words("hele studiet", "the whole study"), method="mart")
    findings = []
    for question in all_questions():
        blocks = blocks_of(_answer(teller, question), teller, scope)
        first = next((block.findings[0] for block in blocks if isinstance(block, Findings)), None)
        way = Link(_numbered(question), question_path(question.number))
        if first is None:
            first = Finding(
                sentence=Words("Se siden.", "See the page."), sureness=Words("", ""), tone="open", claims=()
            )
        findings.append(replace(first, link=way))
    title = Words("Ti spørgsmål, svar i en sætning", "Ten questions, answers in a sentence")
    return Findings(title=title, scope=scope, findings=tuple(findings))


def _page(desk: Desk, teller: Teller, question: Question) -> tuple[Page, Finding | None]:
    answer = _answer(teller, question)
    scope = desk.scope(Words("hele studiet", "the whole study"), method="mart")
    blocks = blocks_of(answer, teller, scope)
    blocks.sort(key=lambda block: not isinstance(block, Findings))
    if blocks and isinstance(blocks[0], Findings):
        blocks[0] = _lit(blocks[0])
    for picture in PICTURES[question.number]:
        blocks += picture(desk)
    unknown = unknown_of(answer)
    if unknown:
        blocks.append(
            Findings(
                title=Words("Hvad vi ikke ved", "What is not known"),
                scope=scope,
                findings=tuple(
                    Finding(sentence=one.words(), sureness=Words("", ""), tone="open", claims=one.claims)
                    for one in unknown
                ),
            )
        )
    first = next((block.findings[0] for block in blocks if isinstance(block, Findings)), None)
    ways = tuple(Link(Words(danish, english), path) for danish, english, path in MORE[question.number])
    return (
        Page(
            path=question_path(question.number),
            title=question.title,
            lead=Words(
                f"Spørgsmål {question.number} af {len(PICTURES)} til bestyrelsen.",
                f"Question {question.number} of {len(PICTURES)} for the board.",
            ),
            blocks=tuple(blocks),
            parents=(Link(SECTION.title, "questions.html"),),
            also=ways,
        ),
        first,
    )


def _lit(findings: Findings) -> Findings:
    """The answer with a light beside its first sentence, "no" where there is no figure to quote."""
    first, *others = findings.findings
    lit = replace(first, light=first.light or watch.UNQUOTABLE)
    return replace(findings, findings=(lit, *others))


_LIST = "select title_da, title_en, as_of from mart.study"


def question_table(desk: Desk, built: list[tuple[Question, Page, Finding | None]]) -> Table:
    """The questions with their answers in a sentence; each leads to its page."""
    claim, _ = desk.claim_table("list", _LIST)
    return Table(
        title=Words("Ti spørgsmål og svar i en sætning", "Ten questions and answers in a sentence"),
        scope=desk.scope(Words("hele studiet", "the whole study"), method="mart"),
        claim=claim,
        columns=(
            Column(Words("Spørgsmål", "Question")),
            Column(Words("Svar", "Answer")),
            Column(Words("Hvor sikkert", "How sure")),
            Column(Words("Mere", "More")),
        ),
        rows=tuple(
            (
                Link(_numbered(question), page.path),
                found.sentence if found else Words("se siden", "see the page"),
                found.sureness if found else Words("", ""),
                Several(page.also),
            )
            for question, page, found in built
        ),
        empty=Words("Ingen spørgsmål.", "No questions."),
    )


def build(desk: Desk) -> list[Page]:
    """The list of the questions with their answers in a sentence, and a page for each."""
    teller = Teller(desk)
    built = [(question, *_page(desk, teller, question)) for question in all_questions()]
    first = Page(
        path="questions.html", title=SECTION.title, lead=SECTION.question, blocks=(question_table(desk, built),)
    )
    return [first, *(page for _, page, _ in built)]


def _numbered(question: Question) -> Words:
    return Words(f"{question.number}. {question.title.da}", f"{question.number}. {question.title.en}")


SECTION = Section(
    name="questions",
    group="questions",
    order=12,
    title=Words("Ti spørgsmål", "Ten questions"),
    question=Words(
        "Hvad svarer udgaven på de ti spørgsmål, som en bestyrelse stiller?",
        "What does the edition answer to the ten questions that a board asks?",
    ),
    scope=Words("Hele studiet.", "The whole study."),
    marts=(
        "mart.study", "mart.policy_theme", "mart.policy_body", "mart.municipality_theme", "mart.said_and_bought",
        "mart.technology_trend", "mart.technology_ring", "mart.technology_mover", "mart.market_size",
        "mart.supplier_share", "mart.market_mekko", "mart.page_change", "mart.component_coverage",
        "mart.contract",
        "mart.retender_calendar", "mart.contestability_wave", "mart.player", "mart.player_profile", "mart.need",
        "mart.need_gap", "mart.role_gap", "mart.role_claim_act", "mart.alliance_candidate", "mart.alliance_edge",
        "mart.component_verdict", "mart.component_criterion", "mart.assumption_status", "mart.edition_change",
        "mart.mention", "mart.notice", "mart.award", "mart.quote_light",
    ),
    method=Words(
        "Sætningerne er skabeloner, hvis ord følger statistikken; hvert tal er en påstand, der kan spørges igen.",
        "The sentences are templates whose words follow the statistics; each number is a claim that can be "
        "asked again.",
    ),
    limits=Words(
        "Hvor en udgave mangler en mart, siger svaret det. Læs også, hvad der ikke vides.",
        "Where an edition lacks a mart, the answer says so. Read also what is not known.",
    ),
    build=build,
)  # fmt: skip
