"""Which notices are about one procedure: what is linked, however many steps apart, is one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

# A published id is the best name of a procedure, a notice that we hold the next best.
_RANKS = {"procedure": 0, "notice": 1}
_LAST = 2


def notice_procedure(core__procedure_link: pa.Table) -> pa.Table:
    """A notice and the procedure that it is about, found through ids and references, however many steps apart.

    Grain: notice_id
    Column notice_id: the notice
    Column procedure_key: the procedure's published id in lower case (the smallest, if several), else its first notice
    """
    links = core__procedure_link.combine_chunks()
    notices = pc.binary_join_element_wise("notice", links["notice_id"], ":").combine_chunks()
    both = pa.chunked_array([notices, links["node"].combine_chunks()]).combine_chunks().dictionary_encode()
    nodes = both.dictionary
    count, half = len(nodes), len(notices)
    codes = both.indices.to_numpy()
    left, right = codes[:half], codes[half:]
    edges = coo_array((np.ones(half, dtype=np.int8), (left, right)), shape=(count, count))
    _, component = connected_components(edges, directed=False)
    kinds, names = _split(nodes)
    best_first = pc.sort_indices(
        pa.table({"kind": kinds, "name": names}), [("kind", "ascending"), ("name", "ascending")]
    )
    order = best_first.to_numpy()
    # The first node of each component in that order gives its name.
    _, first = np.unique(component[order], return_index=True)
    held = np.unique(left)
    keys = names.take(pa.array(order[first][component[held]]))
    return pa.table({"notice_id": names.take(pa.array(held)), "procedure_key": keys})


def _split(nodes: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The rank of each node's kind, and its name."""
    parts = pc.split_pattern(nodes, ":", max_splits=1)
    kinds = pc.list_element(parts, 0).to_pylist() if len(nodes) else []
    names = pc.list_element(parts, 1) if len(nodes) else pa.array([], pa.string())
    return pa.array([_RANKS.get(kind, _LAST) for kind in kinds], pa.int8()), names
