"""Three or four consistent pictures of the organisation's future, out of the study's own options."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.morphology import Choice, option_scores, pictures

CRITERIA = ("demand", "rivalry", "fit", "readiness")
_ORDER = ("broken", "cannot_tell", "weakening", "holds")
_SCHEMA = pa.schema(
    [("image_id", pa.string()), ("dimension_id", pa.string()), ("dimension_order", pa.int32())]
    + [(name, pa.string()) for name in ("dimension_da", "dimension_en", "option_id", "option_da", "option_en")]
    + [("place", pa.int64())]
    + [(name, pa.float64()) for name in ("score", "score_low", "score_high", "first_share", *CRITERIA)]
    + [("known_count", pa.int64()), ("consistent_count", pa.int64()), ("must_be_true", pa.string())]
    + [("must_status", pa.string()), ("early_sign_da", pa.string()), ("early_sign_en", pa.string())]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)
Row = dict[str, Any]


def target_image(
    core__image_option: pa.Table,
    core__image_weight: pa.Table,
    mart__study_answer: pa.Table,
    mart__assumption_status: pa.Table,
) -> pa.Table:
    """The option that a target image takes in one dimension; an image is all rows of one image_id.

    Options are the study's; each is scored by four criteria (demand, rivalry, fit, readiness; for all of them 1 is
    good, so rivalry is the absence of it), by its query or by a stated number. Shown are the best image and up to
    three that differ from it and from one another in at least half of the dimensions. A filter for discussion, not an
    optimum.
    Grain: image_id, dimension_id
    Check: score is null or (score_low <= score_high and score between 0 and 100)
    Check: first_share is null or first_share between 0 and 1
    Check: can_tell = (score is not null)
    Check: reason is not null
    Column image_id: image-1 is the best
    Column dimension_id: the dimension
    Column dimension_order: its place in the study
    Column dimension_da: its name in Danish
    Column dimension_en: its name in English
    Column option_id: the option that the image takes
    Column option_da: its name in Danish
    Column option_en: its name in English
    Column place: the image's place by score
    Column score: the image's score with the stated weights, 0 to 100
    Column score_low: 5 % point over draws of weights
    Column score_high: 95 % point
    Column first_share: part of the draws in which it scores best of the shown
    Column demand: the option's own score by demand, 0 to 1
    Column rivalry: by the absence of rivalry
    Column fit: by fit
    Column readiness: by readiness
    Column known_count: how many of the four are known
    Column consistent_count: consistent images in all
    Column must_be_true: the assumptions that the option rests on, joined by commas
    Column must_status: the worst of their statuses
    Column early_sign_da: what would be seen first, in Danish
    Column early_sign_en: what would be seen first, in English
    Column can_tell: whether any criterion of the image is known
    Column reason: what the scores rest on, in words
    """
    options = core__image_option.to_pylist()
    if not options:
        return _SCHEMA.empty_table()
    stated = {row["criterion"]: row["criterion_weight"] for row in core__image_weight.to_pylist()}
    weights = np.array([stated.get(name, 1.0) for name in CRITERIA], dtype=float)
    asked = {
        row["question_id"]: row["value"] for row in mart__study_answer.to_pylist() if row["question_kind"] == "option"
    }
    statuses = {row["assumption_id"]: row["status"] for row in mart__assumption_status.to_pylist()}
    by_name: dict[str, Row] = {}
    box: dict[str, list[Choice]] = {}
    for option in sorted(options, key=lambda one: (one["dimension_order"], one["option_id"])):
        name = f"{option['dimension_id']}.{option['option_id']}"
        answers = {criterion: asked.get(f"{name}.{criterion}") for criterion in CRITERIA}
        scores = option_scores({criterion: option[criterion] for criterion in CRITERIA}, answers, CRITERIA)
        by_name[name] = option | dict(zip(CRITERIA, scores, strict=True))
        box.setdefault(option["dimension_id"], []).append(Choice(name, scores, frozenset(option["excludes"] or ())))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # a criterion that no option of an image knows is NaN, and stays so
        shown, count = pictures(list(box.values()), weights if weights.sum() else np.ones(len(CRITERIA)))
    rows = []
    for place, picture in enumerate(shown, start=1):
        known = sum(not np.isnan(by_name[name][criterion]) for name in picture.options for criterion in CRITERIA)
        image = {
            "image_id": f"image-{place}",
            "place": place,
            "consistent_count": count,
            "can_tell": known > 0,
            "score": picture.score if known else None,
            "score_low": picture.low if known else None,
            "score_high": picture.high if known else None,
            "first_share": picture.first_share if known else None,
        }
        whole = len(picture.options) * len(CRITERIA)
        said = f"{known} of {whole} scores are known; first in {picture.first_share:.0%} of the weights"
        image["reason"] = said if known else f"cannot tell: none of {whole} scores is known"
        rows += [_row(image, by_name[name], statuses) for name in picture.options]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _row(image: Row, option: Row, statuses: dict[str, str]) -> Row:
    needed = list(option["must_be_true"] or ())
    held = [statuses.get(one, "cannot_tell") for one in needed]
    scores = {name: None if np.isnan(option[name]) else option[name] for name in CRITERIA}
    return (
        image
        | scores
        | {
            "dimension_id": option["dimension_id"],
            "dimension_order": option["dimension_order"],
            "dimension_da": option["dimension_da"],
            "dimension_en": option["dimension_en"],
            "option_id": option["option_id"],
            "option_da": option["name_da"],
            "option_en": option["name_en"],
            "known_count": sum(value is not None for value in scores.values()),
            "must_be_true": ", ".join(needed) or None,
            "must_status": next((one for one in _ORDER if one in held), None),
            "early_sign_da": option["early_sign_da"] or None,
            "early_sign_en": option["early_sign_en"] or None,
        }
    )
