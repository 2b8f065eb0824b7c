"""Which document a copy is a copy of: the earliest of all that are linked as copies, however many steps apart."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

_SCHEMA = pa.schema([(name, pa.string()) for name in ("document_id", "copy_of", "own_copy_of")])


def document_copy(
    core__document_likeness: pa.Table, core__document_version: pa.Table, raw__document: pa.Table
) -> pa.Table:
    """A document whose text stands elsewhere too, and the earliest document that it is a copy of.

    Grain: document_id
    Check: copy_of is not null or own_copy_of is not null
    Column document_id: the copy
    Column copy_of: the earliest document with this text, whoever publishes it
    Column own_copy_of: the earliest such document of the same publisher; NULL where this is it
    """
    linked: dict[str, str] = {}

    def root(name: str) -> str:
        while linked.setdefault(name, name) != name:
            linked[name] = linked[linked[name]]
            name = linked[name]
        return name

    for row in core__document_likeness.to_pylist():
        if row["relation"] == "copy":
            linked[root(row["other_id"])] = root(row["document_id"])
    about = _about(raw__document, core__document_version, set(linked))
    rows = []
    groups: dict[str, list[str]] = {}
    for name in linked:
        groups.setdefault(root(name), []).append(name)
    for members in groups.values():
        in_order = sorted(members, key=lambda name: (about[name][0], name))
        own: dict[str, str] = {}
        for name in in_order:
            publisher = about[name][1]
            first = own.setdefault(publisher, name)
            rows.append(
                {
                    "document_id": name,
                    "copy_of": in_order[0] if name != in_order[0] else None,
                    "own_copy_of": first if first != name else None,
                }
            )
    return pa.Table.from_pylist([row for row in rows if row["copy_of"]], schema=_SCHEMA)


def _about(documents: pa.Table, versions: pa.Table, wanted: set[str]) -> dict[str, tuple[tuple[date, date], str]]:
    """(day of publication, day of the first capture) and publisher of these documents."""
    first_days: dict[str, date] = {}
    for row in versions.select(["document_id", "first_day"]).to_pylist():
        if row["document_id"] in wanted and row["first_day"]:
            day = first_days.setdefault(row["document_id"], row["first_day"])
            first_days[row["document_id"]] = min(day, row["first_day"])
    found: dict[str, tuple[tuple[date, date], str]] = {}
    columns = ["document_id", "evidence_id", "publisher", "source", "published_date", "date_basis"]
    for row in sorted(documents.select(columns).to_pylist(), key=lambda row: (row["document_id"], row["evidence_id"])):
        name = row["document_id"]
        if name in wanted:
            seen = first_days.get(name, date.max)
            said = row["published_date"] if row["date_basis"] != "first_seen" else None
            found[name] = ((said or seen, seen), row["publisher"] or row["source"])
    return found
