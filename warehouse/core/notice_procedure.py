"""Which notices are about one procedure: what is linked, however many steps apart, is one."""

from __future__ import annotations

import pyarrow as pa


def notice_procedure(core__procedure_link: pa.Table) -> pa.Table:
    """A notice and the procedure that it is about, found through ids and references, however many steps apart.

    Grain: notice_id
    Column notice_id: the notice
    Column procedure_key: the procedure's published id in lower case (the smallest, if several), else its first notice
    """
    notices = core__procedure_link["notice_id"].to_pylist()
    nodes = core__procedure_link["node"].to_pylist()
    above: dict[str, str] = {}
    for notice, node in zip(notices, nodes, strict=True):
        left, right = _top(above, f"notice:{notice}"), _top(above, node)
        if left != right:
            # A published id is the best name of all, a notice that we hold the next best.
            top, below = sorted((left, right), key=_rank)
            above[below] = top
    told = sorted(set(notices))
    keys = [_top(above, f"notice:{notice}").partition(":")[2] for notice in told]
    return pa.table({"notice_id": pa.array(told, pa.string()), "procedure_key": pa.array(keys, pa.string())})


def _rank(node: str) -> tuple[int, str]:
    kind, _, _ = node.partition(":")
    return {"procedure": 0, "notice": 1}.get(kind, 2), node


def _top(above: dict[str, str], node: str) -> str:
    """The topmost of what a node is linked with; the way there is made short for the next time."""
    top = node
    while top in above:
        top = above[top]
    while node in above:
        above[node], node = top, above[node]
    return top
