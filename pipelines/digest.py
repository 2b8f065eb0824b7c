"""The nightly digest: which signals the watches ask for, why each is there, and what was told before.

An item is told once: every edition keeps the keys of all that has been told, and the next takes them away. A contract
is told when it first comes within a watch's window, an assumption when its state changes to one that is watched. Where
nothing is left, the digest is empty and nobody is disturbed.

Rejected: a table of what was sent (it would differ from the editions after a replay), scores that hide the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dashboards.renderers.markdown import escaped
from dashboards.safety import clean, web_address
from dashboards.showing import one_line
from dashboards.vocabulary import NEWS_KINDS, word
from pipelines.signals import Signal
from pipelines.watch import Watch

FOLDER = "digest"
STATE, TEXT, FEED = "digest.json", "digest.md", "feed.atom"
_MOST_IN_FEED = 200
_LONGEST = 300
_ATOM = "http://www.w3.org/2005/Atom"
_KINDS = {
    "contract_window": "Contract opening",
    "page_change": "Page changed",
    "assumption": "Assumption",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A signal that is told, with the reasons by watch."""

    signal: Signal
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is told tonight, and the keys of all that has been told up to now."""

    edition: str
    as_of: date
    items: tuple[Item, ...]
    told: tuple[str, ...]


def why(watch: Watch, signal: Signal) -> str:
    """Why a watch asks for a signal, in words; empty where it does not."""
    reasons = [
        *_named("player", watch.players, signal.players),
        *_named("buyer", watch.buyers, signal.buyers),
        *(f"technology {signal.technologies[key]}" for key in watch.technologies if key in signal.technologies),
        *(f"CPV {signal.cpv} begins with {code}" for code in watch.cpv if signal.cpv.startswith(code)),
        *_keywords(watch.keywords, signal.texts),
        *(f"page under {page}" for page in watch.pages if signal.url.startswith(page)),
    ]
    if signal.kind == "contract_window":
        window = watch.contracts_within_days
        if window is None or signal.days_left is None or signal.days_left > window:
            return ""
        narrowed = bool(watch.players or watch.buyers or watch.cpv or watch.keywords)
        if narrowed and not reasons:
            return ""
        reasons = [f"ends in {signal.days_left} days, within {window}", *reasons]
    elif signal.kind == "assumption":
        reasons = (
            [f"the assumption is now {signal.state.replace('_', ' ')}"] if signal.state in watch.assumptions else []
        )
    return "; ".join(reasons)


def _named(what: str, wanted: Iterable[str], there: Mapping[str, str]) -> list[str]:
    names = {key.casefold(): name for key, name in there.items()}
    names |= {name.casefold(): name for name in there.values()}
    return [f"{what} {names[one.casefold()]}" for one in wanted if one.casefold() in names]


def _keywords(keywords: Iterable[str], texts: Iterable[str]) -> list[str]:
    held = [text.casefold() for text in texts]
    return [f"“{keyword}” is said" for keyword in keywords if any(keyword.casefold() in text for text in held)]


def make_digest(
    found: Iterable[Signal], watches: Iterable[Watch], *, edition: str, as_of: date, told: Iterable[str] = ()
) -> Digest:
    """What is told tonight: what a watch asks for and no edition before has told it of."""
    before = set(told)
    items: list[Item] = []
    keys = set(before)
    held = list(watches)
    for signal in found:
        reasons = [(watch.name, reason) for watch in held if (reason := why(watch, signal))]
        # A key holds the watch: what one watch was told of is still news to another that is added later.
        new = tuple((name, reason) for name, reason in reasons if f"{name}|{signal.key}" not in before)
        keys |= {f"{name}|{signal.key}" for name, _ in reasons}
        if new:
            items.append(Item(signal=signal, reasons=new))
    return Digest(edition=edition, as_of=as_of, items=tuple(items), told=tuple(sorted(keys)))


def kind_in_words(kind: str) -> str:
    """A signal's kind for people."""
    return _KINDS.get(kind) or word(NEWS_KINDS, kind).en


def as_markdown(digest: Digest) -> str:
    """The digest as Markdown; what sources wrote is escaped."""
    if not digest.items:
        return f"# Digest of {digest.as_of.isoformat()}\n\nNothing new that a watch asks for.\n"
    lines = [f"# Digest of {digest.as_of.isoformat()}: {len(digest.items)} new", ""]
    for item in digest.items:
        signal = item.signal
        day = f", {signal.day.isoformat()}" if signal.day else ""
        lines.append(f"- **{escaped(one_line(signal.title, _LONGEST))}**")
        lines.append(f"  {escaped(kind_in_words(signal.kind))}: {escaped(one_line(signal.who))}{day}")
        lines += [f"  - {escaped(name)}: {escaped(one_line(reason, _LONGEST))}" for name, reason in item.reasons]
        if address := web_address(signal.url):
            lines.append(f"  - source: <{address}>")
        if signal.evidence_id:
            lines.append(f"  - evidence: `overblik show {signal.evidence_id[:12]}`")
    return "\n".join([*lines, ""])


def state_of(digest: Digest, feed: list[dict[str, str]]) -> dict[str, Any]:
    """What the next edition needs to know."""
    return {"edition": digest.edition, "items": len(digest.items), "told": list(digest.told), "feed": feed}


def feed_entries(digest: Digest) -> list[dict[str, str]]:
    """Tonight's items as a feed holds them."""
    return [
        {
            "id": f"urn:overblik:{item.signal.key}",
            "title": f"{kind_in_words(item.signal.kind)}: {one_line(item.signal.title, _LONGEST)}",
            "updated": f"{digest.as_of.isoformat()}T00:00:00Z",
            "link": web_address(item.signal.url) or "",
            "summary": "; ".join(f"{name}: {reason}" for name, reason in item.reasons),
        }
        for item in digest.items
    ]


def as_atom(entries: Iterable[Mapping[str, str]], *, title: str, updated: date) -> bytes:
    """A feed in Atom; escaping is the XML writer's."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    head = {"id": f"urn:overblik:digest:{title}", "title": title, "updated": f"{updated.isoformat()}T00:00:00Z"}
    for name, text in head.items():
        ElementTree.SubElement(feed, f"{{{_ATOM}}}{name}").text = text
    author = ElementTree.SubElement(feed, f"{{{_ATOM}}}author")
    ElementTree.SubElement(author, f"{{{_ATOM}}}name").text = "Overblik"
    for entry in entries:
        place = ElementTree.SubElement(feed, f"{{{_ATOM}}}entry")
        for name in ("id", "title", "updated", "summary"):
            ElementTree.SubElement(place, f"{{{_ATOM}}}{name}").text = clean(entry[name])
        if entry["link"]:
            ElementTree.SubElement(place, f"{{{_ATOM}}}link", href=entry["link"])
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def write_digest(digest: Digest, folder: Path, *, study: str, before: Mapping[str, Any]) -> None:
    """Write text, feed and state into an edition's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    feed = [*feed_entries(digest), *before.get("feed", [])][:_MOST_IN_FEED]
    (folder / TEXT).write_text(as_markdown(digest), encoding="utf-8", errors="replace")
    (folder / FEED).write_bytes(as_atom(feed, title=f"Overblik: {study}", updated=digest.as_of))
    state = json.dumps(state_of(digest, feed), ensure_ascii=False, indent=1)
    (folder / STATE).write_text(state + "\n", encoding="utf-8", errors="replace")


def read_state(edition_folder: Path | None) -> dict[str, Any]:
    """What an edition's digest left for the next; nothing where there is none."""
    path = edition_folder / FOLDER / STATE if edition_folder is not None else None
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path is not None and path.is_file() else {}
    return held
