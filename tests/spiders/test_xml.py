"""Safe XML and the table of paths."""

from __future__ import annotations

import pytest

from spiders.format import Unreadable
from spiders.formats.xml import MAX_BYTES, Table, filled, first, parse_xml, root_name, text_at

BOMB = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
REMOTE = b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>'


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        parse_xml(data, mixed=False)
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"hello", "not_xml"),
        (b"<a>", "not_xml"),
        (b"<a>&nothing;</a>", "not_xml"),
        (BOMB, "has_doctype"),
        (OUTSIDE, "has_doctype"),
        (REMOTE, "has_doctype"),
        (b"<!DOCTYPE a [<!ENTITY x '&x;'>]><a>&x;</a>", "has_doctype"),
        (b"<a>" * 5000 + b"</a>" * 5000, "too_deep"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "too_large"),
        (b"\x00\x01\x02", "not_xml"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "not_xml"),
    ],
)
def test_what_is_unsafe_or_broken_is_refused_with_its_reason(data: bytes, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_every_encoding_that_xml_allows_is_read(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?><a>Ærø</a>'.encode(encoding)
    assert parse_xml(data, mixed=False).text == "Ærø"


def test_a_table_reads_texts_attributes_elements_and_groups_in_document_order() -> None:
    inner = Table({"name": "N"})
    table = Table(
        {"id": "I", "kind": "L/@t"},
        {"members": ("M", inner)},
        every={"more": ("A/B", "C/B"), "codes": "D/@c"},
        elements={"amount": "K"},
    )
    root = parse_xml(
        b"<r><I> </I><I> 1 </I><I>2</I><C><B>c</B><B/></C><A><B>a</B></A><K t=' x '/><K> 5 </K><L/><L t=' y '/>"
        b"<D c='p'/><D c=''/><D c='q'/><M><N>one</N></M><z/><M><N>two</N></M></r>",
        mixed=True,
    )
    found = table.read(root)
    assert (found["id"], found["more"]) == ("1", ["c", "a"])
    assert (found["kind"], found["codes"]) == ("y", ["p", "q"])
    assert (filled(found, "amount"), filled(found, "amount", "t"), len(found["amount"])) == ("5", "x", 2)
    assert [member["name"] for member in found["members"]] == ["one", "two"]
    assert "amount" in found
    assert "nothing" not in found
    assert first(found, "nothing") == {}


def test_a_text_is_found_on_its_way_past_what_is_empty() -> None:
    root = parse_xml(b"<r xmlns:p='u'><A/><p:A><B> </B><B> x </B></p:A><A><B>y</B></A></r>", mixed=True)
    assert text_at(root, ("A", "B")) == "x"
    assert text_at(root, ("B",)) is None


def test_elements_may_be_a_group_too_but_a_text_leads_no_further() -> None:
    both = Table(groups={"spans": ("R", Table({"low": "L"}))}, elements={"range": "R"})
    found = both.read(parse_xml(b"<r><R c='x'><L>1</L></R></r>", mixed=True))
    assert (filled(found, "range", "c"), found["spans"]) == ("x", [{"low": "1"}])
    with pytest.raises(AssertionError, match="a text and a way"):
        Table({"a": "X", "b": "X/Y"})


def test_paths_do_not_care_for_namespaces_and_may_end_in_a_star() -> None:
    table = Table({"title": "OBJECT_*/TITLE", "own": "OBJECT_X/TITLE"})
    one = table.read(
        parse_xml(b"<r xmlns='urn:1'><OBJECT_CONTRACT_9><TITLE>a</TITLE></OBJECT_CONTRACT_9></r>", mixed=True)
    )
    assert one.get("title") == "a"
    other = table.read(
        parse_xml(b"<p:r xmlns:p='urn:2'><p:OBJECT_X><p:TITLE>b</p:TITLE></p:OBJECT_X></p:r>", mixed=True)
    )
    assert (other.get("title"), other.get("own")) == (None, "b")


def test_one_path_cannot_be_declared_twice() -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        Table({"a": "X/Y", "b": "X/Y"})
    with pytest.raises(AssertionError, match="declared twice"):
        Table({"a": "X/Y"}, elements={"b": "X/Y"})
    with pytest.raises(AssertionError, match="two things"):
        Table({"a": "X"}, every={"a": "Y"})


def test_a_hostile_document_does_not_fill_the_memory_of_a_table() -> None:
    table = Table({"a": "A"})
    many = b"".join(b"<t%d/>" % number for number in range(20_000))
    table.read(parse_xml(b"<r>" + many + b"</r>", mixed=True))
    assert len(table._root.seen) <= 4096


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<a/>", "a"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><x:Notice xmlns:x='u'", "Notice"),
        ("<?xml version='1.0'?><Notice>".encode("utf-16"), "Notice"),
        ("<?xml version='1.0'?><Notice>".encode("utf-16-le"), "Notice"),
        (b"<!-- <b> --><a>", "a"),
        (b"<!-- unfinished <b>", ""),
        (b"", ""),
        (b"plain text", ""),
    ],
)
def test_the_root_is_recognised_from_the_first_bytes(head: bytes, name: str) -> None:
    assert root_name(head) == name
