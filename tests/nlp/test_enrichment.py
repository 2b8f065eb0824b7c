"""Each text is looked at once per tagger version, and nothing new costs nothing."""

import subprocess
import sys
from pathlib import Path

from nlp.enrichment import enrich_new, enrichment_batches
from nlp.mentions import find_mentions, reader_of
from nlp.technology import load_technologies, taxonomy_version
from nlp.theme import load_themes
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import read_kind, write_batch
from warehouse.records import Mention, Text, text_digest
from warehouse.settings import Settings, Workspace

TECHNOLOGIES = load_technologies(["artificial_intelligence", "cloud_computing"])


def keep(root: Path, batch: str, texts: list[str], *, reader: str = "html@1", outcome: str = "read") -> None:
    """Put texts where reading puts them, each as evidence of its own."""
    records = [
        Text(
            evidence_id=text_digest(f"evidence of {text}"),
            part="",
            source="made",
            reader=reader,
            text_digest=text_digest(text),
            owner_kind="document",
            owner_id=f"d{number}",
            text=text,
        )
        for number, text in enumerate(texts)
    ]
    place = Workspace(root).make()
    write_batch(place.records, batch=batch, records=records)
    readings = [
        Reading(evidence_id=one.evidence_id, part="", reader=reader, outcome=outcome, records=1) for one in records
    ]
    with Ledger(place.ledger) as ledger:
        ledger.note_readings(batch=batch, readings=readings)


def mentions(root: Path, tagger: str) -> list[dict[str, object]]:
    with Ledger(Workspace(root).ledger) as ledger:
        batches = enrichment_batches(ledger, [tagger])
    rows: list[dict[str, object]] = read_kind(Workspace(root).records, Mention, batches).to_pylist()
    return rows


def enrich(root: Path, **more: object):  # type: ignore[no-untyped-def]  # the result's own type says it all
    return enrich_new(root=root, settings=Settings(), technologies=TECHNOLOGIES, **more)  # type: ignore[arg-type]


def test_new_texts_are_looked_at_once_and_their_mentions_can_be_read_back(tmp_path: Path) -> None:
    text = "Vi vil bruge AI-løsninger. Driften sker i en cloudløsning."
    keep(tmp_path, "b1", [text, "Intet her.", text])
    told: list[tuple[int, int]] = []
    first = enrich(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert (first.texts, first.new_texts, first.mentions) == (2, 2, 2)
    assert told == [(2, 2)]
    found = mentions(tmp_path, f"technology@{taxonomy_version(TECHNOLOGIES)}")
    assert [(one["target"], one["quote"], one["context"]) for one in found] == [
        ("artificial_intelligence", "AI-løsninger", "Vi vil bruge AI-løsninger."),
        ("cloud_computing", "cloudløsning", "Driften sker i en cloudløsning."),
    ]
    again = enrich(tmp_path)
    assert (again.texts, again.new_texts, again.mentions) == (2, 0, 0)


def test_a_text_that_comes_later_is_looked_at_alone(tmp_path: Path) -> None:
    keep(tmp_path, "b1", ["Vi bruger AI i dag."])
    enrich(tmp_path)
    keep(tmp_path, "b2", ["Vi bruger AI i dag.", "Ny tekst om cloud."])
    assert enrich(tmp_path).new_texts == 1


def test_another_choice_of_technologies_looks_at_everything_anew_and_hides_the_old_findings(tmp_path: Path) -> None:
    keep(tmp_path, "b1", ["Vi bruger AI og cloud."])
    enrich(tmp_path)
    only = load_technologies(["cloud_computing"])
    again = enrich_new(root=tmp_path, settings=Settings(), technologies=only)
    assert (again.new_texts, again.mentions) == (1, 1)
    assert [one["quote"] for one in mentions(tmp_path, again.taggers[0])] == ["cloud"]


def test_quarantined_texts_are_left_alone(tmp_path: Path) -> None:
    keep(tmp_path, "b1", ["Vi bruger AI."], outcome="quarantined")
    assert enrich(tmp_path).new_texts == 0


def test_a_theme_joins_later_without_looking_for_technologies_again(tmp_path: Path) -> None:
    keep(tmp_path, "b1", ["Cloud og digital suverænitet."])
    enrich(tmp_path)
    later = enrich(tmp_path, themes=load_themes(["digital_sovereignty"]))
    assert (later.new_texts, later.mentions) == (1, 1)
    assert len(later.taggers) == 2


def test_several_processes_find_the_same_as_one(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("nlp.enrichment._WORTH_PROCESSES", 100)
    monkeypatch.setattr("nlp.enrichment._CHUNK_CHARACTERS", 100)
    texts = [f"Tekst {number} om AI og cloudløsninger i drift hos kommunen." for number in range(8)]
    found = {}
    for workers in (1, 2):
        root = tmp_path / str(workers)
        keep(root, "b1", texts)
        done = enrich_new(root=root, settings=Settings(workers=workers), technologies=TECHNOLOGIES)
        found[workers] = sorted(map(str, mentions(root, done.taggers[0])))
    assert len(found[1]) == 16
    assert found[1] == found[2]


def test_work_for_several_is_cut_evenly_and_for_one_not_at_all(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("nlp.enrichment._WORTH_PROCESSES", 100)
    batches = {}
    for workers in (1, 2):
        root = tmp_path / str(workers)
        keep(root, "b1", [f"Tekst {number} om AI." for number in range(300)])
        enrich_new(root=root, settings=Settings(workers=workers), technologies=TECHNOLOGIES)
        batches[workers] = len(list((root / "records" / "mention").glob("*.parquet")))
    assert batches == {1: 1, 2: 3}


def test_nothing_new_imports_no_scikit_learn(tmp_path: Path) -> None:
    keep(tmp_path, "b1", ["Vi bruger AI."])
    enrich(tmp_path)
    code = (
        "import sys; from pathlib import Path; from nlp.enrichment import enrich_new; "
        "from nlp.technology import load_technologies; from warehouse.settings import Settings; "
        f"r = enrich_new(root=Path({str(tmp_path)!r}), settings=Settings(), "
        "technologies=load_technologies(['artificial_intelligence', 'cloud_computing'])); "
        "print(r.new_texts, r.texts, 'spacy' in sys.modules, 'sklearn' in sys.modules, r.seconds < 0.3)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["0", "1", "False", "False", "True"]


def test_half_surrogates_and_empty_texts_are_read_like_others() -> None:
    texts = [("a", ""), ("b", "\ud800 AI-løsninger"), ("c", "cloud")]
    found = [(one.text_digest, one.quote) for one in find_mentions(reader_of(technologies=TECHNOLOGIES), texts)]
    assert found == [("b", "AI-løsninger"), ("c", "cloud")]
