"""What `docs/crawling.md` says of tables, types, sources and rules is so."""

import re
from pathlib import Path

from pipelines.study import read
from pipelines.study_tables import check_shelves
from spiders.formats.document_types import POLICY_TYPES, TYPES
from tests.pipelines.test_study import GOOD
from tests.spiders.faults import BEHAVIOURS

ROOT = Path(__file__).parent.parent
SAID = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")


def test_every_table_that_is_named_is_a_model() -> None:
    for schema, name in re.findall(r"`(mart|core)\.(\w+)`", SAID):
        assert list((ROOT / "warehouse" / schema).glob(f"{name}.*")), name


def test_the_types_of_documents_are_all_named_and_the_policies_are_the_models() -> None:
    said = SAID.split("**Document types**")[1].split("**Period**")[0]
    assert set(TYPES) <= set(re.findall(r"`(\w+)`", said))
    model = (ROOT / "warehouse" / "core" / "document.sql").read_text(encoding="utf-8")
    listed = re.search(r"document_type in \((.*?)\) as is_policy", model, re.S)
    assert listed
    assert set(re.findall(r"'(\w+)'", listed[1])) == POLICY_TYPES


def test_the_sources_are_those_of_the_shipped_study() -> None:
    said = re.findall(r"^\| `([\w-]+)` \|", SAID, re.M)
    assert [source.name for source in read("kombit").study.source] == said


def test_the_rules_of_the_example_are_taken(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.+?)```", SAID, re.S)
    assert example
    source = '[[source]]\nname = "v"\nkind = "vendor_sites"\nstream = "vendor"\n[source.options]\n\n'
    path = tmp_path / "study.toml"
    path.write_text(f"{GOOD}\n{source}{example[1]}", encoding="utf-8")
    check_shelves(read(str(path)))


def test_as_many_faults_are_drawn_as_are_said() -> None:
    assert f"{len(BEHAVIOURS)} ways to misbehave" in SAID
