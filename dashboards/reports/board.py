"""The board paper: the ten questions that a board asks, each answered with its evidence, on at most four pages."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.limits import standing_limits
from dashboards.question import answered
from dashboards.questions import all_questions
from dashboards.report import Part, Report, ReportKind, ToldBefore
from dashboards.telling import AS_OF, Teller
from dashboards.words import Words


def build(desk: Desk, before: ToldBefore) -> list[Report]:
    """The one board paper of an edition."""
    teller = Teller(desk, before)
    parts = tuple(
        Part(
            title=Words(f"{question.number}. {question.title.da}", f"{question.number}. {question.title.en}"),
            blocks=tuple(answered(question, teller)),
        )
        for question in all_questions()
    )
    study = desk.study
    return [
        Report(
            name="board",
            audience="board",
            title=Words(f"Bestyrelsesnotat: {study.title.da}", f"Board paper: {study.title.en}"),
            lead=teller.say(
                "lead",
                "Ti spørgsmål, besvaret af hvad offentlige kilder sagde til og med {day}",
                "Ten questions, answered by what public sources said up to {day}",
                day=teller.ask(AS_OF).claim("as_of", "date"),
            ),
            parts=parts,
            limits=standing_limits(teller),
            as_of=study.as_of,
            edition=study.night_id,
            is_rehearsal=study.is_rehearsal,
        )
    ]


REPORT = ReportKind(name="board", title=Words("Bestyrelsesnotat", "Board paper"), build=build)
