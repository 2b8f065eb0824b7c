"""The shelves of needs and what the study says of components, as raw tables: what customers and roles are read by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.raw_customers import CUSTOMERS

if TYPE_CHECKING:
    from nlp.technology import Technology
    from nlp.theme import Theme
    from pipelines.study import Study


def customer_tables(
    study: Study, *, technologies: tuple[Technology, ...], themes: tuple[Theme, ...]
) -> dict[str, pa.Table]:
    """The raw tables that need nothing but the study and the shelves."""
    from nlp.need import load_needs

    return {
        "need_type": _table(
            "need_type", [(one.id, one.name_da, one.name_en, one.definition_en) for one in load_needs()]
        ),
        "component_topic": _table("component_topic", _component_topics(study, technologies, themes)),
    }


def _component_topics(
    study: Study, technologies: tuple[Technology, ...], themes: tuple[Theme, ...]
) -> list[tuple[str, str, str, str]]:
    """The technologies and themes that a component's own name, description and terms speak of."""
    from nlp.technology import matcher_of
    from nlp.theme import matcher_of_themes

    rows = []
    matchers = (("technology", matcher_of(technologies)), ("theme", matcher_of_themes(themes)))
    for component in study.component:
        said = ". ".join((component.name, component.description, *component.terms))
        for kind, matcher in matchers:
            quotes = {hit.target: said[hit.start : hit.end] for hit in reversed(matcher.find(said))}
            rows += [(component.id, kind, topic, quote) for topic, quote in sorted(quotes.items())]
    return rows


def _table(name: str, rows: list[tuple[object, ...]] | list[tuple[str, str, str, str]]) -> pa.Table:
    schema = CUSTOMERS[name]
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)
