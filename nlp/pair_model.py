"""How probable it is that two organisations are one: a logistic sum over the named features, stored as a readable card.

The card (`pair_model.json`) holds one weight a feature, so that each decision can be told in words and no code is
loaded. `python -m nlp.pair_model` learns it anew from the invented world; the same world gives the same card. Rejected:
boosted trees (two points better where many pairs are known, and nobody can be told why).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.clusters import Gathered
from nlp.pairs import AGAINST, FEATURES, Side, Surroundings, candidates, features, side_of, surroundings

CARD = Path(__file__).with_name("pair_model.json")
MERGE = 0.82
"""From here two are joined unasked: precision .98 on invented worlds full of sisters, 1.0 of 272 published pairs."""
REVIEW = 0.5


@dataclass(frozen=True, slots=True)
class PairModel:
    """The weights of the features in their order, and the intercept."""

    weights: tuple[float, ...]
    intercept: float

    def score(self, found: tuple[float, ...]) -> float:
        """The probability that a pair with these features is one player."""
        margin = self.intercept + sum(weight * value for weight, value in zip(self.weights, found, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, margin))))

    def reason(self, found: tuple[float, ...]) -> str:
        """What weighed most, for and against, in words."""
        told = sorted(
            (
                (weight * value, name)
                for weight, value, name in zip(self.weights, found, FEATURES, strict=True)
                if value
            ),
            key=lambda one: (-abs(one[0]), one[1]),
        )
        speaks_for = [name for weight, name in told if weight > 0][:3]
        against = [name for weight, name in told if weight < 0][:2]
        said = f"For it: {', '.join(speaks_for) or 'nothing'}"
        return f"{said}; against it: {', '.join(against)}." if against else f"{said}."


@cache
def load_pair_model(path: Path = CARD) -> PairModel:
    """The shipped model. Raises `ValueError` where its features are not those of this code."""
    card = json.loads(path.read_text(encoding="utf-8"))
    if tuple(card["weights"]) != FEATURES:
        raise ValueError(f"{path.name} was learnt with other features; run python -m nlp.pair_model")
    return PairModel(tuple(card["weights"].values()), card["intercept"])


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two organisations (their keys), how probable it is that they are one, and why."""

    left: str
    right: str
    score: float
    reason: str


def scored_pairs(organisations: list[Gathered]) -> list[ScoredPair]:
    """Every candidate pair that a person or a merge should see (at least `REVIEW`), the surest first."""
    sides = [side for one in organisations if (side := side_of(one)) is not None]
    ids = {one.key: one.national_id for one in organisations}
    around = surroundings(sides)
    model = load_pair_model()
    scored = []
    for left, right in candidates(sides, around):
        if ids[left.key] and ids[right.key]:  # the same id is one player already, another never is
            continue
        found = features(left, right, around)
        score = model.score(found)
        if score >= REVIEW:
            scored.append(ScoredPair(left.key, right.key, round(score, 4), model.reason(found)))
    return sorted(scored, key=lambda pair: (-pair.score, pair.left, pair.right))


def learn() -> dict[str, object]:
    """Learn the weights from the invented world's candidate pairs; returns the card."""
    from nlp.invented_names import TRAINING_SEED, invented_world

    rows = invented_world(seed=TRAINING_SEED, groups=500)
    known = {}
    sides: list[Side] = []
    for number, row in enumerate(rows):
        one = Gathered(f"{number:06d}", row["name"], row["country"])
        one.towns |= {row["town"]} - {""}
        one.postcodes |= {row["postal"]} - {""}
        one.domains |= {row["domain"]} - {""}
        if (side := side_of(one)) is not None:
            sides.append(side)
            known[side.key] = row["entity_id"]
    around: Surroundings = surroundings(sides)
    pairs = [(left, right) for left, right in candidates(sides, around) if left.base != right.base]
    found = [features(left, right, around) for left, right in pairs]
    truth = [known[left.key] == known[right.key] for left, right in pairs]
    weights, intercept = _fit(found, truth)
    return {
        "model": "player_pair",
        "learnt_from": f"{len(pairs)} pairs of {len(rows)} invented mentions, {sum(truth)} of them one player",
        "merge_from": MERGE,
        "review_from": REVIEW,
        "limits": "Names, legal forms, places and domains only; it never joins two valid ids.",
        "intercept": round(intercept, 3),
        "weights": {name: round(weight, 3) for name, weight in zip(FEATURES, weights, strict=True)},
    }


def _fit(found: list[tuple[float, ...]], truth: list[bool]) -> tuple[list[float], float]:
    """Logistic regression in which what speaks against a pair never counts for it, nor the other way round.

    Without that, features that say nearly the same get weights of opposite signs, and no reason could be told.
    """
    import numpy as np
    from scipy.optimize import minimize

    table = np.column_stack([np.array(found), np.ones(len(found))])
    sign = np.where(np.array(truth), 1.0, -1.0)
    shrunk = np.array([1.0] * len(FEATURES) + [0.0])

    def loss(weights: Any) -> tuple[float, Any]:
        margins = sign * (table @ weights)
        slope = -sign / (1.0 + np.exp(np.minimum(margins, 50.0)))
        total = np.logaddexp(0.0, -margins).sum() + 0.5 * (shrunk * weights**2).sum()
        return float(total), table.T @ slope + shrunk * weights

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in FEATURES]
    fitted = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return [float(weight) for weight in fitted.x[:-1]], float(fitted.x[-1])


if __name__ == "__main__":
    CARD.write_text(json.dumps(learn(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
