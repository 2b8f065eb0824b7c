"""Do two players meet more often than two as busy ones would by chance?

Null model: of the N events of a kind in a segment, one player is in a, another in b, and each is there independently of
the other. The number of common events is then hypergeometric, and over segments a sum of such numbers; the p value is
the chance of as many or more. Every pair of players of the kind is a test, also those that never met, and Benjamini
and Hochberg hold the false discoveries among the named ties at one in ten. Rejected: counting common events (the
busiest always lead), one urn for all segments (two that sell the same things would look like friends), testing only
the pairs that met (the test then knows its answer).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

LARGEST_Q = 0.10
EXACT_PLAYERS, DRAWN_PLAYERS = 500, 100
_SEED = 20_260_101

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Stratum:
    """One segment: common events, events with each of the two, and events in all."""

    together: int
    left: int
    right: int
    universe: int


def tie_p(strata: Sequence[Stratum]) -> float:
    """The chance of at least as many common events, given how often each was there in every segment."""
    met = sum(one.together for one in strata)
    if not met:
        return 1.0
    # Only the chance of fewer is added up: its support is as short as the number of meetings, however busy the two are.
    fewer = np.ones(1)
    for one in strata:
        support = np.arange(min(one.left, one.right, met - 1) + 1)
        fewer = np.convolve(fewer, _chances(support, one))[:met]
    return float(min(max(1.0 - fewer.sum(), 0.0), 1.0))


def _chances(together: NDArray[np.int64], one: Stratum) -> Array:
    """The hypergeometric chance of each number of common events.

    SciPy's distribution checks its arguments anew at every call, which takes ten times as long as the sum itself.
    """
    others = one.universe - one.left
    # A number too small leaves more events than there are without the first.
    possible = one.right - together <= others
    met = together[possible]
    found = np.zeros(together.size)
    found[possible] = np.exp(
        betaln(others - one.right + one.left + 1, one.right + 1)
        + betaln(one.left + 1, 1)
        + betaln(others + 1, 1)
        - betaln(one.universe + 1, 1)
        - betaln(met + 1, one.left - met + 1)
        - betaln(one.right - met + 1, others - one.right + met + 1)
    )
    return found


def false_discovery(p: ArrayLike, tests: int) -> Array:
    """q values of Benjamini and Hochberg where `tests` were made and those that are not given have p = 1."""
    given = np.asarray(p, dtype=float)
    if not given.size:
        return given
    order = np.argsort(given, kind="stable")
    scaled = given[order] * max(tests, given.size) / np.arange(1, given.size + 1)
    q = np.empty_like(given)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def communities(edges: list[tuple[str, str, float]]) -> dict[str, int]:
    """Which community a player is in, numbered from 1 by size; the same edges give the same answer in any order."""
    graph = _graph(edges)
    if not graph.number_of_edges():
        return {}
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    ordered = sorted((sorted(one) for one in found), key=lambda one: (-len(one), one))
    return {player: number for number, one in enumerate(ordered, start=1) for player in one}


def betweenness(edges: list[tuple[str, str, float]]) -> dict[str, float]:
    """How often a player lies on the shortest way between two others, 0 to 1: who bridges.

    Exact for up to 500 players; of more, ways from 100 drawn players stand for all (5 000 players would take minutes).
    """
    graph = _graph(edges)
    sources = None if len(graph) <= EXACT_PLAYERS else DRAWN_PLAYERS
    found = nx.betweenness_centrality(graph, k=sources, seed=_SEED)
    return {str(player): float(value) for player, value in found.items()}


def _graph(edges: list[tuple[str, str, float]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(sorted({player for left, right, _ in edges for player in (left, right)}))
    for left, right, weight in sorted(edges):
        known = graph.get_edge_data(left, right, {"weight": 0.0})["weight"]
        graph.add_edge(left, right, weight=known + weight)
    return graph
