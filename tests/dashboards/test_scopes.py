"""The line under a figure: the population's own n, and the sources that the figure can rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from dashboards.desk import Desk, Study, marts_of, read_study
from dashboards.reports import all_report_kinds
from dashboards.section import Findings, Prose, Scope
from dashboards.sections import all_sections
from dashboards.site import section_pages
from dashboards.streams import streams_of
from warehouse.edition import Edition
from warehouse.model import read_models

_OF_THE_SOURCES = ("mart.source_coverage", "mart.quarantine", "mart.player")
"""Marts about the sources or the register themselves: no lineage leads further."""


def _scopes(edition: Edition, study: Study) -> Iterator[tuple[str, Scope]]:
    """The line of every figure of the site and of every table and chart of the documents, and where it stands."""
    for section in all_sections():
        for page in section_pages(section, edition, study, set()):
            for block in page.blocks:
                if not isinstance(block, Prose | Findings):
                    yield page.path, block.scope
    for kind in all_report_kinds().values():
        desk = Desk(edition, study, section=kind.name, allowed=frozenset(marts_of(edition)), shown=set())
        for report in kind.build(desk, frozenset()):
            for part in report.parts:
                yield from ((report.name, block.scope) for block in part.blocks if hasattr(block, "sources"))


def test_the_same_population_has_the_same_n_in_every_table_and_chart(edition: Edition) -> None:
    told: defaultdict[tuple[str, str, str], dict[float, str]] = defaultdict(dict)
    for place, scope in _scopes(edition, read_study(edition)):
        if scope.n is not None and "/" not in place.removeprefix("questions/"):
            period = scope.period.en if scope.period else ""
            told[scope.population.en, scope.method, period].setdefault(scope.n, place)
    assert told
    assert {key: counts for key, counts in told.items() if len(counts) > 1} == {}


def test_a_figure_names_only_sources_that_its_mart_is_made_from(edition: Edition) -> None:
    study = read_study(edition)
    for place, scope in _scopes(edition, study):
        if scope.method in study.streams and scope.method not in _OF_THE_SOURCES:
            assert set(scope.sources) <= set(study.sources_of(scope.method)), (place, scope.method)


@pytest.mark.parametrize(
    ("mart", "streams"),
    [
        ("mart.market_share", ("procurement",)),
        ("mart.retender_calendar", ("procurement",)),
        ("mart.policy_theme", ("policy",)),
        ("mart.said_and_bought", ("procurement", "policy")),
        ("mart.technology_trend", ("procurement", "vendor", "policy")),
        ("mart.business_plan", ()),
    ],
)
def test_a_marts_streams_follow_from_the_tables_at_its_beginning(mart: str, streams: tuple[str, ...]) -> None:
    reads = {name: sorted(model.reads) for name, model in read_models().items()}
    assert streams_of(reads, mart) == streams
