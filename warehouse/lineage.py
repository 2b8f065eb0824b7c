"""Which tables a model reads, and the order that follows.

The SQL itself says it: DuckDB's parser lists every table of a query. So an order can neither be declared wrongly nor
forgotten. Common table expressions are not tables; every real table carries its schema's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

import duckdb

from warehouse.refusal import RefusedError

MAY_READ = {"core": frozenset({"raw", "core", "seed"}), "mart": frozenset({"core", "mart", "seed"})}


class LineageError(RefusedError):
    """SQL that is no select, a table nobody makes, or models that wait for one another; one sentence."""


def tables_read(sql: str, *, name: str, parser: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The tables (`core.notice`) that a select reads. Raises `LineageError` for anything but one select."""
    answer = parser.execute("select json_serialize_sql(?)", [sql]).fetchall()
    tree = json.loads(answer[0][0])
    if tree.get("error"):
        raise LineageError(f"{name} is not one select: {tree.get('error_message')}.")
    if len(tree["statements"]) != 1:
        raise LineageError(f"{name} holds {len(tree['statements'])} statements; a model is one select.")
    nodes = list(_nodes(tree))
    named_here = {entry["key"] for node in nodes if "cte_map" in node for entry in node["cte_map"]["map"]}
    read = set()
    for node in nodes:
        if node.get("type") != "BASE_TABLE":
            continue
        schema, table = node.get("schema_name"), str(node.get("table_name"))
        if schema:
            read.add(f"{schema}.{table}")
        elif table not in named_here:
            raise LineageError(f"{name} reads {table!r} without saying its schema.")
    return frozenset(read)


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def in_order(reads: Mapping[str, frozenset[str]], *, existing: frozenset[str]) -> list[str]:
    """The models, each after everything that it reads; the same order for the same models.

    `existing` are tables that are there already (raw and seed). Raises `LineageError`.
    """
    for name, tables in sorted(reads.items()):
        layer = name.partition(".")[0]
        for table in sorted(tables):
            if table.partition(".")[0] not in MAY_READ.get(layer, frozenset()):
                allowed = ", ".join(sorted(MAY_READ.get(layer, frozenset())))
                raise LineageError(f"{name} reads {table}; a {layer} model reads {allowed} only.")
            if table not in reads and table not in existing:
                raise LineageError(f"{name} reads {table}, which no model makes and nobody loads.")
    sorter = TopologicalSorter({name: tables & reads.keys() for name, tables in reads.items()})
    try:
        sorter.prepare()
    except CycleError as fault:
        raise LineageError(f"These models wait for one another: {' → '.join(fault.args[1])}.") from None
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
