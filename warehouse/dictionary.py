"""The data dictionary as a page for people, from the models themselves: what a row is, its grain, columns, lineage.

It says of each table what it is made from, what is made from it, and which raw tables stand at its beginning. Nothing
is written by hand, and no database is needed: headers and SQL say it all. The same is in every edition as
`mart.data_dictionary`.
"""

from __future__ import annotations

from collections.abc import Mapping

from warehouse.model import Model

_LAYERS = (("mart", "one table for each question; what people ask"), ("core", "one row for each real thing"))


def as_markdown(models: Mapping[str, Model]) -> str:
    """The whole dictionary."""
    parts = [
        "# Data dictionary",
        "Made from the models by `make dictionary`; do not edit. The same stands in every edition: "
        "`overblik sql \"select * from mart.data_dictionary where table_name = 'award'\"`.",
    ]
    used = _used_by(models)
    for layer, meaning in _LAYERS:
        names = sorted(name for name in models if name.startswith(f"{layer}."))
        parts.append(f"## {layer}: {meaning}")
        parts.append(" · ".join(f"[{name.partition('.')[2]}](#{_anchor(name)})" for name in names))
        parts += [_table(name, models, used) for name in names]
    return "\n\n".join(parts) + "\n"


def origins(name: str, models: Mapping[str, Model]) -> list[str]:
    """The raw and seed tables at the beginning of a table, through whatever lies between."""
    found: set[str] = set()
    waiting, seen = [name], {name}
    while waiting:
        for upstream in models[waiting.pop()].reads:
            if upstream not in models:
                found.add(upstream)
            elif upstream not in seen:
                seen.add(upstream)
                waiting.append(upstream)
    return sorted(found)


def _used_by(models: Mapping[str, Model]) -> dict[str, list[str]]:
    used: dict[str, list[str]] = {name: [] for name in models}
    for name in sorted(models):
        for upstream in models[name].reads:
            if upstream in used:
                used[upstream].append(name)
    return used


def _table(name: str, models: Mapping[str, Model], used: Mapping[str, list[str]]) -> str:
    model = models[name]
    lines = [
        f"### {name}",
        "",
        _cell(model.header.description),
        "",
        f"- One row for each: {', '.join(model.header.grain)}",
        f"- Made from: {_links(sorted(model.reads), models)}",
        f"- Begins at: {', '.join(f'`{one}`' for one in origins(name, models)) or 'nothing'}",
        f"- Read by: {_links(used[name], models)}",
        "",
        "| column | what it means |",
        "|---|---|",
        *(f"| `{column}` | {_cell(text)} |" for column, text in model.header.columns.items()),
    ]
    return "\n".join(lines)


def _links(names: list[str], models: Mapping[str, Model]) -> str:
    return ", ".join(f"[{name}](#{_anchor(name)})" if name in models else f"`{name}`" for name in names) or "nothing"


def _anchor(name: str) -> str:
    return name.replace(".", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
