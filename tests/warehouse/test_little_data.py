"""What every table says where there is hardly anything: an empty study, one notice, and no policy source.

All models are built on each; a table that cannot be built, or breaks a check of its own, has not met little data. Where
a table says whether it can tell, it gives a reason wherever it cannot, and claims nothing on nothing. Where it gives a
verdict in a word, the word is the one for little data, and the reason says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.drawing import models, table_of
from warehouse.database import Building
from warehouse.lineage import in_order
from warehouse.model import run_model
from warehouse.raw import RAW
from warehouse.seed import load_seeds

STUDY = {
    "study": """
        study | title_da | title_en | as_of      | night_id | focal_player_id | country | currency | period_start
        test  | Prøve    | Test     | 2026-11-23 | n2       | us              | DK      | DKK      | 2020-01-01
    """,
    "segment": "segment_code | name_da | name_en | cpv_prefix\nit | It | IT | 72",
    "technology": "technology | name_da | name_en | technology_group\nai | AI | AI | ai",
    "theme": "theme | name_da | name_en\ndata | Data | Data",
    "player": """
        player_id | name  | player_class | is_focal | is_customer
        us        | Us    | association  | true     | false
        town      | Town  | municipality | false    | true
    """,
    "customer": "player_id | name | population\ntown | Town | 50000",
    "component": "component_id | name | term\nlogin | Login | login",
    "study_source": "source | stream\nted | procurement",
}
ONE_NOTICE = {
    "evidence": "evidence_id | source | first_seen | first_night\ne1 | ted | 2026-05-02 02:00:00 | n1",
    "notice": """
        notice_id | evidence_id | notice_kind | publication_date | country | cpv_main | title | procedure_id
        1-2026    | e1          | result      | 2026-05-01       | DK      | 72000000 | IT    | p1
    """,
    "organisation": """
        notice_id | evidence_id | organisation_key | role     | name
        1-2026    | e1          | b                | buyer    | Town
        1-2026    | e1          | s                | supplier | Sold
    """,
    "lot": "notice_id | evidence_id | lot_id | cpv_main\n1-2026 | e1 | L1 | 72000000",
    "award": """
        notice_id | evidence_id | award_id | lot_ids | value   | currency | bids_received
        1-2026    | e1          | 1        | [L1]    | 1000000 | DKK      | 2
    """,
    "award_supplier": "notice_id | evidence_id | award_id | organisation_key\n1-2026 | e1 | 1 | s",
    "text": "text_digest | owner_id | evidence_id | text\nt1 | 1-2026 | e1 | AI til kommunen.",
    "mention": "text_digest | target | start | end | quote | context\nt1 | ai | 0 | 2 | AI | AI til kommunen.",
}
NO_POLICY = ONE_NOTICE | {
    "evidence": """
        evidence_id | source | publisher | first_seen          | first_night
        e1          | ted    |           | 2026-05-02 02:00:00 | n1
        e2          | vidja  | Vidja     | 2026-05-02 02:00:00 | n1
    """,
    "study_source": "source | stream\nted | procurement\nvidja | vendor",
    "document": """
        document_id | evidence_id | source | publisher | url              | text_digest | published_date | date_basis
        a           | e2          | vidja  | Vidja     | https://v.example | t2         | 2026-04-01     | text
    """,
    "text": """
        text_digest | owner_kind | owner_id | evidence_id | source | text
        t1          | notice     | 1-2026   | e1          | ted    | AI til kommunen.
        t2          | document   | a        | e2          | vidja  | AI er her.
    """,
    "mention": """
        text_digest | target | start | end | quote | context
        t1          | ai     | 0     | 2   | AI    | AI til kommunen.
        t2          | ai     | 0     | 2   | AI    | AI er her.
    """,
}
Little = tuple[str, Building, dict[str, str]]
CASES: dict[str, dict[str, str]] = {
    "an empty study": STUDY,
    "one notice": STUDY | ONE_NOTICE,
    "no policy source": STUDY | NO_POLICY,
}
MARTS = sorted(name for name in models() if name.startswith("mart."))
# Tables with rows that are counts of what is held: nought is an answer.
OF_COUNTS = frozenset({"mart.answer_figure", "mart.headline_figure"})


@pytest.fixture(scope="module", params=CASES, ids=lambda name: name.replace(" ", "_"))
def little(request: pytest.FixtureRequest) -> Iterator[tuple[str, Building, dict[str, str]]]:
    """A case, all of its tables, and for each that did not come about the reason."""
    faults: dict[str, str] = {}
    with Building(Path(":memory:")) as building:
        load_seeds(building)
        for name, text in CASES[request.param].items():
            building.load_table(name, table_of(text, RAW[name]))
        existing = frozenset(f"{schema}.{table}" for schema in ("raw", "seed") for table in building.names(schema))
        for name in in_order({name: model.reads for name, model in models().items()}, existing=existing):
            if lost := [read for read in models()[name].reads if read in faults]:
                faults[name] = f"needs {lost[0]}"
                continue
            try:
                run_model(building, models()[name])
            except Exception as fault:  # noqa: BLE001  each table's own fault is that table's failure
                faults[name] = f"{type(fault).__name__}: {fault}"
        yield request.param, building, faults


@pytest.mark.parametrize("name", MARTS)
def test_a_table_is_built_on_little_data_and_says_why_it_cannot_tell(little: Little, name: str) -> None:
    case, building, faults = little
    assert name not in faults, faults[name]
    columns = set(models()[name].header.columns)
    if "can_tell" not in columns:
        return
    rows = building.query(f"select * from {name}")
    silent = [row for row in rows if not row["can_tell"] and not row.get("reason")]
    assert not silent, f"{case}: it cannot tell and does not say why: {silent[:2]}"
    if case == "an empty study" and name not in OF_COUNTS:
        sure = [row for row in rows if row["can_tell"]]
        assert not sure, f"it tells something about nothing: {sure[:2]}"


QUOTABLE = {
    "an empty study": {"bodies_heard all"},
    "one notice": {"bodies_heard all", "award_count all/2026", "award_count it/2026", "technology_documents ai/award"},
    "no policy source": {
        "bodies_heard all",
        "award_count all/2026",
        "award_count it/2026",
        "technology_documents ai/award",
        "technology_documents ai/vendor",
    },
}
"""Counts of what we hold ourselves: one notice is one notice, whatever else there is in the world."""


def test_on_little_data_no_figure_is_green_and_only_counts_of_what_is_held_are_yellow(little: Little) -> None:
    case, building, _ = little
    rows = {f"{row['figure']} {row['slice']}": row for row in building.query("from mart.quote_light")}
    lights = {name: row["light"] for name, row in rows.items()}
    assert {name for name, light in lights.items() if light == "yellow"} == QUOTABLE[case]
    assert {name for name, light in lights.items() if light == "green"} == set()
    # What may be quoted says on how little it rests; what may not says so first.
    assert all("small n: 1" in str(rows[name]["reason"]) for name in QUOTABLE[case])
    refused = [str(row["reason"]) for row in rows.values() if row["light"] == "red"]
    assert refused
    assert all(reason.startswith("do not quote: ") for reason in refused)


def test_without_policy_papers_a_theme_has_no_share_that_may_be_quoted(little: Little) -> None:
    # Nobody was heard, so that nobody was silent: none of ten is no share of nought.
    _, building, _ = little
    (row,) = building.query("from mart.quote_light where figure = 'theme_share'")
    assert row["light"] == "red"
    assert "0 customers have a policy document; a share needs 10" in str(row["reason"])


def test_on_little_data_no_stream_has_a_trend(little: Little) -> None:
    # A trend needs a source that was heard in both halves of eight quarters or more; here there is one quarter at most.
    _, building, _ = little
    rows = building.query("from mart.technology_trend order by stream")
    assert [row["stream"] for row in rows] == ["award", "policy", "procurement", "vendor"]
    for row in rows:
        assert (row["verdict"], row["rate_ratio"], row["q_value"]) == ("cannot_tell", None, None)
        assert row["reason"] == "cannot tell: no dated documents in this stream over the whole period"


def test_on_little_data_the_radar_has_no_past_and_says_why(little: Little) -> None:
    # A ring follows from sources that were heard for five quarters. There is none, so that no quarter has a ring: a
    # row that said "none" would say that nobody names the technology.
    _, building, _ = little
    assert building.query("from mart.ring_history") == []
    (row,) = building.query("from mart.technology_ring")
    assert (row["ring"], row["can_tell"], row["moved"]) == (None, False, False)
    assert row["reason"] == "cannot tell: no source has had dated documents for five quarters"


def test_without_policy_papers_the_register_found_none_and_does_not_say_that_there_is_none(little: Little) -> None:
    # All eight kinds are asked for of the one customer. None is expired or unknown, for there is no paper; and a paper
    # that we do not hold names no number of themes, not nought.
    _, building, _ = little
    rows = building.query("from mart.policy_register")
    assert [row["body_id"] for row in rows] == ["town"] * 8
    assert len({row["document_type"] for row in rows}) == 8
    for row in rows:
        assert (row["status"], row["document_id"], row["basis"]) == ("not_found", "none", "nothing")
        assert (row["said_date"], row["theme_count"], row["url"]) == (None, None, None)
    notes = {row["note_code"]: row["note_en"] for row in building.query("from mart.edition_note")}
    assert (
        notes["no_policy_source"] == "The study has no policy sources, so it cannot tell about strategies and policies."
    )
