"""A name on a stone is found in every dress in which pages, notices and addresses wear it, and nobody else is."""

import unicodedata
from pathlib import Path

import pytest

from warehouse.tombstone import Tombstones

NAME = "Åse Bøgh Månsson"
DRESSES = {
    "letters in two pieces": unicodedata.normalize("NFD", NAME),
    "a space that does not break": "Åse&nbsp;Bøgh&#160;Månsson",
    "tags between the words": "Åse <b>Bøgh</b><br>Månsson",
    "a tag within a word": "Åse Bøgh Måns<wbr>son",
    "words in tags that touch": "<td>Åse</td><td>Bøgh</td><td>Månsson</td>",
    "a value of a tag": '<meta name="author" content="Åse Bøgh Månsson">',
    "a soft hyphen": "Åse Bøgh Måns&shy;son",
    "a soft hyphen as it is": "Åse Bøgh Måns\u00adson",
    "a sign of no width": "Åse Bøgh Må\u200bnsson",
    "an address": "/folk/%C3%85se-B%C3%B8gh-M%C3%A5nsson.html",
    "an address of older days": "?navn=%C5se+B%F8gh%20M%E5nsson",
    "an address within an address": "?til=%25C3%2585se%20B%25C3%25B8gh%20M%25C3%25A5nsson",
    "escaped twice": "Åse B&amp;oslash;gh M&amp;#229;nsson",
    "a page within a page": "&lt;b&gt;Åse&lt;/b&gt; Bøgh&amp;nbsp;Månsson",
    "JSON": r"\u00c5se B\u00f8gh\nM\u00e5nsson",
    "JSON within JSON": r"\\u00c5se \\u003cb\\u003eB\\u00f8gh\\u003c\\/b\\u003e M\\u00e5nsson",
}


@pytest.fixture
def stones(tmp_path: Path) -> Tombstones:
    stones = Tombstones(tmp_path)
    stones.add(NAME)
    return stones


@pytest.mark.parametrize("dressed", DRESSES.values(), ids=DRESSES)
def test_a_name_is_found_and_masked_in_whatever_dress(stones: Tombstones, dressed: str) -> None:
    text = f"Spørg {dressed} om aftalen"
    masked = stones.masked(text)
    assert len(masked) == len(text)
    assert not stones.names(masked)
    assert masked.startswith("Spørg ")
    assert masked.endswith(" om aftalen")
    assert "x" * 3 in masked


def test_tags_around_a_masked_name_stay_whole(stones: Tombstones) -> None:
    assert stones.masked("<p>Åse <b>Bøgh</b>&nbsp;Måns<wbr>son</p>") == "<p>xxx <b>xxxx</b>&nbsp;xxxx<wbr>xxx</p>"


@pytest.mark.parametrize("text", ["Åse Bøgh", "Åse Bøgh Månssons", "Bøgh Åse Månsson", "Åse og Bøgh og Månsson"])
def test_who_is_called_otherwise_stays(stones: Tombstones, text: str) -> None:
    assert stones.masked(text) == text


@pytest.mark.parametrize("codec", ["utf-8", "latin-1", "utf-16"])
def test_bytes_are_masked_in_their_own_encoding(stones: Tombstones, codec: str) -> None:
    assert stones.masked_bytes(f"<p>{NAME} æ</p>".encode(codec)).decode(codec) == "<p>xxx xxxx xxxxxxx æ</p>"


def test_one_broken_byte_hides_nobody(stones: Tombstones) -> None:
    assert stones.masked_bytes(NAME.encode() + b" \xff \xe2\x82") == b"xxx xxxx xxxxxxx \xff \xe2\x82"
