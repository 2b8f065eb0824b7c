"""Which technologies one player speaks of more than others do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.estimators.affinity import affinity
from warehouse.estimators.crossing import crossed

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
    sides = [_ranked(str(side), own) for side, own in events.groupby("side")]
    return pa.concat_tables([_SCHEMA.empty_table(), *sides])


def _ranked(side: str, own: pd.DataFrame) -> pa.Table:
    """The technologies that each organisation of one side names, a row each."""
    table = crossed(own["organisation"], own["technology"])
    counts = table.to_numpy()
    by_organisation = own.groupby("organisation")
    names = by_organisation["organisation_name"].min().loc[table.index].to_numpy(dtype=object)
    documents = by_organisation["document"].nunique().loc[table.index].to_numpy()
    scores = affinity(counts.astype(float))
    ranks = scores.argsort(axis=1)[:, ::-1].argsort(axis=1) + 1
    row, column = np.nonzero(counts)
    enough = documents[row] >= FEWEST_DOCUMENTS
    few = [f"{count} documents name any technology; a ranking needs {FEWEST_DOCUMENTS}" for count in documents]
    return pa.Table.from_pydict(
        {
            "organisation": table.index.to_numpy(dtype=object)[row],
            "organisation_name": names[row],
            "side": [side] * len(row),
            "technology": table.columns.to_numpy(dtype=object)[column],
            "document_count": counts[row, column],
            "organisation_documents": documents[row],
            "log_odds": pa.array(scores[row, column], mask=~enough),
            "rank": pa.array(ranks[row, column], mask=~enough),
            "can_tell": enough,
            "reason": pa.array([few[place] for place in row], mask=enough),
        },
        schema=_SCHEMA,
    )
