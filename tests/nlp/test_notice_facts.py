"""The classifier reads what is known of a notice beside its text; a label made with other facts is made anew."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.classifier import UNKNOWN, TextClassifier, load_classifier
from nlp.enrichment import EnrichResult, enrich_new, enrichment_batches
from nlp.fact_odds import WEIGHTS, fact_odds, fact_rows, learnt_facts
from nlp.label_facts import current_labels
from nlp.notice_facts import notice_facts
from nlp.training import ensure_classifier, train_classifier
from tests.nlp.test_enrichment import keep
from warehouse.ledger import Ledger
from warehouse.records import text_digest
from warehouse.settings import Settings, Workspace

WORKS, SERVICES = notice_facts(nature="works"), notice_facts(nature="services")
# The same words are bought as works (45) and as services (71): only the facts tell which.
BRIDGE = "Renovering af bro nummer {} over åen ved havnen."
NOTICES = [
    (BRIDGE.format(number), code, facts)
    for number in range(130)
    for code, facts in (("45221119", WORKS), ("71322300", SERVICES))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_classifier(tmp_path_factory.mktemp("models"), notices=NOTICES, languages=("da",))


@pytest.fixture(scope="module")
def bold(folder: Path) -> TextClassifier:
    """The classifier without its thresholds: it answers always."""
    shy = load_classifier(folder)
    heads = {target: replace(head, threshold=0.0) for target, head in shy.heads.items()}
    return TextClassifier(vectorisers=shy.vectorisers, heads=heads, facts=shy.facts, card=shy.card)


def test_both_generations_of_forms_say_the_same_facts() -> None:
    before = notice_facts(
        nature="Services", legal_basis="32014L0025", activities=("RAILWAY_SERVICES",), authorities=("MINISTRY",)
    )
    now = notice_facts(nature="services", legal_basis="2014/25/EU", activities=("rail",), authorities=("MINISTRY",))
    assert before == now == "activity=rail authority=ministry basis=2014/25 nature=services"


def test_what_is_not_known_is_left_out_and_the_order_of_buyers_does_not_matter() -> None:
    assert notice_facts(nature=" ", form=None) == ""
    assert notice_facts(activities=("health", "defence")) == notice_facts(activities=("defence", "health"))


def test_the_same_words_are_another_division_with_other_facts(bold: TextClassifier) -> None:
    text = BRIDGE.format(999)
    answers = list(bold.classify([text, text], facts=[WORKS, SERVICES]))
    assert [one.value for one in answers] == ["45", "71"]


def test_the_quote_is_a_span_of_the_text_whatever_the_facts(bold: TextClassifier) -> None:
    text = BRIDGE.format(999)
    for facts in ("", WORKS, "nature=unheard-of", f"{SERVICES} form=16"):
        for label in bold.labels([("d", text)], facts={"d": facts}):
            assert label.start is not None
            assert text[label.start : label.end] == label.quote != ""


def test_facts_alone_are_no_reason_for_an_answer(bold: TextClassifier) -> None:
    (answer,) = bold.classify(["§ ☃"], facts=[WORKS])
    assert (answer.value, answer.start) == (UNKNOWN, None)


def test_facts_that_were_never_learnt_from_change_nothing(bold: TextClassifier) -> None:
    text = BRIDGE.format(7)
    told, untold = bold.probabilities([text, text], facts=["nature=unheard-of", ""])
    assert (told == untold).all()


def test_a_fact_makes_the_classes_likelier_that_say_it_and_no_others() -> None:
    said = ["nature=works", "nature=works", "nature=services activity=rail", ""] * 20
    truth = ["45", "45", "71", "72"] * 20
    learnt = learnt_facts(["buyer=nobody", *said])
    assert learnt == ("activity=rail", "nature=services", "nature=works")
    odds = fact_odds(said, truth, learnt, ("45", "71", "72"))
    assert odds[2][0] > 0 > odds[2][1]
    assert odds[1][1] > 0 > odds[1][0]
    assert (odds[:, 2] == 0).all()


def test_two_buyers_activities_weigh_as_much_as_one() -> None:
    learnt = ("activity=health", "activity=rail", "nature=works")
    rows = fact_rows(["activity=health activity=rail nature=works", "activity=rail", "", "form=new"], learnt).toarray()
    half = WEIGHTS["activity"] / 2
    assert rows[0].tolist() == pytest.approx([half, half, WEIGHTS["nature"]])
    assert rows[1].tolist() == pytest.approx([0, WEIGHTS["activity"], 0])
    assert not rows[2:].any()


def test_a_text_without_facts_is_answered_by_its_words_as_if_nothing_else_had_been_learnt(
    bold: TextClassifier, tmp_path: Path
) -> None:
    untold = train_classifier(tmp_path, notices=[(text, code, "") for text, code, _ in NOTICES], languages=("da",))
    of_words = load_classifier(untold).heads["cpv_division"].coefficients
    assert (of_words == bold.heads["cpv_division"].coefficients).all()


def test_the_card_says_which_facts_were_learnt_from(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["facts"] == {"nature": WEIGHTS["nature"]}
    assert card["trained_on"]["notices"]["with_facts"] == len(NOTICES)


def test_notices_without_facts_are_learnt_from_as_before(tmp_path: Path) -> None:
    made = train_classifier(tmp_path, notices=[one[:2] for one in NOTICES[:260]], languages=("da",))
    assert load_classifier(made).facts == ()
    assert [one.target_kind for one in load_classifier(made).labels([("d", "Bro")])] == ["cpv_division", "it_relevance"]


def test_a_classifier_of_older_making_is_trained_anew(tmp_path: Path) -> None:
    first = ensure_classifier(tmp_path, languages=("da",))
    card = json.loads((first / "card.json").read_text("utf-8"))
    old = first.with_name("0123456789abcdef")
    old.mkdir()
    (old / "card.json").write_text(json.dumps(card | {"version": card["version"] - 1}), encoding="utf-8")
    (tmp_path / "notice_text" / "current").write_text(f"{old.name}\n", encoding="utf-8")
    assert ensure_classifier(tmp_path, languages=("da",)) == first


def enrich(root: Path, folder: Path, facts: dict[str, str]) -> EnrichResult:
    return enrich_new(root=root, settings=Settings(), technologies=(), classifier=folder, facts=facts)


def labels(root: Path, done: EnrichResult) -> dict[str, float]:
    """How sure each text's division is, by digest."""
    with Ledger(Workspace(root).ledger) as ledger:
        rows = current_labels(ledger, Workspace(root).records, done.taggers).to_pylist()
    divisions = [one for one in rows if one["target_kind"] == "cpv_division"]
    assert len(divisions) == len({one["text_digest"] for one in divisions})
    return {one["text_digest"]: one["score"] for one in divisions}


def test_a_label_is_made_anew_where_its_facts_changed_and_nothing_else_is(tmp_path: Path, folder: Path) -> None:
    bridge, other = BRIDGE.format(5), "Levering af papir og blyanter til skolen."
    keep(tmp_path, "b1", [bridge, other])
    of = {text_digest(bridge): WORKS, text_digest(other): ""}
    first = enrich(tmp_path, folder, of)
    was = labels(tmp_path, first)
    assert (first.new_texts, enrich(tmp_path, folder, of).new_texts) == (2, 0)

    changed = enrich(tmp_path, folder, of | {text_digest(bridge): ""})
    now = labels(tmp_path, changed)
    assert changed.new_texts == 1
    assert now[text_digest(bridge)] != was[text_digest(bridge)]
    assert now[text_digest(other)] == was[text_digest(other)]

    back = enrich(tmp_path, folder, of)
    assert (back.new_texts, labels(tmp_path, back)) == (1, was)
    assert enrich(tmp_path, folder, of).new_texts == 0


def test_the_order_in_which_facts_came_does_not_show_in_the_labels(tmp_path: Path, folder: Path) -> None:
    text = BRIDGE.format(5)
    made = []
    for name, nights in (("a", (WORKS, SERVICES)), ("b", (SERVICES,))):
        keep(tmp_path / name, "b1", [text])
        for facts in nights:
            done = enrich(tmp_path / name, folder, {text_digest(text): facts})
        made.append(labels(tmp_path / name, done))
    assert made[0] == made[1]


def test_a_night_that_stopped_before_it_noted_the_facts_makes_the_label_once_more(tmp_path: Path, folder: Path) -> None:
    text = BRIDGE.format(5)
    keep(tmp_path, "b1", [text])
    done = enrich(tmp_path, folder, {text_digest(text): WORKS})
    with Ledger(Workspace(tmp_path).ledger) as ledger:
        ledger.connection.execute("delete from enrichment where tagger like '%#facts'")
        before = enrichment_batches(ledger, done.taggers)
    again = enrich(tmp_path, folder, {text_digest(text): WORKS})
    assert again.new_texts == 1
    with Ledger(Workspace(tmp_path).ledger) as ledger:
        assert enrichment_batches(ledger, again.taggers) == before
