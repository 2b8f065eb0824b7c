"""The shelves of needs, barriers and roles, what the study says of components, and its imports, as raw tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.importing import TABLES, imported, imports_digest
from warehouse.raw_customers import CUSTOMERS

if TYPE_CHECKING:
    from nlp.aboutness import Aboutness
    from nlp.player import DeclaredPlayer
    from nlp.technology import Technology
    from nlp.theme import Theme
    from pipelines.study import Study, StudyFile

_SHORTEST_OTHER = 3
"""Letters; a shorter name of somebody else is as likely a word."""


def customer_tables(
    file: StudyFile, *, technologies: tuple[Technology, ...], themes: tuple[Theme, ...]
) -> dict[str, pa.Table]:
    """The raw tables of `warehouse.raw_customers`. Raises `StudyRefusedError` for a wrong import."""
    from nlp.barrier import load_barriers
    from nlp.need import load_needs
    from nlp.role import load_roles

    study, needs, roles = file.study, load_needs(), load_roles()
    shelves = (("need_type", needs), ("barrier_kind", load_barriers()), ("role", roles))
    brought = imported(file, need_types=tuple(one.id for one in needs), roles=tuple(one.id for one in roles))
    owners = [(one,) for one in study.study.owners] + [
        (player.parent,) for player in study.player if player.id == study.study.focal and player.parent
    ]
    return {
        **{
            name: _table(name, [(one.id, one.name_da, one.name_en, one.definition_en) for one in shelf])
            for name, shelf in shelves
        },
        "focal_owner": _table("focal_owner", sorted(set(owners))),
        "component_topic": _table("component_topic", _component_topics(study, technologies, themes)),
        **{name: pa.Table.from_pylist(brought[name], schema=CUSTOMERS[name]) for name in TABLES.values()},
    }


def check_imports(file: StudyFile) -> None:
    """Read every imported spreadsheet once. Raises `StudyRefusedError` with file, line and one sentence."""
    if not file.study.imports:
        return
    from nlp.need import load_needs
    from nlp.role import load_roles

    imported(file, need_types=tuple(one.id for one in load_needs()), roles=tuple(one.id for one in load_roles()))


def aboutness(study: Study, *, registered: Sequence[DeclaredPlayer]) -> Aboutness:
    """Who is meant by the focal organisation's names, and who may stand beside it in a sentence."""
    from nlp.aboutness import Aboutness

    focal = next(player for player in study.player if player.id == study.study.focal)
    named = [name for player in study.player if player is not focal for name in (player.name, *player.aliases)]
    named += [name for player in registered for name in (player.name, *player.aliases)]
    others = {name for name in named if len(name) >= _SHORTEST_OTHER or name.isupper()}
    names = tuple(sorted({focal.name, *focal.aliases}))
    return Aboutness(names=names, others=tuple(sorted(others - set(names))))


def version(file: StudyFile) -> str:
    """Changes with the words of barriers and roles and with any imported file: part of what an edition is made from."""
    from nlp.aboutness import VERSION
    from nlp.barrier import barriers_version, load_barriers
    from nlp.kind_shelf import kinds_version
    from nlp.role import load_roles
    from pipelines.player_roles import market_names

    market = market_names(file).version
    return " ".join(
        (market, barriers_version(load_barriers()), kinds_version(load_roles()), VERSION, imports_digest(file))
    )


def _component_topics(
    study: Study, technologies: tuple[Technology, ...], themes: tuple[Theme, ...]
) -> list[tuple[str, ...]]:
    """The technologies and themes that a component's own name, description and terms speak of."""
    from nlp.technology import matcher_of
    from nlp.theme import matcher_of_themes

    rows: list[tuple[str, ...]] = []
    matchers = (("technology", matcher_of(technologies)), ("theme", matcher_of_themes(themes)))
    for component in study.component:
        said = ". ".join((component.name, component.description, *component.terms))
        for kind, matcher in matchers:
            quotes = {hit.target: said[hit.start : hit.end] for hit in reversed(matcher.find(said))}
            rows += [(component.id, kind, topic, quote) for topic, quote in sorted(quotes.items())]
    return rows


def _table(name: str, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    schema = CUSTOMERS[name]
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)
