"""Which documents say nearly the same: copies and versions, by the sketches of their latest texts."""

from __future__ import annotations

import pyarrow as pa

from warehouse.estimators.likeness import COPY, VERSION, alike_pairs, unpack

_SKETCH_SIZE = 200  # as `spiders/formats/sketch.py` makes them
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("document_id", "other_id")]
    + [("likeness", pa.float64()), ("relation", pa.string())]
)


def document_likeness(raw__document: pa.Table, core__document_version: pa.Table) -> pa.Table:
    """Two documents whose latest texts share at least half of their runs of three words.

    Grain: document_id, other_id
    Check: document_id < other_id
    Check: relation in ('copy', 'version')
    Column document_id: one document
    Column other_id: the other
    Column likeness: share of all their runs of three words that both have, 0 to 1 (a sketch's estimate in long texts)
    Column relation: copy from .85 on, version below
    """
    latest = {
        (row["document_id"], row["evidence_id"], row["part"])
        for row in core__document_version.select(["document_id", "evidence_id", "part", "is_latest"]).to_pylist()
        if row["is_latest"]
    }
    rows = raw__document.select(["document_id", "evidence_id", "part", "sketch"]).to_pylist()
    held = {
        row["document_id"]: unpack(row["sketch"])
        for row in rows
        if row["sketch"] and (row["document_id"], row["evidence_id"], row["part"]) in latest
    }
    names = sorted(held)
    pairs = sorted(alike_pairs([held[name] for name in names], size=_SKETCH_SIZE, least=VERSION))
    return pa.Table.from_pylist(
        [
            {
                "document_id": names[first],
                "other_id": names[second],
                "likeness": share,
                "relation": "copy" if share >= COPY else "version",
            }
            for first, second, share in pairs
        ],
        schema=_SCHEMA,
    )
