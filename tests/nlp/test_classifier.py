"""The CPV classifier is the same bits from the same data, runs no code from disk, quotes its reasons, and abstains."""

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import cross_validation
from nlp.classifier import TARGETS, UNKNOWN, ClassifierError, TextClassifier, load_classifier, prepared
from nlp.cross_validation import Notice, by_text_alone, cross_validate, figures_of
from nlp.enrichment import enrich_new, enrichment_batches
from nlp.training import Example, ensure_classifier, fit, label_examples, train_classifier
from pipelines.study_tables import model_cards
from warehouse.ledger import Ledger, Reading
from warehouse.parquet import read_kind, write_batch
from warehouse.records import Label, Text, text_digest
from warehouse.settings import Settings as OverblikSettings
from warehouse.settings import Workspace

# Two kinds of purchase that the labels know, in words of our own; enough of them to be held to account.
ROADS = "Anlæg af vej nummer {} med asfalt, fortov og kloak ved entreprenør."
SOFTWARE = "Kommunen udbyder levering og drift af programpakke nummer {} til edb og informationssystemer."
NOTICES = [
    (text.format(number), code) for text, code in ((ROADS, "45233120"), (SOFTWARE, "48000000")) for number in range(130)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_classifier(tmp_path_factory.mktemp("models"), notices=NOTICES, languages=("da",))


def test_the_same_data_in_another_order_give_the_same_bits(folder: Path, tmp_path: Path) -> None:
    again = train_classifier(tmp_path, notices=reversed(NOTICES), languages=("da",))
    assert again.name == folder.name
    assert sorted(one.name for one in folder.iterdir()) == ["card.json", "coef.npz", "vocab.json.gz"]
    for name in ("card.json", "coef.npz", "vocab.json.gz"):
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_labels_quote_the_words_that_decided_and_unknown_quotes_nothing(folder: Path) -> None:
    texts = [ROADS.format(999), SOFTWARE.format(999), "xyzzy", ""]
    labels = list(load_classifier(folder).labels([(text_digest(text), text) for text in texts]))
    assert [one.value for one in labels if one.target_kind == "cpv_division"] == ["45", "48", UNKNOWN, UNKNOWN]
    assert [one.value for one in labels if one.target_kind == "it_relevance"] == ["other", "it", UNKNOWN, UNKNOWN]
    of = {text_digest(text): text for text in texts}
    for label in labels:
        text = of[label.text_digest]
        if label.value == UNKNOWN:
            assert (label.start, label.end, label.quote) == (None, None, None)
        else:
            assert label.quote
            assert text[label.start : label.end] == label.quote
        assert 0.0 <= label.score <= 1.0


WORDS = (
    "asfalt",
    "KLOAK",
    "edb",
    "programpakke",
    "vej",
    " ",
    "\n",
    ". ",
    "-",
    "\u0130",
    "Å",
    "A\u030a",
    "\ufb01",
    "\xad",
)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8))).map("".join)


@pytest.fixture(scope="module")
def bold(folder: Path) -> TextClassifier:
    """The classifier without its thresholds: it answers always, so that each head has a quote to give."""
    shy = load_classifier(folder)
    heads = {target: dataclasses.replace(head, threshold=0.0) for target, head in shy.heads.items()}
    return TextClassifier(vectorisers=shy.vectorisers, heads=heads, facts=shy.facts, card=shy.card)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_the_quote_of_each_head_is_its_span_in_any_text_whatsoever(bold: TextClassifier, texts: list[str]) -> None:
    labels = list(bold.labels([(str(number), text) for number, text in enumerate(texts)]))
    assert [one.target_kind for one in labels] == list(TARGETS) * len(texts)
    for label in labels:
        text = texts[int(label.text_digest)]
        if label.start is None:
            assert (label.end, label.quote) == (None, None)
        else:
            assert text[label.start : label.end] == label.quote != ""
            assert label.value != UNKNOWN


def test_the_card_says_what_it_learnt_from_how_well_it_does_and_where_it_abstains(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["trained_on"]["notices"]["texts"] == len(NOTICES)
    for target in ("cpv_division", "it_relevance"):
        assert card["heads"][target]["metrics"]["held_out_texts"] > 20
        assert 0 < card["heads"][target]["threshold"] < 1
    assert set(card["files"]) == {"coef.npz", "vocab.json.gz"}
    assert card["limits"]
    assert {row["model"] for row in model_cards(folder).to_pylist()} == {"cpv_division", "it_relevance"}


def test_the_words_that_decided_are_of_the_subject(folder: Path) -> None:
    (label, _) = load_classifier(folder).labels([("d", "Til byen skal der leveres asfalt og kloak.")])
    assert label.quote is not None
    assert set(label.quote.split()) <= {"asfalt", "kloak", "og"}


def test_too_few_notices_are_left_out_and_the_first_use_trains_only_once(tmp_path: Path) -> None:
    first = ensure_classifier(tmp_path, notices=NOTICES[:50], languages=("da",))
    card = json.loads((first / "card.json").read_text("utf-8"))
    assert card["trained_on"]["notices"]["texts"] == 0
    at = (first / "card.json").stat().st_mtime_ns
    assert ensure_classifier(tmp_path, notices=NOTICES) == first
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


def test_the_labels_cover_every_division_in_all_languages_of_the_list() -> None:
    examples = label_examples()
    assert len({code[:2] for _, code in examples}) == 45
    assert len(label_examples(languages=("da",))) * 24 == pytest.approx(len(examples), rel=0.02)


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
    done = enrich_new(root=tmp_path, settings=OverblikSettings(), technologies=(), classifier=folder)
    assert (done.new_texts, done.labels, done.taggers) == (
        2,
        4,
        (f"cpv_division@{folder.name}", f"it_relevance@{folder.name}"),
    )
    with Ledger(place.ledger) as ledger:
        batches = enrichment_batches(ledger, done.taggers)
    labels = read_kind(place.records, Label, batches).to_pylist()
    assert {(one["text_digest"], one["target_kind"]): one["value"] for one in labels} == {
        (text_digest(texts[0]), "cpv_division"): "45",
        (text_digest(texts[0]), "it_relevance"): "other",
        (text_digest(texts[1]), "cpv_division"): UNKNOWN,
        (text_digest(texts[1]), "it_relevance"): UNKNOWN,
    }


def test_a_procedure_is_never_learnt_from_and_judged_and_truth_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    notices = [Notice(f"p{number // 2}", "da", text, code) for number, (text, code) in enumerate(NOTICES)]
    of = {prepared(one.text): one.where for one in notices}
    seen: list[tuple[set[str], list[str]]] = []

    def watched(labels: object, own: list[Example]) -> TextClassifier:
        classifier = fit(label_examples(languages=("da",)), own)
        learnt = {of[one.text] for one in own}
        features = classifier.features

        def watching(texts: list[str]) -> object:
            seen.append((learnt, texts))
            return features(texts)

        monkeypatch.setattr(classifier, "features", watching)
        return classifier

    monkeypatch.setattr(cross_validation, "fit", watched)
    judged = cross_validate(notices, languages=("da",), workers=1)
    assert len(judged["cpv_division"]) == len(notices)
    assert set(judged) == set(TARGETS)
    assert len(seen) == 5
    for learnt, asked in seen:
        assert not learnt & {of[text] for text in asked}
    figures, plain = figures_of(judged["cpv_division"], "cpv_division")
    assert figures["accuracy"].value > 0.95
    assert plain["calibration_error"] < 0.1


def test_notices_with_facts_are_also_judged_by_their_texts_alone() -> None:
    notices = [
        Notice(f"p{number}", "da", text, code, f"nature={'works' if code.startswith('45') else 'supplies'}")
        for number, (text, code) in enumerate(NOTICES)
    ]
    judged = cross_validate(notices, languages=("da",), workers=1)
    assert set(judged) == {*TARGETS, *(by_text_alone(target) for target in TARGETS)}
    for target in TARGETS:
        assert [one.where for one in judged[target]] == [one.where for one in judged[by_text_alone(target)]]
