"""The drawings: the same names stand where they stood, nothing known is told from nothing, and text stays text."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.canvas import Scale, short, ticks
from dashboards.maps import Blip, Part, Pillar, Spot, heat, mekko, places_of, radar, scatter
from dashboards.plots import Dot, Pile, columns, dots
from dashboards.positions import Position, ellipse, labels_apart, positions
from dashboards.reasons import say_reason
from dashboards.rounds import Node, Tie, network, web
from dashboards.spans import Ahead, Span, fan, spans
from dashboards.words import DA


def _blips(count: int, ring: int = 0) -> list[Blip]:
    return [Blip(key=f"t{n}", number=n, ring=ring + n % 2, quadrant=n % 3, moved="none") for n in range(count)]


def test_a_blip_stands_where_its_name_puts_it_whatever_the_others_are_called() -> None:
    alone = places_of([Blip(key="wallet", number=1, ring=3, quadrant=2, moved="none")], 5, 4)
    among = places_of([Blip(key="wallet", number=9, ring=3, quadrant=2, moved="new"), *_blips(6)], 5, 4)
    assert alone[0] == among[0]


def test_blips_stay_in_their_ring_and_apart() -> None:
    blips = _blips(18, ring=1)
    places = places_of(blips, 5, 3)
    radius = (620 - 32) / 2
    for blip, (x, y) in zip(blips, places, strict=True):
        inner, outer = (radius * math.sqrt(ring / 5) for ring in (blip.ring, blip.ring + 1))
        assert inner < math.hypot(x, y) < outer
        assert int((math.atan2(y, x) / (2 * math.pi) % 1) * 3) == blip.quadrant
    gaps = [math.dist(one, two) for n, one in enumerate(places) for two in places[:n]]
    assert min(gaps) > 16  # a blip is 22 wide: neighbours touch at most


def test_a_moved_blip_has_a_shape_of_its_own() -> None:
    blips = [Blip(key=code, number=1, ring=0, quadrant=0, moved=code) for code in ("in", "out", "new", "none")]
    moves = {code: code for code in ("in", "out", "new", "none")}
    drawn = radar(blips, ["a", "b"], ["x", "y"], moves=moves, narrow=False)
    assert drawn.count('class="focal"') == 6  # three moves, and their three meanings
    assert drawn == radar(blips, ["a", "b"], ["x", "y"], moves=moves, narrow=False)


def test_a_heat_map_hatches_what_is_not_known_and_shades_nothing_palest() -> None:
    drawn = heat(["A", "B"], ["x", "y"], {(0, 0): 0.0, (0, 1): 0.2}, top=0.2, narrow=False, none="none", shade="0–20%")
    hatched = re.findall(r'class="hatch" d="([^"]*)"', drawn)[0]
    assert hatched.count("M") == 2  # both themes of B
    assert len(re.findall(r'class="s0" d="(M[^"]*)"', drawn)[0].split("M")) == 2
    assert 'class="s4"' in drawn


@pytest.mark.parametrize("narrow", [True, False])
def test_every_drawing_takes_hostile_names_as_text(narrow: bool) -> None:
    name = '<script>alert(1)</script>"&\x00\u202e'
    drawn = "".join(
        (
            dots(
                [Dot(name=name, value=0.5, low=0.1, high=0.9, other=0.3, label=name)],
                narrow=narrow,
                axis=name,
                written=str,
            ),
            columns([Pile(name=name, value=3.0, label=name)], narrow=narrow, axis=name, written=str),
            heat([name], [name], {}, top=0.0, narrow=narrow, none=name, shade=name),
            radar(
                [Blip(key=name, number=1, ring=0, quadrant=0, moved="in")],
                [name],
                [name],
                moves={"in": name},
                narrow=narrow,
            ),
            positions(
                [Position(name=name, x=2.0, y=-1.0, sd_x=0.2, sd_y=0.1)],
                meanings=[("dot", "sure", name)],
                narrow=narrow,
            ),
            scatter(
                [Spot(number=1, x=2.0, y=-1.0)],
                x_axis=name,
                y_axis=name,
                lang="da",
                narrow=narrow,
            ),
            spans(
                [Span(name=name, start=date(2026, 1, 1), end=date(2027, 1, 1), label=name)],
                narrow=narrow,
                meanings=[("dot", "sure", name)],
            ),
            fan(
                [Ahead(year=2025, known=1.0), Ahead(year=2026, low=0.5, high=2.0)],
                narrow=narrow,
                axis=name,
                written=str,
            ),
        )
    )
    assert "<script" not in drawn
    assert not set(drawn) & set("\x00\u202e")
    assert "NaN" not in drawn


@pytest.mark.parametrize("narrow", [True, False])
def test_actors_at_one_place_keep_their_numbers_apart_and_their_ellipses(narrow: bool) -> None:
    crowd = [
        Position(name=f"Actor {n}", x=0.001 * n, y=0.0, sd_x=0.3, sd_y=0.1 + 0.02 * n, correlation=0.4)
        for n in range(12)
    ]
    drawn = positions([*crowd, Position(name="Component", x=1.0, y=1.0, shape="square")], meanings=[], narrow=narrow)
    assert drawn.count('class="chance"') == len(crowd)
    assert [f">{n} {spot.name}<" in drawn for n, spot in enumerate(crowd, start=1)] == [True] * len(crowd)
    points = [(100.0 + n / 10, 100.0) for n in range(25)]
    places = labels_apart(points, ["17"] * 25, width=300, height=300)
    for n, (x, y) in enumerate(places):
        assert all(abs(x - a) >= 11 or abs(y - b) >= 11 for a, b in places[:n])
        assert all(math.dist((x, y), point) > 5 for point in points)


def test_an_ellipse_holds_nine_places_of_ten() -> None:
    outline = ellipse(Position(name="", x=1.0, y=2.0, sd_x=1.0, sd_y=0.5))
    assert max(x for x, _ in outline) == pytest.approx(1 + 2.146, abs=0.01)
    assert max(y for _, y in outline) == pytest.approx(2 + 0.5 * 2.146, abs=0.01)
    assert ellipse(Position(name="", x=1.0, y=2.0)) == []


def test_a_label_that_is_long_for_a_phone_stands_whole_under_its_name() -> None:
    row = Dot(name="Generativ AI", value=1.85, label="×1,85 ingen sikker ændring")
    phone, desk = (dots([row], narrow=narrow, axis="", written=str) for narrow in (True, False))
    assert ">×1,85 ingen sikker ændring<" in phone
    assert ">×1,85 ingen sikker ændring<" in desk
    span = Span(
        name="Kernesnit åbnes for flere leverandører", start=date(2026, 1, 1), end=date(2027, 1, 1), label="gå i gang"
    )
    assert ">gå i gang<" in spans([span], narrow=True, meanings=[])


def test_drawings_of_nothing_are_drawings() -> None:
    assert dots([], narrow=False, axis="", written=str).startswith("<svg")
    assert columns([], narrow=True, axis="", written=str).startswith("<svg")
    assert spans([], narrow=False, meanings=[]).startswith("<svg")


@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e9), st.integers(1, 12))
def test_ticks_are_round_few_and_inside(low: float, size: float, most: int) -> None:
    found = ticks(low, low + size, most)
    assert len(found) <= most + 2
    assert all(low - 1e-6 * size <= tick <= low + size * (1 + 1e-6) for tick in found)
    assert found == sorted(found)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_value_outside_a_scale_stands_at_its_end(value: float) -> None:
    assert 10 <= Scale(0, 1, 10, 90)(value) <= 90
    assert 10 <= Scale(0.1, 12, 10, 90, is_log=True)(value) <= 90


@given(st.text(max_size=200), st.floats(20, 400))
def test_a_shortened_name_fits_its_room(text: str, room: float) -> None:
    assert len(short(text, room)) <= max(3, int(room / 6.7))


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("cannot tell: fewer than 10 awards", "færre end 10 tildelinger"),
        (
            "moved from watch to explore: 5 strategies in 48 months (needs 5); 0 buyers with a tender, adopt needs 3",
            "rykket fra »hold øje« til »undersøg«: 5 strategier på 48 måneder (kræver 5); "
            "0 ordregivere med udbud, »tag i brug« kræver 3",
        ),
        (
            "do not quote: 8 customers have a policy document; a share needs 10; n is 8, under 10",
            "citér ikke: 8 kunder har et politisk dokument; en andel kræver 10; n er 8, under 10",
        ),
        ("broken: 0.283 against at most 0.2", "brudt: 0,283 mod højst 0,2"),
        ("61,200–118,900 inhabitants", "61.200–118.900 indbyggere"),
        ("a reason that nobody listed; n is 8, under 10", "a reason that nobody listed; n is 8, under 10"),
    ],
)
def test_a_reason_of_parts_is_said_in_danish_part_by_part_or_left_as_written(english: str, danish: str) -> None:
    assert say_reason(english).da == danish
    assert say_reason(english).en == english.removeprefix("cannot tell: ")


def test_written_numbers_are_the_languages_own() -> None:
    drawn = columns([Pile(name="2026", value=1234.5)], narrow=False, axis="kr.", written=DA.count)
    assert "1.000" in drawn


def _boxes(drawn: str, kind: str) -> list[tuple[float, float]]:
    """Width and height of every cell of a class."""
    found = re.findall(rf'<path class="{kind}" d="M([\d.]+) ([\d.]+)L([\d.]+) [\d.]+L[\d.]+ ([\d.]+)L', drawn)
    return [(float(right) - float(left), float(foot) - float(top)) for left, top, right, foot in found]


def test_a_segments_width_is_its_weight_and_a_cells_height_its_share() -> None:
    pillars = [
        Pillar(
            name="A",
            weight=30,
            parts=(Part(number=1, share=0.5), Part(number=2, share=0.25), Part(number=0, share=0.25)),
        ),
        Pillar(name="B", weight=10, parts=(Part(number=2, share=0.5), Part(number=0, share=0.5))),
    ]
    drawn = mekko(pillars, ["one", "two"], others="others", uncertain="unsure", narrow=False)
    (first, tall), (second, same) = _boxes(drawn, "full")
    assert first / second == pytest.approx(3, abs=0.01)
    assert tall == pytest.approx(same, abs=0.11)
    ((_, half),) = _boxes(drawn, "pale")
    assert (half + 2) / (tall + 2) == pytest.approx(0.5, abs=0.01)
    assert drawn.count(">2</text>") == 2  # the same supplier has the same number in both segments


def test_we_stand_out_of_a_segment_by_more_than_colour() -> None:
    pillar = Pillar(name="A", weight=1, parts=(Part(number=1, share=0.6, is_focal=True), Part(number=2, share=0.4)))
    drawn = mekko([pillar], ["us", "them"], others="others", uncertain="unsure", narrow=True)
    assert len(_boxes(drawn, "focal")) == 1
    assert "1 us" in drawn


def test_a_segment_of_which_too_little_is_known_is_hatched_inside_its_box_and_the_hatching_is_named() -> None:
    sure = Pillar(name="A", weight=1, parts=(Part(number=1, share=1.0),))
    unsure = Pillar(name="B", weight=1, parts=(Part(number=1, share=1.0),), is_uncertain=True)
    plain = mekko([sure, sure], ["one"], others="others", uncertain="unsure", narrow=False)
    drawn = mekko([sure, unsure], ["one"], others="others", uncertain="unsure", narrow=False)
    assert "hatch" not in plain
    assert "unsure" not in plain
    assert "unsure</text>" in drawn
    hatched = re.findall(r'<path class="hatch" d="([^"]+)"', drawn)
    spots = [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", hatched[0])]
    boxes = re.findall(r'<path class="full" d="M([\d.]+) ([\d.]+)L([\d.]+) [\d.]+L[\d.]+ ([\d.]+)L', drawn)
    left, top, right, foot = (float(one) for one in boxes[1])
    assert all(left <= x <= right and top - 2 <= y <= foot + 2 for x, y in spots)


@pytest.mark.parametrize("narrow", [True, False])
def test_a_sure_tie_is_drawn_otherwise_than_one_that_may_be_chance_and_above_it(narrow: bool) -> None:
    nodes = [Node(name="Us", tone="focal"), Node(name="<b>Them</b>"), Node(name="Others", tone="open")]
    drawn = network(nodes, [Tie(0, 1, True), Tie(1, 2, False)], entries=("sure", "chance", "us"), narrow=narrow)
    lines = re.findall(r'<path class="(trace|faint)"', drawn)
    assert lines == ["faint", "trace", "trace", "faint"]  # the ties, then their meanings
    assert "&lt;b&gt;Them" in drawn
    assert "<b>" not in drawn


def test_a_web_puts_shares_at_their_distance_from_the_centre() -> None:
    drawn = web(["a", "b", "c"], [0.4, 0.2, 0.0], [0.0, 0.0, 0.0], entries=("we", "they"), written=str, narrow=False)
    spots = [
        (float(x), float(y)) for x, y in re.findall(r'<circle class="sure" cx="([\d.]+)" cy="([\d.]+)" r="4"', drawn)
    ]
    centre = spots[2]
    assert math.dist(spots[0], centre) == pytest.approx(2 * math.dist(spots[1], centre), abs=0.3)
    assert drawn.count('class="other"') == 4  # three diamonds and their meaning


@pytest.mark.parametrize("narrow", [True, False])
def test_a_full_circle_of_long_names_stays_on_the_page(narrow: bool) -> None:
    nodes = [Node(name=f"A very long name of a company, number {place}") for place in range(24)]
    drawn = network(nodes, [], entries=("sure", "chance", "us"), narrow=narrow)
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', drawn)[0])
    for kind, x, text in re.findall(r'<text class="([^"]*)" x="([-\d.]+)" y="[^"]*">([^<]*)<', drawn):
        room = 6.7 * len(text) * (0.5 if "c" in kind.split() else 1)
        left = float(x) - (room if {"e", "c"} & set(kind.split()) else 0)
        right = float(x) + (room if "e" not in kind.split() else 0)
        assert left >= -1
        assert right <= width + 1
