"""Pages and PDFs against what people, and the documents' own sources, say that they contain.

Main text is compared as the bag of its runs of four words (the benchmark's own measure for article pages) or of its
words; dates must be exact; a PDF's words are compared with those of its twin for word processors.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from lxml import etree, html

from spiders.format import Format, Origin, Unreadable
from spiders.formats.docx import FORMAT as DOCX
from spiders.formats.html import FORMAT as HTML
from spiders.formats.pdf import FORMAT as PDF
from tests.accuracy.result import Cell, Result
from warehouse.records import Document, Text

_SEEN = date(2026, 11, 23)
_WORD = re.compile(r"\w+")


def score(data_dir: Path) -> Result | None:
    """All web sets below a folder, or None where there is none. Shares are means over documents."""
    found: list[Cell] = []
    notes: list[str] = []
    faults: list[str] = []
    for name, one in _SETS.items():
        with _unpacked(data_dir, name) as folder:
            if folder is None:
                continue
            for column, share, floor, count in one(folder):
                notes.append(f"{name}: {column} {share:.4f} of {count} (goal {floor})")
                if share < floor:
                    faults.append(f"{name}: {column} is {share:.4f}, not {floor}")
                found.append(Cell(group=name, column=column, agreed=round(share * count), total=count))
    return Result(name="web", cells=found, notes=notes, faults=faults) if found else None


@contextmanager
def _unpacked(data_dir: Path, name: str) -> Iterator[Path | None]:
    """The folder of a set: as it lies there, or out of its archive."""
    for place in (data_dir / name, data_dir / "web" / name):
        if place.is_dir():
            yield place
            return
    for place in (data_dir / f"{name}.tar.xz", data_dir / "web" / f"{name}.tar.xz"):
        if place.is_file():
            with TemporaryDirectory() as folder, tarfile.open(place) as package:
                package.extractall(folder, filter="data")
                yield Path(folder) / name
            return
    yield None


def read_page(data: bytes, url: str | None = None) -> tuple[Document, Text] | None:
    """A page's two records, or None where it is refused."""
    try:
        document, text, *_ = HTML.read(data, Origin(evidence_id="0" * 64, source="set", url=url, first_seen=_SEEN))
    except Unreadable:
        return None
    assert isinstance(document, Document)
    assert isinstance(text, Text)
    return document, text


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def shingle_f1(truth: str, read: str) -> tuple[float, float]:
    """(precision, recall) of runs of four words, as the article benchmark counts them."""
    wanted, got = _runs(truth), _runs(read)
    both = sum((wanted & got).values())
    return (both / sum(got.values()) if got else 1.0), (both / sum(wanted.values()) if wanted else 1.0)


def word_overlap(truth: str, read: str) -> tuple[float, float]:
    """(precision, recall) of words, lower-cased."""
    wanted, got = (Counter(_WORD.findall(text.lower())) for text in (truth, read))
    both = sum((wanted & got).values())
    return (both / sum(got.values()) if got else 1.0), (both / sum(wanted.values()) if wanted else 1.0)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


Scores = Iterator[tuple[str, float, float, int]]


def _articles(folder: Path) -> Scores:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pairs = []
    for row in _rows(folder):
        page = read_page(gzip.decompress((folder / row["file"]).read_bytes()), row["url"])
        pairs.append(shingle_f1(truth[row["id"]]["articleBody"], page[1].text if page else ""))
    precision, recall = fmean(p for p, _ in pairs), fmean(r for _, r in pairs)
    yield "main text F1", _f1(precision, recall), 0.96, len(pairs)
    yield "main text precision", precision, 0.0, len(pairs)
    yield "main text recall", recall, 0.0, len(pairs)


def _readability(folder: Path) -> Scores:
    scores, precision, recall = [], [], []
    for row in _rows(folder):
        place = folder / row["id"]
        expected = html.fromstring(gzip.decompress((place / "expected.html.gz").read_bytes()).decode("utf-8"))
        for element in expected.iter():
            element.tail = " " + (element.tail or "")
        page = read_page(gzip.decompress((place / "source.html.gz").read_bytes()), "http://fakehost/test/page.html")
        p, r = word_overlap(expected.text_content(), page[1].text if page else "")
        scores.append(_f1(p, r))
        precision.append(p)
        recall.append(r)
    yield "main text F1", _f1(fmean(precision), fmean(recall)), 0.955, len(scores)
    yield "main text F1, mean of pages", fmean(scores), 0.0, len(scores)
    yield "main text precision", fmean(precision), 0.0, len(scores)
    yield "main text recall", fmean(recall), 0.0, len(scores)


def _built(folder: Path) -> Scores:
    recall, precision, unflagged = [], [], 0
    by_language: dict[str, list[float]] = defaultdict(list)
    for row in _rows(folder):
        place = folder / row["split"] / row["id"]
        if not place.is_dir():
            continue
        page = read_page((place / "page.html").read_bytes(), "https://example.org/page.html")
        p, r = word_overlap((place / "truth.txt").read_text(encoding="utf-8"), page[1].text if page else "")
        precision.append(p)
        recall.append(r)
        by_language[row["language"]].append(r)
        unflagged += r < 0.60 and page is not None and "recall_low" not in page[0].flags
    yield "main text recall", fmean(recall), 0.90, len(recall)
    for language, found in sorted(by_language.items()):
        yield f"main text recall, {language}", fmean(found), 0.90, len(found)
    yield "pages below .60 that say so, or none", 1 - unflagged / len(recall), 1.0, len(recall)
    yield "main text precision", fmean(precision), 0.0, len(recall)


def _dates(floor: float) -> Callable[[Path], Scores]:
    def scores(folder: Path) -> Scores:
        right, bases = [], Counter[str]()
        for row in _rows(folder):
            if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d", row["date"]) or not (folder / row["file"]).exists():
                continue
            page = read_page(gzip.decompress((folder / row["file"]).read_bytes()), row["url"])
            fits = page is not None and page[0].published_date == date.fromisoformat(row["date"])
            right.append(fits)
            bases[f"{page[0].date_basis if page else 'refused'} {'right' if fits else 'wrong'}"] += 1
        yield "date exact", fmean(right), floor, len(right)
        for basis, count in sorted(bases.items()):
            yield f"date from {basis}", count / len(right), 0.0, len(right)

    return scores


def _segments(folder: Path) -> Scores:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    with_right = with_all = without_wrong = without_all = 0
    for row in _rows(folder):
        said = truth[row["id"]] if row["id"] in truth else truth.get(row["file"])
        page = read_page(gzip.decompress((folder / row["file"]).read_bytes()), row["url"])
        text = page[1].text if page else ""
        with_right += sum(one in text for one in said["with"])
        with_all += len(said["with"])
        without_wrong += sum(one in text for one in said["without"])
        without_all += len(said["without"])
    precision, recall = with_right / (with_right + without_wrong), with_right / with_all
    yield "segments F1", _f1(precision, recall), 0.0, with_all
    yield "segments recall", recall, 0.0, with_all
    yield from _dates(0.87)(folder)


def _docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in root.iter("{*}p"))


def _pdfs(folder: Path) -> Scores:
    rows = [row for row in _rows(folder) if (folder / row["file"]).exists()]
    twins = {row["pair_key"]: row for row in rows if row["format"] == "docx" and row["pair_key"]}
    recalls, read_twins, flagged, empty, read, full = [], [], 0, 0, 0, 0
    for row in rows:
        if row["format"] != "pdf":
            continue
        has_text = float(row["chars_per_page"] or 0) >= 100
        text = refused = None
        try:
            text = _text_of(PDF, folder / row["file"])
        except Unreadable as refusal:
            refused = refusal.reason
        flagged += not has_text and refused == "no_text_layer"
        empty += not has_text
        full += has_text
        read += has_text and text is not None
        if row["pair_key"] in twins:
            twin = folder / twins[row["pair_key"]]["file"]
            recalls.append(word_overlap(_docx_text(twin), text or "")[1])
            read_twins.append(word_overlap(_text_of(DOCX, twin), text or "")[1])
    words = [_docx_recall(folder / row["file"]) for row in rows if row["format"] == "docx"]
    kept = [one for one in words if one is not None]
    if recalls:
        yield "recall against its twin", fmean(recalls), 0.95, len(recalls)
        yield "recall against its twin as we read it", fmean(read_twins), 0.95, len(read_twins)
    if kept:
        yield "DOCX: words of its XML kept", fmean(kept), 0.95, len(kept)
    if empty:
        yield "without text: flagged", flagged / empty, 1.0, empty
    yield "with text: read", read / full, 1.0, full


def _text_of(form: Format, path: Path) -> str:
    origin = Origin(evidence_id="0" * 64, source="set")
    return next(one.text for one in form.read(path.read_bytes(), origin) if isinstance(one, Text))


def _docx_recall(path: Path) -> float | None:
    """The share of the words of a document's XML that reading keeps; None where there are no words to keep."""
    truth = _docx_text(path)
    return word_overlap(truth, _text_of(DOCX, path))[1] if truth.strip() else None


_SETS = {
    "extract-aeb": _articles,
    "extract-readability": _readability,
    "pairs-md-html": _built,
    "extract-htmldate": _dates(0.92),
    "extract-trafilatura": _segments,
    "pdfs": _pdfs,
}
