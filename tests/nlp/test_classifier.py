"""The CPV classifier is the same bits from the same data, runs no code from disk, quotes its reasons, and abstains."""

import json
from pathlib import Path

import pytest

from nlp.classifier import UNKNOWN, ClassifierError, load_classifier
from nlp.enrichment import enrich_new, enrichment_batches
from nlp.training import ensure_cpv, label_examples, train_cpv
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import read_kind, write_batch
from warehouse.records import Label, Text, text_digest
from warehouse.settings import Settings, Workspace

# Two kinds of purchase that the labels know, in words of our own; enough of them to be held to account.
ROADS = "Anlæg af vej nummer {} med asfalt, fortov og kloak ved entreprenør."
SOFTWARE = "Kommunen udbyder levering og drift af programpakke nummer {} til edb og informationssystemer."
NOTICES = [
    (text.format(number), code) for text, code in ((ROADS, "45233120"), (SOFTWARE, "48000000")) for number in range(130)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_cpv(tmp_path_factory.mktemp("models"), notices=NOTICES, languages=("da",))


def test_the_same_data_in_another_order_give_the_same_bits(folder: Path, tmp_path: Path) -> None:
    again = train_cpv(tmp_path, notices=reversed(NOTICES), languages=("da",))
    assert again.name == folder.name
    assert sorted(one.name for one in folder.iterdir()) == ["card.json", "coef.npz", "vocab.json.gz"]
    for name in ("card.json", "coef.npz", "vocab.json.gz"):
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_labels_quote_the_words_that_decided_and_unknown_quotes_nothing(folder: Path) -> None:
    texts = [ROADS.format(999), SOFTWARE.format(999), "xyzzy", ""]
    labels = list(load_classifier(folder).labels([(text_digest(text), text) for text in texts]))
    assert [one.value for one in labels] == ["45", "48", UNKNOWN, UNKNOWN]
    for label, text in zip(labels, texts, strict=True):
        if label.value == UNKNOWN:
            assert (label.start, label.end, label.quote) == (None, None, None)
        else:
            assert label.quote
            assert text[label.start : label.end] == label.quote
        assert 0.0 <= label.score <= 1.0


def test_the_card_says_what_it_learnt_from_how_well_it_does_and_where_it_abstains(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["trained_on"]["notices"]["texts"] > 150
    assert card["metrics"]["held_out_texts"] > 20
    assert 0 < card["threshold"] < 1
    assert set(card["files"]) == {"coef.npz", "vocab.json.gz"}
    assert card["limits"]


def test_too_few_notices_are_left_out_and_the_first_use_trains_only_once(tmp_path: Path) -> None:
    first = ensure_cpv(tmp_path, notices=NOTICES[:50], languages=("da",))
    card = json.loads((first / "card.json").read_text("utf-8"))
    assert card["trained_on"]["notices"]["texts"] == 0
    at = (first / "card.json").stat().st_mtime_ns
    assert ensure_cpv(tmp_path, notices=NOTICES) == first
    assert (first / "card.json").stat().st_mtime_ns == at


def test_a_changed_or_missing_file_is_refused_with_a_sentence(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    copy.mkdir()
    for one in folder.iterdir():
        (copy / one.name).write_bytes(one.read_bytes())
    (copy / "coef.npz").write_bytes(b"\x80\x04something else")
    with pytest.raises(ClassifierError, match=r"coef\.npz .* is not the one its card names"):
        load_classifier(copy)
    with pytest.raises(ClassifierError, match="no whole classifier"):
        load_classifier(tmp_path / "nowhere")


def test_the_labels_cover_every_division_in_eight_languages() -> None:
    assert len({division for _, division in label_examples()}) == 45
    assert len(label_examples(languages=("da",))) * 8 == pytest.approx(len(label_examples()), rel=0.01)


def test_enriching_with_a_classifier_writes_a_label_for_each_text(folder: Path, tmp_path: Path) -> None:
    place = Workspace(tmp_path).make()
    texts = [ROADS.format(7), "xyzzy"]
    records = [
        Text(
            evidence_id="e",
            part=str(number),
            source="made",
            reader="r@1",
            text_digest=text_digest(text),
            owner_kind="notice",
            owner_id=str(number),
            text=text,
        )
        for number, text in enumerate(texts)
    ]
    write_batch(place.records, batch="b", records=records)
    readings = [Reading(evidence_id="e", part=one.part, reader="r@1", outcome="read", records=1) for one in records]
    with Ledger(place.ledger) as ledger:
        ledger.note_readings(batch="b", readings=readings)
    done = enrich_new(root=tmp_path, settings=Settings(), technologies=(), classifier=folder)
    assert (done.new_texts, done.labels, done.taggers) == (2, 2, (f"cpv_division@{folder.name}",))
    with Ledger(place.ledger) as ledger:
        batches = enrichment_batches(ledger, done.taggers)
    labels = read_kind(place.records, Label, batches).to_pylist()
    assert {one["text_digest"]: one["value"] for one in labels} == {
        text_digest(texts[0]): "45",
        text_digest(texts[1]): UNKNOWN,
    }
