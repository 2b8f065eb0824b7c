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
    events = core__technology_event.assign(
        side=core__technology_event["owner_kind"].map({"notice": "buys", "document": "speaks"}),
        document=core__technology_event["owner_kind"] + " " + core__technology_event["owner_id"],
    )
    sides = sorted(dict(tuple(events.groupby("side"))).items())
    return pa.concat_tables([_SCHEMA.empty_table(), *(_ranked(str(side), own) for side, own in sides)])


def _ranked(side: str, own: pd.DataFrame) -> pa.Table:
    """One side's pairs of an organisation and a technology that it names."""
    counts = pd.crosstab(own["organisation"], own["technology"])
    by_name = own.sort_values("organisation_name").drop_duplicates("organisation").set_index("organisation")
    once = own.drop_duplicates(["organisation", "document"])
    documents = once["organisation"].value_counts().reindex(counts.index).to_numpy(dtype=np.int64)
    table = counts.to_numpy(dtype=float)
    scores = affinity(table)
    ranks = scores.argsort(axis=1)[:, ::-1].argsort(axis=1) + 1
    rows, columns = np.nonzero(table)
    few = documents[rows] < FEWEST_DOCUMENTS
    said = "{} documents name any technology; a ranking needs {}"
    reasons = np.array([said.format(count, FEWEST_DOCUMENTS) for count in range(FEWEST_DOCUMENTS)])
    reasons = reasons[np.minimum(documents[rows], FEWEST_DOCUMENTS - 1)]
    names = by_name["organisation_name"].reindex(counts.index)
    return pa.table(
        {
            "organisation": pa.array(counts.index[rows], pa.string()),
            "organisation_name": pa.array(names.iloc[rows], pa.string(), from_pandas=True),
            "technology": pa.array(counts.columns[columns], pa.string()),
            "side": pa.repeat(side, len(rows)),
            "document_count": table[rows, columns].astype(np.int64),
            "organisation_documents": documents[rows],
            "rank": pa.array(ranks[rows, columns], pa.int64(), mask=few),
            "log_odds": pa.array(scores[rows, columns], mask=few),
            "can_tell": ~few,
            "reason": pa.array(reasons, pa.string(), mask=~few),
        },
        schema=_SCHEMA,
    )
