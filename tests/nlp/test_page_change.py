"""What changed on a page, of what kind, and with which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.page_change import MOST_CHANGES, block_key, blocks_of, find_changes, frame_of
from nlp.page_cues import KINDS
from tests.spiders.rigged import rows

# Before and after are the words of one line; an empty side is a line that came or went.
TYPED = """
type               | heading      | before                                | after
-------------------+--------------+---------------------------------------+-------------------------------------------
reference_customer | Referencer   |                                       | - Hjortesund Kommune bruger Lodret Sag.
reference_customer | Om os        |                                       | Tangkær Kommune har valgt Lodret som kunde.
reference_customer | Customers    | - The City of Farwick                 |
partner            | Nyt          |                                       | Vi indgår partnerskab med Vestlyn A/S.
partner            | Partners     |                                       | Quayside Systems Ltd
price              | Lodret Sag   | Det koster 12.000 kr. om året.        | Det koster 14.500 kr. om året.
price              | Om           |                                       | Se vores nye prisliste.
hiring             | Bliv en af os|                                       | Vi søger to udviklere til Sandhage.
hiring             | News         |                                       | Anna Example was appointed head of sales.
ownership          | Nyt          |                                       | Lodret er overtaget af Højdedrag Invest.
ownership          | About        | We are owned by our own staff.        | We are owned by our friend Upland Holding.
standard           | Sikkerhed    | Vi er certificeret: ISO 27001.        | Vi er certificeret: ISO 27001 og ISO 9001.
standard           | Login        | Vi taler OIOSAML 2.0.                 | Vi taler OIOSAML 3.0.
product            | Nyt          |                                       | Vi lancerer modulet Lodret Byg.
product            | Releases     | Version 4 is here.                    | Version 5 is here.
other              | Om os        | Vi bor i Sandhage.                    | Vi bor i Tangkær.
none               | Om os        | Besøg nr. 1201 i dag.                 | Besøg nr. 1377 i dag.
none               | Om os        | Vi  bor i “Sandhage”                  | vi bor i "Sandhage"
"""


@pytest.mark.parametrize(("kind", "heading", "before", "after"), rows(TYPED))
def test_a_change_is_typed_and_quoted(kind: str, heading: str, before: str, after: str) -> None:
    old, new = ("\n".join(line for line in ("Lodret", heading, said, "Kom forbi.") if line) for said in (before, after))
    (change,) = find_changes(old, new)
    assert change.kind == kind
    if kind == "none":
        assert change.before is None
        assert change.after is None
        return
    for text, side, said in ((old, change.before, before), (new, change.after, after)):
        assert (side is None) is (not said)
        if side:
            assert text[side.start : side.end] == side.quote == said.removeprefix("- ")


def test_the_address_tells_the_kind_where_the_words_do_not() -> None:
    old, new = "Vi er glade for jer:\nAnholt Havn", "Vi er glade for jer:\nAnholt Havn\nBorris Havn kunde"
    assert find_changes(old, new, address="http://a.example/kunder")[0].kind == "reference_customer"


def test_only_the_sentence_that_changed_is_quoted() -> None:
    old = "Lodret\nVi er tolv. Vi bor i Sandhage ved åen. Ring til os."
    (change,) = find_changes(old, old.replace("Sandhage", "Tangkær"))
    assert change.before
    assert change.after
    assert (change.before.quote, change.after.quote) == ("Vi bor i Sandhage ved åen.", "Vi bor i Tangkær ved åen.")


def test_a_block_that_moved_is_no_change() -> None:
    assert [one.kind for one in find_changes("en\nto\ntre", "tre\nen\nto")] == ["none"]


def test_the_frame_of_a_site_is_no_change() -> None:
    pages = [f"Menu\nSide {n}\nHotline til kunder døgnet rundt" for n in range(6)]
    frame = frame_of(pages)
    assert frame == {"menu", "hotline til kunder døgnet rundt"}
    assert [one.kind for one in find_changes("Side 1", pages[1], frame=frame)] == ["none"]
    assert frame_of(pages[:3]) == frozenset()


def test_a_page_written_anew_is_one_change() -> None:
    old = "\n".join(f"Gammel linje om ting {word}" for word in "abcdefghijklmnopqrstuvwxyz")
    new = "\n".join(f"Fuldstændig andre ord her {n} {n * n}" for n in range(MOST_CHANGES))
    (change,) = find_changes(old, new)
    assert change.kind == "other"
    assert change.before
    assert change.after


_LINES = st.lists(
    st.text(alphabet=st.sampled_from("abæ 12.,-|•\u00a0kundeprs€"), max_size=30) | st.text(max_size=30), max_size=12
).map("\n".join)


@given(before=_LINES, after=_LINES)
def test_every_quote_stands_at_its_place_and_every_kind_is_known(before: str, after: str) -> None:
    changes = find_changes(before, after)
    assert changes
    for change in changes:
        assert change.kind in KINDS
        assert (change.kind == "none") == (change.before is None and change.after is None)
        for text, side in ((before, change.before), (after, change.after)):
            assert side is None or (side.quote and text[side.start : side.end] == side.quote)


@given(text=_LINES)
def test_nothing_changed_is_none(text: str) -> None:
    assert [one.kind for one in find_changes(text, text)] == ["none"]
    assert all(text[block.start : block.end] == block.text for block in blocks_of(text))
    assert all(block_key(block.key) == block.key for block in blocks_of(text))
