"""Figures of strategy: target images, the positioning map, and alliances with their candidates."""

from __future__ import annotations

from itertools import groupby

from dashboards.desk import Desk
from dashboards.naming import Players, assumption_names, with_names
from dashboards.positions import Position, positions
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table
from dashboards.tabling import (
    CellOf,
    Point,
    col,
    interval_chart,
    listing,
    player,
    proof,
    quiet,
    scope_of,
    source,
    untold,
)
from dashboards.words import DA, EN, Lang, Words, same

IMAGES_MARTS, MAP_MARTS = ("mart.target_image",), ("mart.positioning_map",)
_IMAGES = "select * from mart.target_image order by place, dimension_order, dimension_id"
_MAP = "select * from mart.positioning_map order by point_kind, is_focal desc, point_name, point_id"
_CANDIDATES = "select * from mart.alliance_candidate order by place, player_id"
_EDGES = """select * from mart.alliance_edge
order by is_sure desc, q_value nulls last, event_count desc, left_name, right_name, tie_kind"""
_PLAYERS = Words("aktører med offentlige forbindelser", "players with public ties")


def images(desk: Desk) -> list[Block]:
    """The target images: how sure their order is, then each one by its dimensions."""
    claim, rows = desk.claim_table("images", _IMAGES)
    if not rows:
        return quiet("Studiet nævner ingen målbilleder.", "The study names no target images.")
    names = assumption_names(desk)
    grouped = [(image, list(own)) for image, own in groupby(rows, key=lambda row: row.text("image_id"))]
    points = [
        Point(
            name=_image(own[0]),
            value=own[0].number("score"),
            low=own[0].number("score_low"),
            high=own[0].number("score_high"),
            label=_first(own[0]),
            tone="sure" if own[0].flag("can_tell") else "open",
        )
        for _, own in grouped
    ]
    blocks = interval_chart(
        Words("Målbilleder, og hvor sikker rækkefølgen er", "Target images, and how sure their order is"),
        scope_of(desk, _IMAGES, Words("konsistente billeder af studiets valg", "consistent images of the options")),
        claim,
        points,
        axis=Words("point af 100 med de sagte vægte", "points of 100 with the stated weights"),
        unit="count",
        high=100.0,
        note=Words(
            "Båndet er 5-95 % over trækninger af vægte. Billederne er et filter til samtale, ikke et optimum.",
            "The band is 5–95% over draws of weights. The images are a filter for discussion, not an optimum.",
        ),
    )
    return [
        *blocks,
        listing(
            desk,
            "images",
            Words("Billederne, valg for valg", "The images, choice by choice"),
            _IMAGES,
            col("Billede", "Image", _image, is_filter=True),
            col("Dimension", "Dimension", "dimension_{lang}", is_filter=True),
            col("Valg", "Choice", "option_{lang}"),
            col("Efterspørgsel", "Demand", "demand", "share"),
            col("Lidt rivalisering", "Little rivalry", "rivalry", "share"),
            col("Passer til os", "Fit", "fit", "share"),
            col("Parathed", "Readiness", "readiness", "share"),
            col("Skal være sandt", "Must be true", lambda row: with_names(same(row.text("must_be_true")), names)),
            col("Står", "Stands", "must_status", "kind"),
            col("Tidligt tegn", "Early sign", "early_sign_{lang}"),
            population=Words("konsistente billeder af studiets valg", "consistent images of the options"),
            asked=(claim, rows),
        ),
    ]


def _image(row: Row) -> Words:
    return Words(f"Billede {row.count('place')}", f"Image {row.count('place')}")


def _first(row: Row) -> Words:
    part = row.number("first_share")
    return Words("", "") if part is None else Words(f"først i {DA.share(part)}", f"first in {EN.share(part)}")


def positioning(desk: Desk) -> list[Block]:
    """The map of actors and roles, or the sentence that it cannot be drawn."""
    claim, rows = desk.claim_table("map", _MAP)
    told = [row for row in rows if row.number("x") is not None and row.number("y") is not None]
    if not told or not rows[0].flag("can_tell"):
        reason = untold(rows[0]).reason if rows else None
        why = reason or Words("for få tegn", "too few signs")
        return quiet(f"Intet kort: {why.da}.", f"No map: {why.en}.")

    numbers = {_point(row): number for number, row in enumerate(told, start=1)}

    def draw(lang: Lang, narrow: bool) -> str:
        actor, covered, chance = (words.of(lang) for words in _MEANINGS)
        meanings = (("dot", "sure", actor), ("square", "other", covered), ("dot", "chance", chance))
        return positions([_position(row) for row in told], meanings=meanings, narrow=narrow)

    def said(lang: Lang) -> str:
        speech = DA if lang == "da" else EN
        return "; ".join(
            f"{row.text('point_name')} ({speech.number(row.number('x') or 0, 2)}, "
            f"{speech.number(row.number('y') or 0, 2)})"
            for row in told
        )

    table = listing(
        desk,
        "map",
        Words("Afstand til os på kortet", "Distance to us on the map"),
        _MAP,
        col("Navn", "Name", "point_name"),
        col("Nr. på kortet", "No. on the map", lambda row: numbers.get(_point(row), ""), "count"),
        col("Er", "Is", _point_kind),
        col("Afstand til os", "Distance to us", _two("distance_to_focal"), "text"),
        col("Sikkert et andet sted", "Surely elsewhere", lambda row: _yes(row, "is_apart_from_focal")),
        col("Tegn", "Signs", "sign_count", "count"),
        population=Words("aktører og det, de dækker", "actors and what they cover"),
        asked=(claim, rows),
    )
    return [
        Chart(
            title=Words("Hvor aktørerne står", "Where actors stand"),
            scope=scope_of(desk, _MAP, Words("aktører og det, de dækker", "actors and what they cover"), n=len(told)),
            claim=claim,
            alt=Words(said("da"), said("en")),
            draw=draw,
            note=Words(
                "Aktører, der dækker det samme, står nær hinanden og nær det, de dækker. Ellipsen viser, hvor langt "
                "tilfældet kan flytte en aktør: hvor ellipser dækker hinanden, kan forskellen være tilfældig. "
                "Akserne har intet navn, før et menneske giver dem et.",
                "Actors that cover the same stand near one another and near what they cover. The ellipse shows how far "
                "chance may move an actor: where ellipses cover each other, the difference may be chance. The axes "
                "have no name until a person gives them one.",
            ),
        ),
        table,
    ]


_MEANINGS = (
    Words("aktør", "actor"),
    Words("komponent", "component"),
    Words("så langt kan tilfældet flytte en aktør, 9 gange af 10", "as far as chance moves an actor, 9 times of 10"),
)


def _position(row: Row) -> Position:
    is_actor = row.text("point_kind") == "actor"
    return Position(
        name=row.text("point_name"),
        x=row.number("x") or 0.0,
        y=row.number("y") or 0.0,
        kind="focal" if row.flag("is_focal") else "sure" if is_actor else "other",
        shape="dot" if is_actor else "square",
        sd_x=row.number("sd_x"),
        sd_y=row.number("sd_y"),
        correlation=row.number("correlation") or 0.0,
    )


def _point(row: Row) -> tuple[str, str]:
    return row.text("point_kind"), row.text("point_id")


def _point_kind(row: Row) -> Words:
    actor, component, _ = _MEANINGS
    return actor if row.text("point_kind") == "actor" else component


def _yes(row: Row, name: str) -> Cell:
    return Words("ja", "yes") if row.flag(name) else Words("nej", "no")


def _two(name: str) -> CellOf:
    def cell(row: Row) -> Cell:
        value = row.number(name)
        return "" if value is None else Words(DA.number(value, 2), EN.number(value, 2))

    return cell


def candidates(desk: Desk, players: Players) -> Table:
    """With whom to talk, with reason and risk."""
    return listing(
        desk,
        "candidates",
        Words("Kandidater til samarbejde", "Candidates for an alliance"),
        _CANDIDATES,
        col("Aktør", "Player", player(players)),
        col("Klasse", "Class", "player_class", "class", is_filter=True),
        col("Point", "Score", _two("score")),
        col("Dækker det, vi ikke gør", "Covers what we do not", "components"),
        col("Fælles kunder", "Customers shared", "customer_count", "count"),
        col("Imod os", "Against us", "rival_count", "count"),
        col("Hvorfor", "Why", "reason", "reason"),
        col("Se på først", "Look at first", "risk", "reason"),
        proof(desk),
        population=_PLAYERS,
    )


def edges(desk: Desk, players: Players) -> Table:
    """Public ties, the sure ones first."""
    return listing(
        desk,
        "edges",
        Words("Offentlige forbindelser", "Public ties"),
        _EDGES,
        col("Aktør", "Player", player(players, "left_id", "left_name")),
        col("Med", "With", player(players, "right_id", "right_name")),
        col("Hvordan", "How", "tie_kind", "kind", is_filter=True),
        col("Gange", "Times", "event_count", "count"),
        col("Ventet ved tilfælde", "Expected by chance", _two("expected_count")),
        col("q", "q", "q_value", "probability"),
        col("Sikker", "Sure", lambda row: _yes(row, "is_sure"), is_filter=True),
        col("Senest", "Latest", "last_date", "date"),
        proof(desk),
        source(),
        population=_PLAYERS,
        most=120,
        note=Words(
            "Kun offentlige forbindelser ses; at ingen ses, betyder ikke, at ingen findes. En forbindelse er sikker, "
            "hvor den er hyppigere, end tilfældet giver.",
            "Only public ties are seen; none seen does not mean none. A tie is sure where it is more frequent than "
            "chance gives.",
        ),
    )
