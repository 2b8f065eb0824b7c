"""When buyers call again: months from a contract's latest end to the next call, learnt from chains of contracts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.estimators.window import FEWEST, learn_window

STRATA = ("no option", "option")
_SCHEMA = pa.schema(
    [
        ("stratum", pa.string()),
        ("chain_count", pa.int64()),
        ("learnt_count", pa.int64()),
        ("never_called_count", pa.int64()),
        ("called_share", pa.float64()),
        ("low_months", pa.float64()),
        ("mid_months", pa.float64()),
        ("high_months", pa.float64()),
        ("quantile_months", pa.list_(pa.float64())),
        ("basis", pa.string()),
        ("can_tell", pa.bool_()),
        ("reason", pa.string()),
    ]
)
_REASON = {
    "own": None,
    "conformal": "fewer than 30 closed windows of this kind: widened with those of all kinds",
    "prior": f"prior only: fewer than {FEWEST} closed windows are known, so nothing is learnt",
}


def retender_window(mart__contract_chain: pa.Table) -> pa.Table:
    """T3.6: when a contract's buyer calls again, in months from its latest end, with and without options to renew.

    Learnt from closed windows: chains whose earlier contract has ended, renewals included, a year ago or more. From 30
    of a kind on, the window is their own; under 30 it is widened by a conformal step; under nine in all the prior that
    is stated stands, and it cannot tell. P10 to P90 cover four of five further calls. Closed windows are of contracts
    that were called for again; never_called_count says of how many that does not hold.
    Grain: stratum
    Check: low_months <= mid_months and mid_months <= high_months
    Check: can_tell = (basis <> 'prior')
    Check: called_share is null or (called_share > 0 and called_share <= 1)
    Check: stratum in ('no option', 'option')
    Column stratum: option (it can be renewed, or states options) or no option
    Column chain_count: closed windows of this kind
    Column learnt_count: closed windows that the figures are learnt from
    Column never_called_count: contracts of the same kinds whose latest end is a year past and that nothing followed
    Column called_share: share that was called again: learnt_count of both; NULL where nothing is learnt
    Column low_months: P10, months from the latest end; negative before it
    Column mid_months: P50
    Column high_months: P90
    Column quantile_months: the 0, 1 … 100 % points
    Column basis: own, conformal (widened with other kinds) or prior
    Column can_tell: whether anything is learnt
    Column reason: what a reader should know, in a sentence
    """
    strata, never = closed_windows(mart__contract_chain), _never_called(mart__contract_chain)
    rows = []
    for name in STRATA:
        own = strata[name]
        others = np.concatenate([strata[other] for other in STRATA if other != name])
        window = learn_window(own, others)
        silent = never[name] if window.basis == "own" else sum(never.values())
        rows.append(
            {
                "stratum": name,
                "chain_count": len(own),
                "learnt_count": window.count,
                "never_called_count": silent,
                "called_share": None if window.basis == "prior" else round(window.count / (window.count + silent), 6),
                "low_months": round(window.low, 2),
                "mid_months": round(window.mid, 2),
                "high_months": round(window.high, 2),
                "quantile_months": np.round(window.quantiles, 3).tolist(),
                "basis": window.basis,
                "can_tell": window.basis != "prior",
                "reason": _REASON[window.basis],
            }
        )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _never_called(chains: pa.Table) -> dict[str, int]:
    """By stratum how many contracts ended a year ago or more and were not called for again."""
    options = chains.filter(pc.field("is_never_called"))["has_option"].to_pylist()
    return {"no option": options.count(False), "option": options.count(True)}


def closed_windows(chains: pa.Table) -> dict[str, np.typing.NDArray[np.float64]]:
    """The residuals of the closed windows by stratum."""
    learned = chains.filter(pc.field("is_learned"))
    options = learned["has_option"].to_numpy()
    residuals = learned["residual_months"].to_numpy().astype(float)
    return {"no option": residuals[~options.astype(bool)], "option": residuals[options.astype(bool)]}
