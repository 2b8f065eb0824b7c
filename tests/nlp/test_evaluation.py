"""Gold is whole, figures carry intervals, truth is never shown to what predicts, and a real drop is told."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nlp import evaluation, judging
from nlp.evaluation import EvaluationError, drops, evaluate, keep, read_gold, without_language
from nlp.lexicon import LANGUAGES, Lexicon, Term
from nlp.need import load_needs
from nlp.scoring import Figure, Judged, b_cubed, by_label, dropped, micro, share
from nlp.technology import load_technologies
from nlp.theme import load_themes
from pipelines.cli import app

SHELVES = {"technology": load_technologies(), "theme": load_themes(), "need": load_needs()}


@pytest.mark.parametrize("task", SHELVES)
def test_every_entry_of_a_shelf_has_fifteen_gold_positives_and_hard_negatives(task: str) -> None:
    sentences = read_gold(evaluation.GOLD / f"{task}.jsonl")
    ids = {one.id for one in SHELVES[task]}
    positives = Counter(label for one in sentences for label in one.labels)
    written_for = {one.id: one.id.split("-")[1] for one in sentences}
    negatives = Counter(written_for[one.id] for one in sentences if written_for[one.id] not in one.labels)
    assert set(positives) == ids
    assert {one: positives[one] for one in ids if positives[one] < 15} == {}
    assert {one: negatives[one] for one in ids if negatives[one] < (2 if task == "need" else 4)} == {}
    assert {one.language for one in sentences} == set(LANGUAGES)
    assert len({one.text for one in sentences}) == len({one.id for one in sentences}) == len(sentences)


@pytest.mark.parametrize("task", SHELVES)
def test_no_gold_sentence_is_an_example_of_its_shelf(task: str) -> None:
    examples = [sentence for one in SHELVES[task] for sentence in (*one.examples.positive, *one.examples.negative)]
    told = {" ".join(sentence.replace("[[", "").replace("]]", "").split()).lower() for sentence in examples}
    assert not {one.id for one in read_gold(evaluation.GOLD / f"{task}.jsonl") if one.text.lower() in told}


def test_the_project_finds_what_its_own_gold_says() -> None:
    technology, theme, need = evaluate(tasks=("technology", "theme", "need"))
    assert need.groups[0].figures["f1"].value >= 0.9
    assert technology.groups[0].figures["f1"].value >= 0.9
    assert technology.groups[0].figures["precision"].value >= 0.9
    assert theme.groups[0].figures["f1"].value >= 0.85
    own = {group.name: group.figures["f1"].value for group in technology.groups}
    assert all(own[f"{language} without its own terms"] < own[language] for language in LANGUAGES)


def test_the_stored_result_still_holds() -> None:
    assert drops(evaluate(tasks=("technology", "theme", "need", "barrier", "role"))) == []


def test_figures_are_those_counted_by_hand() -> None:
    judged = [
        Judged("da", frozenset({"a", "b"}), frozenset({"a"})),
        Judged("da", frozenset(), frozenset({"b"})),
        Judged("en", frozenset({"a"}), frozenset({"a"})),
    ]
    figures = micro(judged)
    assert figures["precision"].value == pytest.approx(2 / 3)
    assert figures["recall"].value == pytest.approx(2 / 3)
    score = by_label(judged)["b"]
    assert (score.right, score.extra, score.missed, score.f1) == (0, 1, 1, 0.0)


def test_b_cubed_counts_each_mention_and_pairs_each_wrong_join_once() -> None:
    truth = {"1": "x", "2": "x", "3": "y", "4": "y"}
    figures = b_cubed(truth, {"1": "p", "2": "p", "3": "p", "4": "q"})
    assert figures["b_cubed_precision"].value == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert figures["b_cubed_recall"].value == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert figures["precision"].value == pytest.approx(1 / 3)
    assert figures["recall"].value == pytest.approx(1 / 2)


LABELS = st.frozensets(st.sampled_from("abc"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(Judged, st.just("da"), LABELS, LABELS), min_size=1, max_size=30))
def test_a_figure_lies_in_its_interval_and_is_the_same_again(judged: list[Judged]) -> None:
    figures = micro(judged)
    assert figures == micro(judged)
    for one in figures.values():
        assert 0 <= one.low <= one.high <= 1
        assert one.low - 0.2 <= one.value <= one.high + 0.2


def test_only_a_fall_below_the_whole_interval_is_a_drop() -> None:
    now = {"f1": Figure(0.8, 0.75, 0.85), "recall": Figure(0.8, 0.75, 0.85)}
    assert dropped(now, {"f1": {"value": 0.84}, "recall": {"value": 0.86}, "gone": {"value": 1.0}}) == ["recall"]
    assert share([True, True, False, True]).value == 0.75


def test_a_real_drop_is_told_and_a_kept_result_is_no_drop(tmp_path: Path) -> None:
    results = evaluate(tasks=("theme",), language="da")
    last = tmp_path / "last.json"
    keep(results, last=last)
    assert drops(results, last=last) == []
    stored = json.loads(last.read_text("utf-8"))
    stored["theme:own"]["da"]["f1"]["value"] = 1.01
    last.write_text(json.dumps(stored), "utf-8")
    (told,) = drops(results, last=last)
    assert told.startswith("theme, da: f1 fell from 1.010")


def test_a_language_can_be_left_out_of_a_lexicon_with_what_needs_it() -> None:
    lexicon = Lexicon((Term("sky", "word", "da"), Term("cloud", "word", "en")), needs=(("sky", "drift"),))
    assert without_language(lexicon, "da") == Lexicon((Term("cloud", "word", "en"),))


def paragraph(text: str, *labels: str) -> str:
    return json.dumps({"set": "s", "i": 1, "lang": "dan", "text": text, "labels": labels})


def test_what_predicts_never_sees_the_truth_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    path = tmp_path / "inner" / "gold.jsonl"
    path.write_text(paragraph("Vi køber en cloudløsning.", "SENTINEL"), "utf-8")
    seen: list[object] = []

    class Watching:
        def find(self, text: str) -> list[object]:
            seen.append(text)
            return []

    monkeypatch.setattr(judging, "matcher_of", lambda _: Watching())
    (result,) = evaluate(tasks=("technology",), data=tmp_path)
    assert seen == ["Vi køber en cloudløsning."]
    assert result.groups[0].figures["recall"].value == 0


def test_figures_of_a_folder_are_told_per_source_too(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(paragraph("Vi køber en cloudløsning.", "cloud"), "utf-8")
    (result,) = evaluate(tasks=("technology",), data=tmp_path)
    assert [group.name for group in result.groups] == ["all", "da", "from s"]
    (of_one_language,) = evaluate(tasks=("technology",), data=tmp_path, language="da")
    assert [group.name for group in of_one_language.groups] == ["da"]


def test_whether_a_player_is_public_is_told_by_its_name_and_better_by_its_part(tmp_path: Path) -> None:
    rows = [
        "country,entity_id,name,roles",
        "DK,DK11111111,Nordvig Kommune,buyer",
        "DK,DK22222222,Klintsø Forsyning A/S,buyer",
        "DK,DK33333333,Nordhavn Data ApS,supplier",
        "DK,DK44444444,Nordhavn,supplier",
        "DK,DK55555555,Østkyst Data ApS,buyer|supplier",
    ]
    (tmp_path / "org_mentions.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (result,) = evaluate(tasks=("public",), data=tmp_path)
    alone, told = result.groups
    assert (alone.count, alone.figures["accuracy"].value, alone.plain["coverage"]) == (3, pytest.approx(2 / 3), 0.75)
    assert (told.count, told.figures["accuracy"].value, told.plain["coverage"]) == (3, 1.0, 0.75)


def test_a_faulty_gold_line_and_a_folder_without_gold_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "technology.jsonl"
    path.write_text('{"id": "a"}\n', "utf-8")
    with pytest.raises(EvaluationError, match=r"technology.jsonl line 1 is no gold sentence"):
        read_gold(path)
    with pytest.raises(EvaluationError, match="There is no gold in"):
        evaluate(data=tmp_path)


def test_the_command_speaks_json_and_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["evaluate", "--task", "theme", "--lang", "da", "--json"])
    assert said.exit_code == 0
    assert json.loads(said.stdout)["results"]["theme:own"]["da"]["labels"]["automation"]["right"] >= 2
    for arguments in (["--task", "poetry"], ["--data", str(tmp_path / "none")]):
        assert CliRunner().invoke(app, ["evaluate", *arguments]).exit_code == 1


def test_players_of_an_invented_world_are_told_apart_and_rarely_joined_wrongly() -> None:
    (result,) = evaluate(tasks=("players",))
    figures = result.groups[0].figures
    assert figures["precision"].value >= 0.9
    assert figures["b_cubed_f1"].value >= 0.85
