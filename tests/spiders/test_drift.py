"""Paths that no reader knows: seen once, they show; known and left alone, they do not."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.format import Origin
from spiders.formats import eforms, ocds, ted_export
from spiders.formats.drift import (
    EVERY,
    LONGEST,
    MOST_PATHS,
    Known,
    is_looked_at,
    known_paths,
    read_known,
    unknown_elements,
    unknown_keys,
)
from spiders.formats.eforms_paths import NOTICE
from spiders.formats.xml import Table, parse_xml
from tests.accuracy.archives import opened
from tests.spiders.eforms_builder import award_notice, tag
from tests.spiders.ted_builder import BODY, Ted
from warehouse.records import Record, UnusedPath

ALONE = Origin(evidence_id="d" * 64, source="test")
NAMES = st.text("abcdefgh", min_size=1, max_size=4)


def drift(records: list[Record]) -> dict[str, int]:
    return {one.path: one.count for one in records if isinstance(one, UnusedPath)}


def looked_at_member(*, looked_at: bool) -> Origin:
    names = (f"{number:08d}_2026.xml" for number in range(10_000))
    part = next(name for name in names if (zlib.crc32(f"{'d' * 64}/{name}/".encode()) % EVERY == 0) is looked_at)
    return Origin(evidence_id="d" * 64, part=part, source="test")


def test_a_path_never_seen_before_shows_with_its_count_and_without_what_is_below_it() -> None:
    strange = tag("cbc:CarbonBudget", tag("cbc:Year", "2027")) + tag("cbc:CarbonBudget", "12")
    records = list(eforms.read(award_notice(tail=strange).data(), ALONE))
    assert drift(records) == {"CarbonBudget": 2}
    found = next(one for one in records if isinstance(one, UnusedPath))
    assert (found.format, found.reader, found.evidence_id) == ("eforms", eforms.FORMAT.reader, "d" * 64)


def test_a_known_element_in_an_unknown_place_shows() -> None:
    records = list(eforms.read(award_notice(tail=tag("cac:Party", tag("cbc:Name", "x"))).data(), ALONE))
    assert drift(records) == {"Party": 1}


def test_an_ordinary_notice_of_either_format_shows_nothing() -> None:
    assert drift(list(eforms.read(award_notice().data(), ALONE))) == {}
    assert drift(list(ted_export.read(Ted(body=BODY).data(), ALONE))) == {}


def test_a_new_element_in_a_form_of_the_journal_shows_with_its_whole_path() -> None:
    strange = BODY + "<GREEN_CRITERIA>yes</GREEN_CRITERIA>"
    (path,) = drift(list(ted_export.read(Ted(body=strange).data(), ALONE)))
    assert path.startswith("FORM_SECTION/")
    assert path.endswith("/GREEN_CRITERIA")


def test_a_new_key_of_a_release_shows_through_lists() -> None:
    release = {"ocid": "ocds-x-1", "id": "1", "tag": ["tender"], "tender": {"title": "Drift", "carbon": [{"t": 1}]}}
    lots = {"lots": [{"id": "1", "shade": "green"}, {"id": "2", "shade": "grey"}]}
    release["tender"] = {**dict(release["tender"]), **lots}  # type: ignore[call-overload]  # a dict, as written above
    found = drift(list(ocds.read(json.dumps(release).encode(), ALONE)))
    assert found == {"tender/carbon": 1, "tender/lots/shade": 2}


def test_members_of_packages_are_looked_at_by_their_name_and_always_the_same_ones() -> None:
    data = award_notice(tail=tag("cbc:CarbonBudget", "1")).data()
    assert drift(list(eforms.read(data, looked_at_member(looked_at=True)))) == {"CarbonBudget": 1}
    assert drift(list(eforms.read(data, looked_at_member(looked_at=False)))) == {}
    names = [f"{number:08d}_2026.xml" for number in range(4000)]
    chosen = [name for name in names if is_looked_at(Origin(evidence_id="e" * 64, part=name, source="test"))]
    assert len(names) / EVERY * 0.8 < len(chosen) < len(names) / EVERY * 1.2


def test_a_notice_full_of_strange_names_gives_a_bounded_list() -> None:
    root = parse_xml(("<a>" + "".join(f"<{'n' * 600}{n}/>" for n in range(500)) + "</a>").encode(), mixed=False)
    found = unknown_elements(root, Known())
    assert len(found) <= MOST_PATHS
    assert all(len(path) <= LONGEST for path in found)
    deep: dict[str, object] = {}
    for _ in range(200):
        deep = {"k" * 40: deep}
    assert len(unknown_keys(deep, Known())) == 1


@given(st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), max_size=20))
def test_a_list_of_known_paths_reads_as_it_was_written(paths: list[str]) -> None:
    known = Known()
    for path in paths:
        known.add(path)
    again = read_known(known.lines())
    assert list(again.lines()) == list(known.lines())
    xml = "<r>" + "".join(nested(path) for path in paths) + "</r>"
    assert unknown_elements(parse_xml(xml.encode(), mixed=False), again) == {}


def nested(path: str) -> str:
    names = path.split("/")
    return "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in reversed(names))


def test_a_table_says_every_path_that_it_reads() -> None:
    table = Table({"a": "A", "b": ("B/C", "B/D")}, {"g": ("G", Table({"x": "X"})), "w": ("W/V", Table({"y": "Y*"}))})
    assert set(table.paths()) == {"A", "B/C", "B/D", "G", "G/X", "W/V", "W/V/Y*"}
    assert "ProcurementProjectLot/ProcurementProject/Name" in set(NOTICE.paths())


@pytest.mark.parametrize("form", ["eforms", "ted_export", "ocds"])
def test_the_shipped_lists_hold_names_only(form: str) -> None:
    lines = list(known_paths(form).lines())
    assert len(lines) > 100
    assert all(re.fullmatch(r" *[\w.:-]+", name) for name in lines)


@pytest.mark.shared_data
@pytest.mark.slow
def test_no_notice_of_the_development_data_shows_an_unknown_path(shared_data: Path) -> None:
    with opened(shared_data, wanted=("manifest.csv", "awards.csv"), hint="notice") as folder:
        assert folder is not None
        for name, module in (("eforms", eforms), ("ted_export", ted_export)):
            for path in sorted((folder / "notices" / name).glob("*.xml"))[::10]:
                assert drift(module.extract(path.read_bytes(), ALONE)) == {}, path.name
