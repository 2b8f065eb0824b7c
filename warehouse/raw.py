"""The raw tables: their names and columns, as loading fills them and core models read them.

Records declare their own columns in `records.py`. What else is loaded (the ledger, the study itself, the cards of the
classifiers) is declared here, so that every raw table exists with the right columns even where a study has nothing to
put into it. Rejected: creating a table when its first row comes (a study without policy sources would not build).
"""

from __future__ import annotations

import pyarrow as pa

from warehouse.raw_customers import CUSTOMERS
from warehouse.raw_strategy import STRATEGY
from warehouse.records import KINDS, arrow_schema

_TEXT = pa.string()
_COUNT = pa.int64()
_MOMENT = pa.timestamp("us", tz="UTC")


def _columns(text: str, *, moments: str = "", counts: str = "", dates: str = "", truths: str = "") -> pa.Schema:
    """A schema in the order of `text`; the other arguments say which of its columns are not text."""
    kinds = (
        dict.fromkeys(moments.split(), _MOMENT)
        | dict.fromkeys(counts.split(), _COUNT)
        | dict.fromkeys(dates.split(), pa.date32())
        | dict.fromkeys(truths.split(), pa.bool_())
    )
    return pa.schema([(name, kinds.get(name, _TEXT)) for name in text.split()])


LEDGER: dict[str, pa.Schema] = {
    "evidence": _columns(
        "evidence_id source url media_type publisher publication_number bytes first_seen first_night",
        moments="first_seen",
        counts="bytes",
    ),
    "fetch": _columns(
        "fetch_id crawl_id night_id source request_key url planned_at ended_at outcome http_status evidence_id bytes "
        "media_type final_url etag last_modified robots_verdict tdm_verdict reason",
        moments="planned_at ended_at",
        counts="fetch_id http_status bytes",
    ),
    "reading": _columns(
        "evidence_id part reader outcome reason detail records batch read_at", moments="read_at", counts="records"
    ),
    "night": _columns(
        "night_id study as_of started_at ended_at outcome reason edition_id pid",
        moments="started_at ended_at",
        counts="pid",
        dates="as_of",
    ),
    "crawl": _columns("crawl_id night_id source started_at ended_at outcome reason", moments="started_at ended_at"),
}
"""What `Building.load_records` takes from the ledger."""

STUDY: dict[str, pa.Schema] = {
    "study": _columns(
        "study title_da title_en as_of night_id focal_player_id country currency period_start is_rehearsal",
        dates="as_of period_start",
        truths="is_rehearsal",
    ),
    "segment": _columns("segment_code name_da name_en cpv_prefix"),
    "component": _columns("component_id name description segment_code relation term"),
    "top_down": pa.schema(
        [
            ("inhabitants", _COUNT),
            ("year", _COUNT),
            ("source_note", _TEXT),
            ("low_per_head_dkk", pa.float64()),
            ("high_per_head_dkk", pa.float64()),
        ]
    ),
    "study_source": _columns("source source_kind stream publisher licence terms"),
    "technology": _columns("technology name_da name_en technology_group definition_da definition_en"),
    "theme": _columns("theme name_da name_en"),
    "customer": _columns("player_id name national_id code region population", counts="population"),
    "model_card": pa.schema(
        [(name, _TEXT) for name in ("model", "version", "trained_on", "metric")]
        + [("value", pa.float64()), ("note", _TEXT)]
    ),
    "term_candidate": pa.schema(
        [("term", _TEXT), ("c_value", pa.float64()), ("first_quarter", _TEXT)]
        + [(name, _COUNT) for name in ("organisation_count", "text_count", "recent_count")]
        + [("log_odds", pa.float64()), ("context", _TEXT)]
    ),
    "policy_sentence": _columns(
        "text_digest sentence_number start end sentence_group", counts="sentence_number start end"
    ),
    "peer_group": _columns("player_id peer_group"),
    "ring_threshold": _columns("threshold least", counts="least"),
    "player_role": _columns("player_id role layer quote"),
    "technology_term": _columns("technology language term"),
    "review": pa.schema(
        [(name, _TEXT) for name in ("left_player", "right_player", "left_name", "right_name", "layer")]
        + [("score", pa.float64()), ("reason", _TEXT)]
    ),
}
"""What a night loads with `Building.load_table` from the study and its classifiers."""

RECORDS: dict[str, pa.Schema] = {kind.kind: arrow_schema(kind) for kind in KINDS}
RAW: dict[str, pa.Schema] = RECORDS | LEDGER | STUDY | CUSTOMERS | STRATEGY
"""Every raw table by name."""
