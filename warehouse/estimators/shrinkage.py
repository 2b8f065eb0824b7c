"""How much of what a body writes is about a theme, when some write three papers and some a page?

A plain share of a few sentences says little, so each body's share is drawn towards the mean of its peers, the more so
the less it has written: (x + a p) / (n + a), with p and a learnt from all of them (empirical Bayes, beta-binomial
likelihood). What counts as written is not sentences but what they are worth: sentences of one paper resemble one
another, so a paper of n sentences is worth n / (1 + (n - 1) r), where r is how much more alike two sentences of a paper
are than two of different papers of the same body, learnt over all bodies and themes. A long paper therefore does not
drown the others.

The interval is at 80 %: p and a are drawn by how well they explain all peers' papers, and the share from what then
follows, so that what few peers leave open is in it. Papers, never sentences, are the units that vary. Rejected:
resampling the papers of one body (most have one, which then seems certain), resampling bodies and learning p and a by
moments (covers 0.71 to 0.73 of a nominal 0.80 among ten peers, for a rare theme and for papers that differ).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

DRAWS = 400
LEVEL = 0.80
# Cut off at each end: a little less than the level says, for fractions of sentences are not quite binomial.
_TAIL = 0.09
# How alike sentences of one paper are where no body has two papers to learn it from: about what strategies show.
USUAL_LIKENESS = 0.02
# Papers that tell it: with this many sentences of their own, of at least this many bodies that have two or more.
_FEWEST_SENTENCES, _FEWEST_BODIES = 10, 5
# Bounds of the variation between bodies (0 none, 1 each says all or nothing), and how finely p and it are tried.
_LEAST_VARIATION, _LARGEST_VARIATION = 0.0005, 0.5
_MEANS, _VARIATIONS = 25, 20
_SEED = 20_260_401

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Shares:
    """Shrunken shares of bodies (rows) for themes (columns), 0 to 1, with 80 % intervals.

    `worth` is how many independent sentences each body's papers are worth; `mean` and `weight` (one for each theme) are
    the peers' p and a.
    """

    score: Array
    low: Array
    high: Array
    worth: Array
    mean: Array
    weight: Array


def likeness(named: Numbers, sentences: Numbers, body: Numbers) -> float:
    """How much more alike two sentences of one paper are than two of a body's different papers, over all themes.

    `named` is (papers, themes), `sentences` (papers,), `body` the number of each paper's body.
    """
    above = below = 0.0
    told = 0
    for one in np.unique(body):
        own = (body == one) & (sentences >= _FEWEST_SENTENCES)
        size = sentences[own].astype(float)
        if len(size) < 2:
            continue
        told += 1
        total = size.sum()
        share = named[own] / size[:, None]
        pooled = named[own].sum(axis=0) / total
        spread = (size[:, None] * (share - pooled) ** 2).sum(axis=0)
        plain = pooled * (1 - pooled)
        # Expected spread under likeness r: plain * sum over papers of (1 - part) * (1 + r (n - 1)).
        slack = 1 - size / total
        above += float((spread - plain * slack.sum()).sum())
        below += float((plain * (slack * (size - 1)).sum()).sum())
    if told < _FEWEST_BODIES or below <= 0:
        return USUAL_LIKENESS
    return float(np.clip(above / below, 0.0, _LARGEST_VARIATION))


def shrunken_shares(named: Numbers, sentences: Numbers, body: Numbers, *, alike: float, seed: int = 0) -> Shares:
    """The shares of one group of peers. Arguments as in `likeness`, bodies numbered from 0 without gaps.

    Needs two bodies or more; `alike` is what `likeness` says of all bodies. The same input gives the same draws.
    """
    part = 1 / (1 + (sentences - 1) * alike)
    bodies = int(body.max()) + 1
    worth = np.zeros(bodies)
    held = np.zeros((bodies, named.shape[1]))
    np.add.at(worth, body, sentences * part)
    np.add.at(held, body, named * part[:, None])
    chance = np.random.default_rng([_SEED, seed])
    columns = [_one_theme(held[:, theme], worth, chance) for theme in range(named.shape[1])]
    score, low, high, mean, weight = (np.array(rows) for rows in zip(*columns, strict=True))
    return Shares(score=score.T, low=low.T, high=high.T, worth=worth, mean=mean, weight=weight)


def _one_theme(held: Array, worth: Array, chance: np.random.Generator) -> tuple[Array, Array, Array, float, float]:
    """(score, low, high) of each body, and (p, a); from all that p and a may be, by how well each explains peers."""
    centre = (held.sum() + 0.5) / (worth.sum() + 1.0)
    # Four standard errors of the mean's logarithm to either side, chance and peers that differ taken together.
    reach = min(4 * float(np.sqrt(1 / (held.sum() + 0.5) + 0.05 / centre / len(worth))), 4.0)
    odds = np.log(centre / (1 - centre)) + np.linspace(-reach, reach, _MEANS)
    means = 1 / (1 + np.exp(-odds))
    # Even in the square root of the variation between bodies, as is usual where nothing is known of it.
    roots = np.linspace(np.sqrt(_LEAST_VARIATION), np.sqrt(_LARGEST_VARIATION), _VARIATIONS)
    mean, variation = (grid.ravel() for grid in np.meshgrid(means, roots**2, indexing="ij"))
    weight = (1 - variation) / variation
    first, second = weight * mean, weight * (1 - mean)
    fits = betaln(first[:, None] + held, second[:, None] + worth - held).sum(axis=1) - len(worth) * betaln(
        first, second
    )
    chances = np.exp(fits - fits.max())
    chances /= chances.sum()
    drawn = chance.choice(len(mean), size=DRAWS, p=chances)
    shares = chance.beta(first[drawn][:, None] + held, second[drawn][:, None] + worth - held)
    low, high = np.quantile(shares, [_TAIL, 1 - _TAIL], axis=0)
    middle = float((chances * mean).sum())
    varied = float((chances * variation).sum())
    pull = (1 - varied) / varied
    score = (held + pull * middle) / (worth + pull)
    return score, np.minimum(low, score), np.maximum(high, score), middle, pull
