"""The same notice written differently gives the same records; any bytes give records or a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from spiders.format import REASONS, Unreadable
from spiders.formats import eforms, ocds, ted_export
from tests.spiders.eforms_builder import ORIGIN, award_notice, lot, tag
from tests.spiders.ted_builder import BODY, Ted, awarded, contractor, thing
from tests.spiders.ted_builder import lot as ted_lot
from tests.spiders.test_ocds import release
from warehouse.records import Award, Lot, Notice, Record

TED = Ted(
    body=BODY
    + thing("Nyt fagsystem", ted_lot("1", "Ældre"), ted_lot("2", "Børn", item="2"))
    + awarded(contractor("Nordlys Systemer A/S", number="10000017"), tag("VAL_TOTAL", "5", CURRENCY="DKK"))
)
EFORMS = award_notice(lots=[lot("LOT-0001", "Ældre", description="Første linje."), lot("LOT-0002", "Børn")])
XML = [(eforms, EFORMS.xml()), (ted_export, TED.xml())]


def read(module: ModuleType, data: bytes) -> list[Record]:
    return list(module.FORMAT.read(data, ORIGIN))


def indented(text: str) -> bytes:
    root = etree.fromstring(text)
    etree.indent(root, space="\t\t")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def commented(text: str) -> bytes:
    return re.sub(r">(?=<)", "><!-- <cbc:ID>no</cbc:ID> --><?tool on?>", text).encode()


def other_prefixes(text: str) -> bytes:
    for prefix in ("cac", "cbc", "efac", "efbc", "efext", "ext"):
        text = re.sub(rf"(</?|xmlns:){prefix}\b", rf"\1p{prefix[::-1]}", text)
    return text.encode()


def default_namespace_as_prefix(text: str) -> bytes:
    root = etree.fromstring(text)
    namespace = etree.QName(root).namespace
    renamed = etree.Element(root.tag, attrib=dict(root.attrib), nsmap={**root.nsmap, "own": namespace})
    renamed.extend(list(root))
    etree.cleanup_namespaces(renamed, keep_ns_prefixes=["own"])
    return etree.tostring(renamed)


CLOTHES: dict[str, Callable[[str], bytes]] = {
    "indented": indented,
    "with comments and instructions": commented,
    "with other prefixes": other_prefixes,
    "with a prefix for its own namespace": default_namespace_as_prefix,
    "with a byte order mark": lambda text: text.encode("utf-8-sig"),
    "in UTF-16": lambda text: f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16"),
    "in Latin 1": lambda text: f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("iso-8859-1"),
    "in character references": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "in CDATA": lambda text: text.replace("Første linje.", "<![CDATA[Første linje.]]>").encode(),
}


@pytest.mark.parametrize("clothes", CLOTHES)
@pytest.mark.parametrize(("module", "text"), XML, ids=["eforms", "ted_export"])
def test_a_notice_says_the_same_in_other_clothes(module: ModuleType, text: str, clothes: str) -> None:
    assert read(module, CLOTHES[clothes](text)) == read(module, text.encode())


@pytest.mark.parametrize("namespace", ["R2.0.8", "R2.0.9", "R2.1.0"])
def test_a_notice_says_the_same_in_another_versions_namespace(namespace: str) -> None:
    there = TED.xml().replace("ted/R2.0.9/publication", f"ted/{namespace}/publication")
    assert read(ted_export, there.encode()) == read(ted_export, TED.xml().encode())


def test_reordered_lots_are_the_same_lots_and_awards() -> None:
    turned = replace(EFORMS, lots=EFORMS.lots[::-1])
    ours, theirs = read(eforms, EFORMS.data()), read(eforms, turned.data())
    for kind in (Lot, Award):
        assert {str(r) for r in ours if isinstance(r, kind)} == {str(r) for r in theirs if isinstance(r, kind)}


def test_an_added_translation_changes_only_the_languages() -> None:
    translated = replace(TED, translations=[("EN", BODY + thing("New system"))])
    ours, theirs = read(ted_export, TED.data()), read(ted_export, translated.data())
    assert isinstance(theirs[0], Notice)
    assert theirs[0].languages == ("DA", "EN")
    assert [replace(theirs[0], languages=("DA",)), *theirs[1:]] == ours


def test_the_order_of_keys_and_the_indentation_of_json_mean_nothing() -> None:
    turned = dict(reversed(release().items()))
    assert read(ocds, json.dumps(turned, indent=3).encode()) == read(ocds, json.dumps(release()).encode())


def test_reading_twice_gives_the_same() -> None:
    for module, text in XML:
        assert read(module, text.encode()) == read(module, text.encode())


MODULES = st.sampled_from([eforms, ted_export, ocds])


def records_or_reason(module: ModuleType, data: bytes) -> None:
    reason, records = None, []
    try:
        records = read(module, data)
    except Unreadable as refusal:
        reason = refusal.reason
    assert reason in REASONS or records
    assert all(isinstance(record, Record) for record in records)


@settings(max_examples=150, deadline=None)
@given(MODULES, st.binary(max_size=400))
def test_any_bytes_give_records_or_a_reason(module: ModuleType, data: bytes) -> None:
    records_or_reason(module, data)
    module.FORMAT.recognises(data[:4096], None, "")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([(eforms, EFORMS.data()), (ted_export, TED.data()), (ocds, json.dumps(release()).encode())]),
    st.data(),
)
def test_a_damaged_notice_gives_records_or_a_reason(good: tuple[ModuleType, bytes], data: st.DataObject) -> None:
    module, whole = good
    place = data.draw(st.integers(min_value=0, max_value=len(whole)))
    gone = data.draw(st.integers(min_value=0, max_value=60))
    put = data.draw(st.binary(max_size=12))
    records_or_reason(module, whole[:place] + put + whole[place + gone :])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([(eforms, EFORMS.xml()), (ted_export, TED.xml())]), st.data())
def test_elements_without_text_or_with_any_text_give_records_or_a_reason(
    good: tuple[ModuleType, str], data: st.DataObject
) -> None:
    module, text = good
    root = etree.fromstring(text)
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    for _ in range(data.draw(st.integers(min_value=1, max_value=4))):
        victim = elements[data.draw(st.integers(min_value=0, max_value=len(elements) - 1))]
        said = data.draw(
            st.sampled_from(["", " ", "x", "-1", "99999999999999999999999999", "2024-13-40", "ORG-0002", None])
        )
        if said is None and victim.getparent() is not None:
            victim.getparent().remove(victim)
        else:
            victim.text = said
            for name in list(victim.attrib):
                victim.set(name, said or "")
    records_or_reason(module, etree.tostring(root))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["ocid", "id", "tag", "tender", "parties", "awards", "contracts", "releases", "records", "value", "amount",
             "suppliers", "identifier", "address", "lots", "items", "classification", "title", "buyer",
             "compiledRelease"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_gives_records_or_a_reason(document: object) -> None:
    records_or_reason(ocds, json.dumps(document).encode())
    records_or_reason(ocds, json.dumps({**release(), "tender": document, "awards": document}).encode())
