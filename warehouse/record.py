"""What one record is: its identity, and how its fields become columns. The words themselves are `records.py`'s.

Apart from the words, so that their list may grow: this is the machinery that they all share.
"""

from __future__ import annotations

import hashlib
import operator
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Protocol

import pyarrow as pa

_Class = typing.TypeVar("_Class")

_ARROW: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    Decimal: pa.decimal128(24, 4),
    tuple[str, ...]: pa.list_(pa.string()),
}


@typing.dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[_Class]) -> type[_Class]:
    """A class of records: a dataclass with slots and named arguments that nobody changes once it is made.

    That nobody does is the type checker's word (`frozen_default`), not the running program's: a dataclass that is
    frozen while it runs takes three to five times longer to make, and readers make a dozen for each notice.
    """
    return dataclass(slots=True, kw_only=True)(cls)


def text_digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal characters: the identity of a text wherever it stands."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def organisation_key(*, name: str | None, national_id: str | None, country: str | None) -> str:
    """One key for everything that says the same of an organisation, as published: 24 hexadecimal characters."""
    said = "\x1f".join((name or "", national_id or "", country or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


@record
class Record:
    """What every record carries: which bytes it was read from, and by what.

    `evidence_id` is the SHA-256 of the archived bytes; `part` the member's name where the evidence is a package,
    else an empty string; `source` the study's name of the source; `reader` is `name@version`.
    """

    kind: ClassVar[str] = ""
    evidence_id: str
    part: str
    source: str
    reader: str


class Kinded(Protocol):
    """A frozen dataclass that names its kind: a record, or what a classifier says."""

    kind: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


_SCHEMAS: dict[str, pa.Schema] = {}


def arrow_schema(kind: type[Kinded]) -> pa.Schema:
    """The Arrow schema of a kind of record, columns in the order of its fields."""
    # Resolving annotations takes longer than building a table of a hundred records, so it is done once a kind.
    if kind.kind not in _SCHEMAS:
        _SCHEMAS[kind.kind] = _schema_of(kind)
    return _SCHEMAS[kind.kind]


def _schema_of(kind: type[Kinded]) -> pa.Schema:
    hints = typing.get_type_hints(kind)
    columns = []
    for field in fields(kind):
        hint = hints[field.name]
        optional = typing.get_origin(hint) in (types.UnionType, typing.Union)
        inner = next(part for part in typing.get_args(hint) if part is not types.NoneType) if optional else hint
        columns.append(pa.field(field.name, _ARROW[inner], nullable=optional))
    return pa.schema(columns)


def to_table(kind: type[Kinded], rows: Sequence[object] | Iterable[object]) -> pa.Table:
    """Records of one kind as an Arrow table: one row each, NULL for unknown.

    Raises `pa.ArrowInvalid` on a wrong type.
    """
    schema = arrow_schema(kind)
    columns = list(zip(*map(operator.attrgetter(*schema.names), rows), strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
