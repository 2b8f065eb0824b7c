"""What the sources of the invented world gave, as `mart.source_coverage` counts it."""

from __future__ import annotations

from tests.dashboards.world_parts import AS_OF, Rows


def source_coverage() -> Rows:
    """A row for each of three sources, whose sums close."""
    sources = (("ted_search", "procurement", "Publications Office"), ("vendor_sites", "vendor", "leverandørerne"))
    rows: Rows = []
    for place, (source, stream, publisher) in enumerate((*sources, ("policy_documents", "policy", "kommunerne"))):
        counts = {
            "planned": 420,
            "ok": 401,
            "unchanged": 11,
            "policy": 6,
            "failed": 2,
            "evidence": 401,
            "part": 401,
        }
        counts |= {"read": 380, "out_of_scope": 14, "quarantined": 7, "record": 2210 - place * 300}
        row: dict[str, object] = {f"{name}_count": count for name, count in counts.items()}
        row |= {"source": source, "stream": stream, "publisher": publisher, "last_ok_at": AS_OF}
        rows.append(row | {"source_kind": source, "request_difference": 0, "reading_difference": 0})
    return rows
