"""How well the project reads: technologies, themes, players and CPV divisions against gold, with intervals and drops.

Two kinds of gold: sentences that the project wrote itself (`gold/*.jsonl`), and any folder of shared data. Whatever
predicts is handed texts and names alone, in a list of its own; the truth is laid beside the answers afterwards.
Rejected: one floor for all (a figure with its interval is compared with the last stored one instead).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nlp.aboutness import Aboutness
from nlp.barrier import find_barriers, load_barriers
from nlp.cross_validation import Judgement, cross_validate, figures_of, judge_spanish, read_notices
from nlp.data_sets import opened
from nlp.judging import judge_paragraphs, judge_players, judge_public, mention, resolve_mentions
from nlp.lexicon import LANGUAGES, Lexicon
from nlp.market_role import market_roles
from nlp.matching import Matcher
from nlp.need import find_needs, load_needs
from nlp.player import classify_player
from nlp.role import find_roles, load_roles
from nlp.scoring import Figure, Judged, LabelScore, b_cubed, by_label, coverage, dropped, macro_f1, micro, share
from nlp.technology import load_technologies, matcher_of
from nlp.theme import load_themes, matcher_of_themes
from warehouse.archive import write_durably
from warehouse.refusal import RefusedError

GOLD = Path(__file__).with_name("gold")
LAST_RESULT = GOLD / "last_result.json"
TASKS = (
    *("technology", "theme", "need", "barrier", "role", "players", "player_kind", "public"),
    *("cpv", "relevance", "cpv_spanish"),
)
_LEAST = 10
_SET_FILES = {
    "technology": "gold.jsonl",
    "players": "org_mentions.csv",
    "public": "org_mentions.csv",
    "cpv": "ted_dev.jsonl.gz",
    "relevance": "ted_dev.jsonl.gz",
    "cpv_spanish": "es_test10.csv.gz",
}
# Groups smaller than this are told with the others only: an interval over a dozen notices says nothing.
_LEAST_OF_LANGUAGE = 50


class EvaluationError(RefusedError):
    """The gold or the data cannot be scored; one sentence that names the file and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of one task in one group (`all`, a language, or a way of judging) of `count` sentences."""

    name: str
    count: int
    figures: Mapping[str, Figure]
    plain: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, LabelScore] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One task's groups. `gold` says against what: `own`, or the digest of the shared set."""

    task: str
    gold: str
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """Under which name the result is stored."""
        return f"{self.task}:{self.gold}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One gold sentence."""

    id: str
    language: str
    text: str
    labels: frozenset[str]
    round: int = 1


def evaluate(
    *, tasks: Iterable[str] = TASKS, language: str | None = None, data: Path | None = None
) -> tuple[Result, ...]:
    """Score these tasks against the project's own gold, or against the sets below `data`.

    A task without gold is left out; raises `EvaluationError` where none has any.
    """
    results = []
    for task in tasks:
        if data is not None:
            result = _on_data(task, data, language)
        elif task in _OWN:
            result = _on_own_gold(task, language)
        else:
            result = _on_invented_players() if task == "players" else None
        if result is not None:
            results.append(result)
    if not results:
        where = "of its own" if data is None else f"in {data}"
        raise EvaluationError(f"There is no gold {where} for {', '.join(tasks)}; name another task or --data.")
    return tuple(results)


def read_gold(path: Path) -> tuple[Sentence, ...]:
    """The sentences of a gold file. Raises `EvaluationError` naming the line that cannot be read."""
    sentences = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            one = Sentence(
                id=str(row["id"]),
                language=str(row["language"]),
                text=str(row["text"]),
                labels=frozenset(row["labels"]),
                round=int(row.get("round", 1)),
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise EvaluationError(f"{path.name} line {number} is no gold sentence: {fault!r}; mend the line.") from None
        sentences.append(one)
    return tuple(sentences)


def drops(results: Iterable[Result], *, last: Path = LAST_RESULT) -> list[str]:
    """One sentence for each figure of `results` that is really below the last stored one of the same gold."""
    stored = json.loads(last.read_text(encoding="utf-8")) if last.exists() else {}
    return [
        f"{result.task}, {group.name}: {name} fell from {before[name]['value']:.3f} to {group.figures[name].value:.3f} "
        f"(at most {group.figures[name].high:.3f})"
        for result in results
        for group in result.groups
        if group.count >= _LEAST and (before := stored.get(result.name, {}).get(group.name))
        for name in dropped(group.figures, before)
    ]


def as_stored(result: Result) -> dict[str, dict[str, dict[str, float]]]:
    """A result's figures as they are stored: by group, then by name."""
    return {
        group.name: {name: figure.rounded() for name, figure in sorted(group.figures.items())}
        for group in result.groups
    }


def keep(results: Iterable[Result], *, last: Path = LAST_RESULT) -> None:
    """Make these results the last ones, beside those of other gold that are stored."""
    stored = json.loads(last.read_text(encoding="utf-8")) if last.exists() else {}
    stored |= {result.name: as_stored(result) for result in results}
    write_durably(last, (json.dumps(stored, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def _groups(judged: Sequence[Judged], language: str | None) -> tuple[Group, ...]:
    groups = []
    for name in ("all", *sorted({one.language for one in judged})):
        if language is not None and name != language:
            continue
        some = [one for one in judged if name in ("all", one.language)]
        plain = {"macro_f1": macro_f1(some), "coverage": coverage(some)}
        groups.append(Group(name=name, count=len(some), figures=micro(some), plain=plain, labels=by_label(some)))
    return tuple(groups)


def _on_own_gold(task: str, language: str | None) -> Result:
    sentences = read_gold(GOLD / f"{task}.jsonl")
    judged = _judge(_OWN[task](), sentences)
    groups = list(_groups(judged, language))
    if language is None:
        for number in sorted({one.round for one in sentences}):
            some = [at for one, at in zip(sentences, judged, strict=True) if one.round == number]
            groups.append(Group(name=f"round {number}", count=len(some), figures=micro(some)))
    if task == "technology":
        groups += _one_language_left_out(sentences, language)
    return Result(task=task, gold="own", groups=tuple(groups))


_Finder = Callable[[str], frozenset[str]]


def _finder(matcher: Matcher) -> _Finder:
    return lambda text: frozenset(hit.target for hit in matcher.find(text))


def _need_finder() -> _Finder:
    needs = load_needs()
    return lambda text: frozenset(one.target for one in find_needs("", text, needs=needs))


def _player_kind_finder() -> _Finder:
    """Of "country :: name :: words of its page" the class and the roles."""

    def find(said: str) -> frozenset[str]:
        country, name, text = said.split(" :: ", 2)
        classified = classify_player(
            name=name, country=country, national_id=None, legal_types=(), is_buyer=False, declared=None
        )
        roles = market_roles(name=name, player_class=classified.player_class, pages=[("d", text)])
        return frozenset({f"class:{classified.player_class}", *(one.role for one in roles)})

    return find


# Whom the sentences of the roles' gold are about, and who stands beside it there.
ABOUT_IN_GOLD = Aboutness(names=("KOMBIT A/S", "KOMBIT"), others=("Netcompany", "KL", "KMD"))


def _barrier_finder() -> _Finder:
    return lambda text: frozenset(one.target for one in find_barriers([("", text)], barriers=load_barriers()))


def _role_finder() -> _Finder:
    return lambda text: frozenset(
        one.target for one in find_roles([("", text)], roles=load_roles(), about=ABOUT_IN_GOLD)
    )


_OWN: dict[str, Callable[[], _Finder]] = {
    "technology": lambda: _finder(matcher_of(load_technologies())),
    "theme": lambda: _finder(matcher_of_themes(load_themes())),
    "need": _need_finder,
    "player_kind": _player_kind_finder,
    "barrier": _barrier_finder,
    "role": _role_finder,
}


def _judge(finder: _Finder, sentences: Sequence[Sentence]) -> list[Judged]:
    found = [finder(text) for text in [one.text for one in sentences]]
    return [Judged(one.language, one.labels, at) for one, at in zip(sentences, found, strict=True)]


def _one_language_left_out(sentences: Sequence[Sentence], wanted: str | None) -> list[Group]:
    """Each language's sentences, looked at with the terms of the other languages alone."""
    groups = []
    for language in LANGUAGES:
        some = [one for one in sentences if one.language == language]
        if not some or wanted not in (None, language):
            continue
        lexicons = {one.id: without_language(one.lexicon, language) for one in load_technologies()}
        judged = _judge(_finder(Matcher(lexicons)), some)
        groups.append(Group(name=f"{language} without its own terms", count=len(some), figures=micro(judged)))
    return groups


def without_language(lexicon: Lexicon, language: str) -> Lexicon:
    """The lexicon less the terms of one language."""
    kept = tuple(term for term in lexicon.terms if term.language != language)
    said = {term.text for term in kept}
    return Lexicon(terms=kept, vetoes=lexicon.vetoes, needs=tuple(one for one in lexicon.needs if one[0] in said))


def _on_data(task: str, data: Path, language: str | None) -> Result | None:
    name = _SET_FILES.get(task)
    if name is None:
        return None
    with opened(data, wanted=(name,), hint="nlp") as folder:
        if folder is None:
            return None
        path = folder / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        return Result(task=task, gold=digest, groups=_SCORERS[task](path, language))


def _score_paragraphs(path: Path, language: str | None) -> tuple[Group, ...]:
    paragraphs = judge_paragraphs(path)
    groups = list(_groups([one.judged for one in paragraphs], language))
    for source in sorted({_source(one.where) for one in paragraphs}) if language is None else ():
        some = [one.judged for one in paragraphs if _source(one.where) == source]
        groups.append(Group(name=f"from {source}", count=len(some), figures=micro(some)))
    return tuple(groups)


def _source(where: str) -> str:
    """The source that a paragraph (`source/number`) or a procedure (`SOURCE:number`) is from."""
    return where.replace("/", ":").partition(":")[0]


def _score_notices(target: str) -> Callable[[Path, str | None], tuple[Group, ...]]:
    def score(path: Path, language: str | None) -> tuple[Group, ...]:
        judged = _cross_validated(path)[target]
        groups = []
        sources = sorted({f"from {_source(one.where)}" for one in judged})
        for name in ("all", *sorted({one.language for one in judged}), *sources):
            some = [one for one in judged if name in ("all", one.language, f"from {_source(one.where)}")]
            if language not in (None, name) or (name != "all" and len(some) < _LEAST_OF_LANGUAGE):
                continue
            figures, plain = figures_of(some, target)
            groups.append(Group(name=name, count=len(some), figures=figures, plain=plain))
        return tuple(groups)

    return score


@lru_cache(maxsize=1)
def _cross_validated(path: Path) -> dict[str, list[Judgement]]:
    return cross_validate(read_notices(path))


def _score_spanish(path: Path, language: str | None) -> tuple[Group, ...]:
    truth, found = judge_spanish(path.parent)
    judged = [Judged("es", said, at) for said, at in zip(truth, found, strict=True)]
    return (Group(name="all", count=len(judged), figures=micro(judged), plain={"macro_f1": macro_f1(judged)}),)


def _score_players(path: Path, language: str | None) -> tuple[Group, ...]:
    groups = []
    for name, hides in (("ids hidden", True), ("with ids", False)):
        judged = judge_players(path, hides_ids=hides)
        groups.append(Group(name=name, count=len(judged.truth), figures=b_cubed(judged.truth, judged.found)))
    return tuple(groups)


def _score_public(path: Path, language: str | None) -> tuple[Group, ...]:
    """Whether players are public: right where it is told, and `coverage`, the share of which it is told."""
    groups = []
    for name, knows_part in (("by name and id alone", False), ("told who buys", True)):
        judged = judge_public(path, knows_part=knows_part)
        told = [(truth, said) for _, truth, said in judged if said is not None]
        figures = {"accuracy": share([truth == said for truth, said in told])}
        figures["private_right"] = share([not truth for truth, said in told if not said])
        groups.append(
            Group(name=name, count=len(told), figures=figures, plain={"coverage": len(told) / max(len(judged), 1)})
        )
    return tuple(groups)


def _on_invented_players() -> Result:
    from nlp.invented_names import held_out_mentions

    rows = held_out_mentions()
    keys = [f"{number:06d}" for number in range(len(rows))]
    found = resolve_mentions([mention(key, row, hides_ids=True) for key, row in zip(keys, rows, strict=True)])
    truth = {key: row["entity_id"] for key, row in zip(keys, rows, strict=True)}
    group = Group(name="ids hidden", count=len(rows), figures=b_cubed(truth, found))
    return Result(task="players", gold="own", groups=(group,))


_SCORERS: dict[str, Callable[[Path, str | None], tuple[Group, ...]]] = {
    "technology": _score_paragraphs,
    "players": _score_players,
    "public": _score_public,
    "cpv": _score_notices("cpv_division"),
    "relevance": _score_notices("it_relevance"),
    "cpv_spanish": _score_spanish,
}
