"""Splink on the same mentions as a measure beside our own resolution: by name, place and domain, learnt without truth.

It gets our folded names (without them it does worse), blocks on what our blocks are made of as far as SQL can say it,
and learns by expectation maximisation. What keeps it from running is returned as a sentence, never raised: it is a
yardstick, no part of the product.
"""

from __future__ import annotations

import csv
import logging
from pathlib import Path
from typing import Any

import pyarrow as pa

from nlp.judging import Resolving
from nlp.names import fold, name_key

_THRESHOLDS = (0.99, 0.999)
_SEED = 7


def link_with_splink(path: Path) -> dict[float, Resolving] | str:
    """The clusters of the mentions of `org_mentions.csv` at each threshold, ids hidden; or why it did not run."""
    try:
        import splink  # noqa: F401 - whether it is there at all
    except ImportError as fault:
        return f"{fault}"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [f"{number:06d}" for number in range(len(rows))]
    try:
        found = _clusters(_table(keys, rows))
    except Exception as fault:  # noqa: BLE001 - a yardstick must not stop the gate; the sentence is printed
        return f"{type(fault).__name__}: {fault}"
    truth = {key: row["entity_id"] for key, row in zip(keys, rows, strict=True)}
    names = {key: row["name"] for key, row in zip(keys, rows, strict=True)}
    return {at: Resolving(truth=truth, names=names, found=clusters) for at, clusters in found.items()}


def _table(keys: list[str], rows: list[dict[str, str]]) -> pa.Table:
    told = []
    for key, row in zip(keys, rows, strict=True):
        name = name_key(row["name"])
        words = name.base.split() or [key]
        told.append(
            {
                "unique_id": key,
                "country": row["country"],
                "name": name.base or key,
                "first_word": words[0],
                "longest_word": max(words, key=len),
                "form": name.form or None,
                "town": fold(row["town"]) or None,
                "postcode": row["postal"] or None,
                "domain": row["domain"] or None,
            }
        )
    return pa.Table.from_pylist(told)


def _clusters(table: pa.Table) -> dict[float, dict[str, str]]:
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    blocks: list[Any] = [block_on("country", column) for column in ("domain", "postcode", "first_word", "longest_word")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("form"),
            compare.ExactMatch("town").configure(term_frequency_adjustments=True),
            compare.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            compare.ExactMatch("domain").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    api: Any = DuckDBAPI()
    linker = Linker(api.register(table), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("country", "name")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=_SEED)
    for rule in (block_on("country", "name"), block_on("country", "domain")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_probability=0.5)
    found = {}
    for threshold in _THRESHOLDS:
        clusters: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold)
        rows = clusters.as_pyarrow_table().to_pylist()
        found[threshold] = {row["unique_id"]: str(row["cluster_id"]) for row in rows}
    return found
