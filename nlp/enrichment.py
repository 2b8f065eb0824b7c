"""Enrich what is new: look at each text once per tagger version, and keep mentions and labels beside the records.

Work is proportional to what is new. A text is known by its digest, so the same page in two captures is looked at once;
a changed term gives the tagger a new version, and all texts are looked at anew. Each tagger writes batches of its own,
so that the versions of one never keep another's findings alive. Nothing new imports no
scikit-learn and takes milliseconds.
The classifier of notices also reads facts that stand beside a text; where they changed, labels are made anew
(`nlp.label_facts`).
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

import pyarrow.parquet as pq

from nlp.aboutness import Aboutness
from nlp.barrier import barriers_version, find_barriers
from nlp.component import Component, components_version, find_components
from nlp.kind_shelf import Kind
from nlp.label_facts import note_facts, outdated
from nlp.market_role import Naming, find_market_roles
from nlp.mentions import Reader, find_mentions, reader_of
from nlp.need import Need, needs_version
from nlp.role import find_roles, roles_version
from nlp.technology import Technology, taxonomy_version
from nlp.theme import Theme, themes_version
from warehouse.cluster import Cluster
from warehouse.failpoint import failpoint
from warehouse.ledger import Ledger
from warehouse.parquet import write_batch
from warehouse.records import Label, Mention, Text
from warehouse.settings import Settings, Workspace

# A chunk is what one process takes at a time; a batch on disk holds one chunk's findings.
_CHUNK_CHARACTERS = 1_000_000
_CHUNK_TEXTS = 2_000
# Where several take chunks, there are this many at least: they end at much the same time on two workers, where five
# would leave one of the two idle. Yet starting on a chunk has its price, so that none is smaller than so many texts.
_SHARED, _LEAST_SHARED = 16, 100
# What the classifier of notices answers; named here too, so that a night with nothing new need not import it.
MODEL_TARGETS = ("cpv_division", "it_relevance")
# Below this much text, starting processes takes longer than doing the work here.
_WORTH_PROCESSES = 4_000_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichResult:
    """What a night's enriching came to. `new_texts` are those that some tagger had not seen."""

    texts: int
    new_texts: int
    mentions: int
    labels: int
    seconds: float
    taggers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taggers:
    """What looks at texts, with everything that a process needs to do it. `classifier` is a trained one's folder."""

    technologies: tuple[Technology, ...] = ()
    themes: tuple[Theme, ...] = ()
    needs: tuple[Need, ...] = ()
    barriers: tuple[Kind, ...] = ()
    roles: tuple[Kind, ...] = ()
    about: Aboutness | None = None
    components: tuple[Component, ...] = ()
    market: Naming | None = None
    classifier: Path | None = None

    def names(self) -> dict[str, str]:
        """Each tagger's kind of target and its name with version, as the ledger knows it."""
        named = {}
        if self.technologies:
            named["technology"] = f"technology@{taxonomy_version(self.technologies)}"
        if self.themes:
            named["theme"] = f"theme@{themes_version(self.themes)}"
        if self.needs:
            named["need"] = f"need@{needs_version(self.needs)}"
        if self.barriers:
            named["barrier"] = f"barrier@{barriers_version(self.barriers)}"
        if self.roles and self.about is not None:
            named["role"] = f"role@{roles_version(self.roles, self.about)}"
        if self.components:
            named["component"] = f"component@{components_version(self.components)}"
        if self.market is not None:
            named["market_role"] = f"market_role@{self.market.version}"
        if self.classifier is not None:
            named |= {target: f"{target}@{self.classifier.name}" for target in MODEL_TARGETS}
        return named


# Per batch of records, its texts to look at: digest and the kinds of target to look for.
_Fresh = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    """Texts for one process: (digest, text, kinds of target to look for), and the facts of those that have any."""

    texts: tuple[tuple[str, str, tuple[str, ...]], ...]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What one tagger found in a chunk, by now on disk."""

    tagger: str
    batch: str
    digests: tuple[str, ...]
    mentions: int
    labels: int


def enrich_new(
    *,
    root: Path,
    settings: Settings,
    technologies: Sequence[Technology],
    themes: Sequence[Theme] = (),
    needs: Sequence[Need] = (),
    barriers: Sequence[Kind] = (),
    roles: Sequence[Kind] = (),
    about: Aboutness | None = None,
    components: Sequence[Component] = (),
    market: Naming | None = None,
    classifier: Path | None = None,
    facts: Mapping[str, str] = MappingProxyType({}),
    progress: Progress | None = None,
) -> EnrichResult:
    """Look at every current text that a tagger has not seen; write mentions and labels, then note it in the ledger.

    `root` is the study's workspace folder; `classifier` the folder of a trained CPV classifier (`nlp.training`);
    `facts` what is known beside each current text, by digest (`nlp.notice_facts`; empty for a text without a notice).
    `progress` is told (texts done, texts to do). A crash between writing and noting leaves a file that nobody reads.
    """
    began = time.perf_counter()
    place = Workspace(root)
    taggers = Taggers(
        technologies=tuple(technologies),
        themes=tuple(themes),
        needs=tuple(needs),
        barriers=tuple(barriers),
        roles=tuple(roles),
        about=about,
        components=tuple(components),
        market=market,
        classifier=classifier,
    )
    names = taggers.names()
    seen_texts = mentions = labels = 0
    with Ledger(place.ledger) as ledger:
        current = [str(row["batch"]) for row in ledger.rows(_CURRENT)]
        fresh = _fresh_texts(ledger, place.records, current, names, facts)
        wanted = sum(len(digests) for digests in fresh.values())
        for chunk, written in _run(taggers, place.records, fresh, settings, facts) if wanted else ():
            failpoint("enrich.written")
            for one in written:
                ledger.note_enrichment(tagger=one.tagger, batch=one.batch, digests=one.digests)
                if one.labels:
                    note_facts(ledger, one.tagger, one.digests, chunk.facts)
                mentions += one.mentions
                labels += one.labels
            failpoint("enrich.noted")
            seen_texts += len(chunk.texts)
            if progress:
                progress(seen_texts, wanted)
        for name in names.values():
            ledger.note_enrichment(tagger=_whole(name), batch="", digests=_unmarked(ledger, name, current))
        texts = max((_count(ledger, name) for name in names.values()), default=0)
    return EnrichResult(
        texts=texts,
        new_texts=seen_texts,
        mentions=mentions,
        labels=labels,
        seconds=time.perf_counter() - began,
        taggers=tuple(sorted(names.values())),
    )


def enrichment_batches(ledger: Ledger, taggers: Iterable[str]) -> list[str]:
    """The batches of mentions and labels that these taggers (names with versions) wrote, sorted."""
    rows = ledger.rows(
        "select distinct batch from enrichment where tagger in (select value from json_each(?)) order by batch",
        (json.dumps(sorted(taggers)),),
    )
    return [str(row["batch"]) for row in rows]


_CURRENT = "select distinct batch from reading where outcome = 'read' order by batch"


def _whole(tagger: str) -> str:
    """Under which name the ledger keeps the record batches that a tagger has seen whole: none is opened twice."""
    return f"{tagger}#batches"


def _unmarked(ledger: Ledger, tagger: str, current: Sequence[str]) -> list[str]:
    marked = {str(row["text_digest"]) for row in ledger.rows(_SEEN, (_whole(tagger),))}
    return [batch for batch in current if batch not in marked]


_SEEN = "select text_digest from enrichment where tagger = ?"


def _count(ledger: Ledger, tagger: str) -> int:
    return int(ledger.rows("select count(*) as n from enrichment where tagger = ?", (tagger,))[0]["n"])


def _fresh_texts(
    ledger: Ledger, records: Path, current: Sequence[str], names: dict[str, str], facts: Mapping[str, str]
) -> _Fresh:
    """What no tagger of this version has seen, each digest once, under the first batch that holds it.

    Where facts changed, which they seldom do, every batch is opened to find the texts that they go with.
    """
    fresh: _Fresh = {}
    stale = {kind: outdated(ledger, name, facts) for kind, name in names.items() if kind in MODEL_TARGETS}
    unmarked = {kind: set(_unmarked(ledger, name, current)) for kind, name in names.items()}
    to_open = current if any(stale.values()) else sorted(set().union(*unmarked.values()))
    if not to_open:
        return fresh
    seen = {
        kind: {str(row["text_digest"]) for row in ledger.rows(_SEEN, (name,))} - stale.get(kind, set())
        for kind, name in names.items()
    }
    for batch in to_open:
        path = records / Text.kind / f"{batch}.parquet"
        if not path.exists():
            continue
        rows = ledger.rows("select evidence_id, part from reading where batch = ? and outcome = 'read'", (batch,))
        read_here = {(str(row["evidence_id"]), str(row["part"])) for row in rows}
        table = pq.read_table(path, columns=["text_digest", "evidence_id", "part"])
        columns = (table.column(name).to_pylist() for name in ("text_digest", "evidence_id", "part"))
        for digest, evidence_id, part in zip(*columns, strict=True):
            kinds = tuple(kind for kind in names if digest not in seen[kind])
            if kinds and (evidence_id, part) in read_here:
                fresh.setdefault(batch, {})[digest] = kinds
                for kind in kinds:
                    seen[kind].add(digest)
    return fresh


def _chunks(records: Path, fresh: _Fresh, facts: Mapping[str, str], *, most: int = _CHUNK_TEXTS) -> Iterator[_Chunk]:
    """The fresh texts in pieces of at most so many texts, in the order of their batches and digests."""
    held: list[tuple[str, str, tuple[str, ...]]] = []
    characters = 0
    for batch, wanted in sorted(fresh.items()):
        table = pq.read_table(records / Text.kind / f"{batch}.parquet", columns=["text_digest", "text"])
        by_digest = dict(zip(table.column("text_digest").to_pylist(), table.column("text").to_pylist(), strict=True))
        for digest in sorted(wanted):
            held.append((digest, by_digest[digest], wanted[digest]))
            characters += len(by_digest[digest])
            if characters >= _CHUNK_CHARACTERS or len(held) >= most:
                yield _chunk(held, facts)
                held, characters = [], 0
    if held:
        yield _chunk(held, facts)


def _chunk(held: Sequence[tuple[str, str, tuple[str, ...]]], facts: Mapping[str, str]) -> _Chunk:
    known = {digest: said for digest, _, _ in held if (said := facts.get(digest, ""))}
    return _Chunk(texts=tuple(held), facts=known)


def _shared(records: Path, fresh: _Fresh, facts: Mapping[str, str]) -> Iterator[_Chunk]:
    """The chunks for several workers."""
    each = -(-sum(len(wanted) for wanted in fresh.values()) // _SHARED)
    return _chunks(records, fresh, facts, most=min(max(each, _LEAST_SHARED), _CHUNK_TEXTS))


def _run(
    taggers: Taggers, records: Path, fresh: _Fresh, settings: Settings, facts: Mapping[str, str]
) -> Iterator[tuple[_Chunk, list[_Written]]]:
    """Look at the chunks, on the cluster or in processes where there is work for them; what comes back is on disk."""
    if settings.cluster:
        with Cluster(settings.cluster, workers=settings.workers) as cluster:
            yield from cluster.spread(partial(look_at, taggers, records), _shared(records, fresh, facts))
    elif settings.workers > 1 and _worth_processes(_chunks(records, fresh, facts)):
        yield from _run_in_processes(taggers, records, _shared(records, fresh, facts), settings.workers)
    else:
        for chunk in _chunks(records, fresh, facts):
            yield chunk, look_at(taggers, records, chunk)


def _worth_processes(chunks: Iterator[_Chunk]) -> bool:
    sizes = accumulate(len(text) for chunk in chunks for _, text, _ in chunk.texts)
    return any(size >= _WORTH_PROCESSES for size in sizes)


def _run_in_processes(
    taggers: Taggers, records: Path, chunks: Iterator[_Chunk], workers: int
) -> Iterator[tuple[_Chunk, list[_Written]]]:
    waiting: dict[Future[list[_Written]], _Chunk] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        while True:
            while len(waiting) < 2 * workers:
                chunk = next(chunks, None)
                if chunk is None:
                    break
                waiting[pool.submit(look_at, taggers, records, chunk)] = chunk
            if not waiting:
                return
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                yield waiting.pop(future), future.result()


def look_at(taggers: Taggers, records: Path, chunk: _Chunk) -> list[_Written]:
    """Look at one chunk and write what was found, one batch a tagger. Runs in whichever process."""
    names = taggers.names()
    found: dict[str, dict[str, list[Mention | Label]]] = {kind: {} for kind in names}
    for kinds in sorted({kinds for _, _, kinds in chunk.texts}):
        texts = [(digest, text) for digest, text, wanted in chunk.texts if wanted == kinds]
        for kind in kinds:
            found[kind].update((digest, []) for digest, _ in texts)
        for mention in _mentions(taggers, texts, kinds):
            found[mention.target_kind][mention.text_digest].append(mention)
        for label in _labels(taggers, texts, kinds, chunk.facts):
            found[label.target_kind][label.text_digest].append(label)
    written = []
    for kind, by_digest in found.items():
        if not by_digest:
            continue
        digests = tuple(sorted(by_digest))
        said = (names[kind], *digests, *(_facts_of(chunk, digests) if kind in MODEL_TARGETS else ()))
        batch = f"{kind}-{hashlib.sha256('|'.join(said).encode()).hexdigest()[:20]}"
        counts = write_batch(records, batch=batch, records=(one for digest in digests for one in by_digest[digest]))
        written.append(
            _Written(
                tagger=names[kind],
                batch=batch,
                digests=digests,
                mentions=counts.get(Mention.kind, 0),
                labels=counts.get(Label.kind, 0),
            )
        )
    return written


def _facts_of(chunk: _Chunk, digests: Sequence[str]) -> list[str]:
    return [f"{digest} {chunk.facts[digest]}" for digest in digests if digest in chunk.facts]


def _mentions(taggers: Taggers, texts: list[tuple[str, str]], kinds: tuple[str, ...]) -> Iterator[Mention]:
    if "barrier" in kinds:
        yield from find_barriers(texts, barriers=taggers.barriers)
    if "role" in kinds and taggers.about is not None:
        yield from find_roles(texts, roles=taggers.roles, about=taggers.about)
    if "component" in kinds:
        yield from find_components(texts, components=taggers.components)
    if "market_role" in kinds and taggers.market is not None:
        yield from find_market_roles(texts, who=taggers.market)
    if {"technology", "theme", "need"} & set(kinds):
        yield from find_mentions(_reader(taggers, kinds), texts)


@lru_cache(maxsize=8)
def _reader(taggers: Taggers, kinds: tuple[str, ...]) -> Reader:
    """What looks for these kinds of target, made once a process."""
    return reader_of(
        technologies=taggers.technologies if "technology" in kinds else (),
        themes=taggers.themes if "theme" in kinds else (),
        needs=taggers.needs if "need" in kinds else (),
    )


def _labels(
    taggers: Taggers, texts: list[tuple[str, str]], kinds: tuple[str, ...], facts: Mapping[str, str]
) -> Iterator[Label]:
    targets = [target for target in MODEL_TARGETS if target in kinds]
    if taggers.classifier is None or not targets:
        return
    from nlp.classifier import load_classifier

    yield from load_classifier(taggers.classifier).labels(texts, targets, facts=facts)
