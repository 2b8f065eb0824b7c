"""All documents of an edition: built once, shown by every renderer, with one ledger."""

from __future__ import annotations

from dashboards.desk import Desk, Study, marts_of, read_study
from dashboards.report import Report, ToldBefore
from dashboards.reports import all_report_kinds
from dashboards.section import Marts

NOTHING_BEFORE: ToldBefore = frozenset()


def report_desk(marts: Marts, kind: str, study: Study | None = None) -> Desk:
    """A desk for one kind of report; it may read whatever marts the edition holds."""
    return Desk(marts, study or read_study(marts), section=kind, allowed=marts_of(marts), shown=set())


def build_reports(marts: Marts, before: ToldBefore = NOTHING_BEFORE, *, only: str | None = None) -> list[Report]:
    """Every report of an edition, in the shelf's order; `only` names one kind."""
    study = read_study(marts)
    return [
        report
        for name, kind in all_report_kinds().items()
        if only in (None, name)
        for report in kind.build(report_desk(marts, name, study), before)
    ]
