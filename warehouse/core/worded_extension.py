"""What each wording on renewals or options says of how long a contract can be extended."""

from __future__ import annotations

import pyarrow as pa

from warehouse.estimators.extension import read_extension

_SCHEMA = pa.schema(
    [
        ("wording", pa.string()),
        ("is_option", pa.bool_()),
        ("renewal_count", pa.int64()),
        ("months_each", pa.float64()),
        ("months", pa.float64()),
        ("cap_months", pa.float64()),
    ]
)


def worded_extension(core__extension_wording: pa.Table) -> pa.Table:
    """A wording on renewals or options that says how long a contract can be extended; others have no row.

    Words are read in Danish, Norwegian, Swedish and English; options only in sentences that speak of extending.
    Grain: wording, is_option
    Check: months is null or months >= 0
    Column wording: the words as published
    Column is_option: whether they stand under options, else under renewals
    Column renewal_count: how many extensions they say
    Column months_each: how long each is, where they say one length
    Column months: by how many months the contract can be extended in all
    Column cap_months: how long the contract may last in all, its first period included
    """
    rows = []
    for wording, is_option in zip(
        *(core__extension_wording[name].to_pylist() for name in _SCHEMA.names[:2]), strict=True
    ):
        said = read_extension(wording, any_sentence=not is_option)
        if said.months is not None or said.cap_months is not None:
            rows.append((wording, is_option, said.count, said.months_each, said.months, said.cap_months))
    columns = zip(*rows, strict=True) if rows else [()] * len(_SCHEMA)
    return pa.Table.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )
