"""Which technologies one player speaks of more than others do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.affinity import affinity

FEWEST_DOCUMENTS = 5
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("organisation", "organisation_name", "technology", "side")]
    + [(name, pa.int64()) for name in ("document_count", "organisation_documents", "rank")]
    + [("log_odds", pa.float64()), ("can_tell", pa.bool_()), ("reason", pa.string())]
)


def technology_affinity(core__technology_event: pd.DataFrame) -> pa.Table:
    """T2.1: of which technologies an organisation speaks or buys more than the others of its side do.

    Log-odds with an informative prior, in standard deviations, over documents that name any technology: a document is
    counted once for each technology that it names. Organisations with fewer than five such documents are not ranked.
    Grain: organisation, side, technology
    Check: side in ('buys', 'speaks')
    Check: document_count <= organisation_documents
    Check: can_tell = (reason is null)
    Check: (log_odds is null) = not can_tell
    Column organisation: the buyer or publisher, as a player where it is a known one
    Column organisation_name: its name
    Column side: buys (its notices) or speaks (its pages and papers)
    Column technology: the technology
    Column document_count: its documents that name it
    Column organisation_documents: its documents that name any technology
    Column log_odds: standard deviations by which it names it more than the others of its side; negative where less
    Column rank: place among its technologies, 1 the most characteristic
    Column can_tell: whether it has five documents or more
    Column reason: why not
    """
    rows = []
    events = core__technology_event.assign(
        side=core__technology_event["owner_kind"].map({"notice": "buys", "document": "speaks"}),
        document=core__technology_event["owner_kind"] + " " + core__technology_event["owner_id"],
    )
    for side, own in sorted(dict(tuple(events.groupby("side"))).items()):
        counts = pd.crosstab(own["organisation"], own["technology"])
        names = own.groupby("organisation")["organisation_name"].min()
        documents = own.groupby("organisation")["document"].nunique()
        table = counts.to_numpy(dtype=float)
        scores = affinity(table)
        ranks = scores.argsort(axis=1)[:, ::-1].argsort(axis=1) + 1
        for row, organisation in enumerate(counts.index):
            enough = int(documents[organisation]) >= FEWEST_DOCUMENTS
            few = f"{documents[organisation]} documents name any technology; a ranking needs {FEWEST_DOCUMENTS}"
            for column in map(int, np.flatnonzero(table[row])):
                rows.append(
                    {
                        "organisation": organisation,
                        "organisation_name": names[organisation],
                        "side": side,
                        "technology": counts.columns[column],
                        "document_count": int(table[row, column]),
                        "organisation_documents": int(documents[organisation]),
                        "log_odds": float(scores[row, column]) if enough else None,
                        "rank": int(ranks[row, column]) if enough else None,
                        "can_tell": enough,
                        "reason": None if enough else few,
                    }
                )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
