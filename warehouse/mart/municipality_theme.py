"""How much each customer's policy papers are about each theme, drawn towards its peers, and how firmly they promise."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.cluster.hierarchy import leaves_list, linkage

from warehouse.estimators.shrinkage import likeness, shrunken_shares

# Fewer peers with papers than this say too little of what is usual: then all customers are the peers.
FEWEST_PEERS = 4
GRADES = ("vision", "aim", "measure", "budget", "deadline")
_COUNTS = ("evidence_count", "shared_count", "sentence_count", "document_count", "document_year", "peer_count")
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("body_id", "name", "theme", "theme_name_da", "theme_name_en", "peer_group")]
    + [("has_document", pa.bool_())]
    + [(name, pa.int64()) for name in _COUNTS]
    + [(name, pa.float64()) for name in ("score", "score_low", "score_high", "plain_share", "worth")]
    + [("peer_rank", pa.int64())]
    + [(name, pa.float64()) for name in ("peer_median", "peer_p10", "peer_p90")]
    + [(name, pa.string()) for name in ("commitment", "quote", "context", "document_id", "url", "evidence_id", "part")]
    + [(name, pa.int64()) for name in ("quote_start", "quote_end", "body_place", "theme_place")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def municipality_theme(
    mart__peer_group: pd.DataFrame,
    core__theme: pa.Table,
    core__policy_document: pd.DataFrame,
    core__policy_sentence: pd.DataFrame,
    core__theme_sentence: pd.DataFrame,
) -> pa.Table:
    """T1.1: how much a customer's policy papers are about a theme, against its peers; every customer and every theme.

    The score is the share of its substantive sentences that name the theme, copies counted once, drawn towards the mean
    of its peers (see the estimator). A customer without a paper has no score: that is missing, not a low priority. The
    bodies of F1.1's heat map stand in the order of body_place, its themes in that of theme_place; F1.2 shows score
    against peer_median, peer_p10 and peer_p90.
    Grain: body_id, theme
    Check: evidence_count <= sentence_count and shared_count <= evidence_count
    Check: (score is null) = not can_tell
    Check: score is null or score between score_low and score_high
    Check: has_document or score is null
    Check: commitment is null or commitment in ('vision', 'aim', 'measure', 'budget', 'deadline')
    Check: can_tell = (reason is null)
    Column body_id: the customer
    Column name: its name
    Column theme: the theme
    Column theme_name_da: its name in Danish
    Column theme_name_en: its name in English
    Column peer_group: whom it is compared with
    Column has_document: whether we hold a strategy, policy or plan of it
    Column evidence_count: different sentences of its papers that name the theme
    Column shared_count: of them, sentences that other bodies' papers say nearly the same
    Column sentence_count: all different substantive sentences of its papers
    Column document_count: papers that have them; a paper that only repeats another adds none
    Column document_year: year of its latest dated paper that names the theme, else of its latest paper
    Column peer_count: customers of the peer group that have papers, itself included
    Column score: share of its sentences on the theme, drawn towards the peers' mean, 0 to 1; NULL without a paper
    Column score_low: lower end of its 80 % interval
    Column score_high: upper end of its 80 % interval
    Column plain_share: evidence_count of sentence_count, before it is drawn anywhere
    Column worth: how many independent sentences its papers are worth, as sentences of one paper resemble one another
    Column peer_rank: place of the score among its peers with papers, 1 the highest
    Column peer_median: median score of its peers with papers
    Column peer_p10: the score that a tenth of them stay below
    Column peer_p90: the score that a tenth of them exceed
    Column commitment: how firmly it promises: vision, aim, measure, budget or deadline; NULL where no cue was found
    Column quote: words that name the theme, from the firmest sentence
    Column context: that sentence
    Column document_id: the paper that it stands in
    Column url: where that stands
    Column evidence_id: the bytes that it was read from
    Column part: the part of a package, else empty
    Column quote_start: place of the quote's first character
    Column quote_end: place after its last
    Column body_place: place of the body in the heat map, similar ones together; bodies without papers last
    Column theme_place: place of the theme in the heat map, similar ones together
    Column can_tell: whether there is a score
    Column reason: why not
    """
    peers = mart__peer_group.sort_values("body_id").reset_index(drop=True)
    themes = sorted(core__theme.to_pylist(), key=lambda one: str(one["theme"]))
    names = [str(one["theme"]) for one in themes]
    papers = core__policy_document[core__policy_document["body_id"].isin(peers["body_id"])]
    counts = _counts(core__policy_sentence, core__theme_sentence, papers, names)
    scores = _scores(peers, counts, names)
    best = _firmest(core__theme_sentence, papers)
    years = _years(core__theme_sentence, papers)
    body_place, theme_place = _places(scores, names)
    rows = []
    for peer in peers.to_dict("records"):
        body = str(peer["body_id"])
        for theme in themes:
            cell = scores.get((body, str(theme["theme"])), {})
            held = counts["held"].get(body)
            row = {"body_id": body, "name": peer["name"], "peer_group": peer["peer_group"], "theme": theme["theme"]}
            row |= {"theme_name_da": theme["name_da"], "theme_name_en": theme["name_en"]}
            row |= {"has_document": body in counts["owners"], "sentence_count": 0, "document_count": 0}
            row |= {
                "evidence_count": 0,
                "shared_count": 0,
                "peer_count": int(counts["peers"].get(peer["peer_group"], 0)),
            }
            row |= held or {}
            row |= counts["named"].get((body, str(theme["theme"])), {})
            row |= cell | best.get((body, str(theme["theme"])), {})
            row["document_year"] = years.get((body, str(theme["theme"])), years.get((body, "")))
            row |= {"body_place": body_place.get(body, len(peers)), "theme_place": theme_place[str(theme["theme"])]}
            row["can_tell"] = "score" in cell
            row["reason"] = None if cell else _why_not(body, counts)
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _why_not(body: str, counts: dict[str, Any]) -> str:
    if body not in counts["owners"]:
        return "no strategy, policy or plan is held: missing, not a low priority"
    if body not in counts["held"]:
        return "its papers have no sentence that says something"
    return "no other customer has a paper to compare with"


def _counts(sentences: pd.DataFrame, on_theme: pd.DataFrame, papers: pd.DataFrame, themes: list[str]) -> dict[str, Any]:
    """What each paper adds: its sentences that no earlier paper of the body says, and of them those on each theme."""
    order = papers.sort_values(["body_id", "said_date", "document_id"], na_position="last").reset_index(drop=True)
    order["paper_place"] = np.arange(len(order))
    said = sentences.merge(order[["document_id", "paper_place"]], on="document_id")
    own = said.sort_values(["paper_place", "sentence_number"]).drop_duplicates(["body_id", "sentence_group"])
    by_paper = own.groupby("paper_place").size()
    first = own[["body_id", "sentence_group", "paper_place"]]
    named = on_theme.drop_duplicates(["body_id", "sentence_group", "theme"]).merge(
        first, on=["body_id", "sentence_group"]
    )
    table = pd.crosstab(named["paper_place"], named["theme"]) if len(named) else pd.DataFrame()
    table = table.reindex(index=by_paper.index, columns=themes, fill_value=0)
    body_of = order.loc[by_paper.index, "body_id"].to_numpy(dtype=object)
    held = own.groupby("body_id").agg(
        sentence_count=("sentence_group", "size"), document_count=("paper_place", "nunique")
    )
    evidence = named.groupby(["body_id", "theme"]).agg(
        evidence_count=("sentence_group", "size"), shared_count=("is_shared", "sum")
    )
    return {
        "owners": set(papers["body_id"]),
        "held": {str(body): _plain(row) for body, row in held.to_dict("index").items()},
        "named": {key: _plain(row) for key, row in evidence.to_dict("index").items()},
        "body": body_of,
        "sentences": by_paper.to_numpy(dtype=np.int64),
        "table": table.to_numpy(dtype=np.int64),
        "peers": {},
    }


def _plain(row: dict[Any, Any]) -> dict[str, int]:
    return {str(name): int(value) for name, value in row.items()}


def _scores(peers: pd.DataFrame, counts: dict[str, Any], themes: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Score, interval and standing of each body and theme."""
    body = counts["body"]
    if len(body) == 0 or not themes:
        return {}
    numbered = np.unique(body, return_inverse=True)[1]
    alike = likeness(counts["table"], counts["sentences"], numbered)
    group_of = dict(zip(peers["body_id"], peers["peer_group"], strict=True))
    sizes = pd.Series([group_of[one] for one in sorted(set(body))]).value_counts()
    counts["peers"] = sizes.to_dict()
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for group in sorted(sizes.index):
        is_small = sizes[group] < FEWEST_PEERS
        inside = np.array([is_small or group_of[one] == group for one in body])
        members, number = np.unique(body[inside], return_inverse=True)
        if len(members) < 2:
            continue
        shares = shrunken_shares(
            counts["table"][inside], counts["sentences"][inside], number, alike=alike, seed=zlib.crc32(group.encode())
        )
        own = np.array([group_of[one] == group for one in members])
        spread = np.quantile(shares.score[own], [0.5, 0.1, 0.9], axis=0)
        ranks = pd.DataFrame(shares.score[own]).rank(ascending=False, method="min").to_numpy(dtype=np.int64)
        for place, row in enumerate(np.flatnonzero(own)):
            for column, theme in enumerate(themes):
                named = counts["named"].get((members[row], theme), {}).get("evidence_count", 0)
                found[members[row], theme] = {
                    "score": float(shares.score[row, column]),
                    "score_low": float(shares.low[row, column]),
                    "score_high": float(shares.high[row, column]),
                    "plain_share": named / counts["held"][members[row]]["sentence_count"],
                    "worth": float(shares.worth[row]),
                    "peer_rank": int(ranks[place, column]),
                    "peer_median": float(spread[0, column]),
                    "peer_p10": float(spread[1, column]),
                    "peer_p90": float(spread[2, column]),
                }
    return found


def _firmest(on_theme: pd.DataFrame, papers: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """The firmest sentence of each body and theme: of equals the one in the latest paper, and there the first."""
    kept = on_theme.merge(papers[["document_id", "said_date", "url", "evidence_id", "part"]], on="document_id")
    kept["said_at"] = pd.to_datetime(kept["said_date"])
    kept = kept.sort_values(
        ["commitment_rank", "said_at", "document_id", "quote_start"],
        ascending=[False, False, True, True],
        na_position="last",
    ).drop_duplicates(["body_id", "theme"])
    columns = [
        "commitment",
        "quote",
        "context",
        "document_id",
        "url",
        "evidence_id",
        "part",
        "quote_start",
        "quote_end",
    ]
    rows = kept[["body_id", "theme", *columns]].to_dict("records")
    return {
        (row["body_id"], row["theme"]): {name: None if pd.isna(row[name]) else row[name] for name in columns}
        for row in rows
    }


def _years(on_theme: pd.DataFrame, papers: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Year of the latest dated paper of each body (theme ''), and of the latest that names each theme."""
    dated = papers.dropna(subset=["said_date"])
    dated = dated.assign(year=pd.to_datetime(dated["said_date"]).dt.year)
    years = {(str(body), ""): int(year) for body, year in dated.groupby("body_id")["year"].max().items()}
    named = on_theme[["document_id", "body_id", "theme"]].merge(dated[["document_id", "year"]], on="document_id")
    for row in named.sort_values("year").to_dict("records"):
        years[str(row["body_id"]), str(row["theme"])] = int(row["year"])
    return years


def _places(scores: dict[tuple[str, str], dict[str, Any]], themes: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Places from 1 for bodies with scores and for themes, by similarity of their rows and columns."""
    bodies = sorted({body for body, _ in scores})
    matrix = np.array([[np.sqrt(scores[body, theme]["score"]) for theme in themes] for body in bodies])
    matrix = matrix.reshape(len(bodies), len(themes))
    return _order(matrix, bodies), _order(matrix.T, themes)


def _order(rows: np.ndarray[Any, Any], names: list[str]) -> dict[str, int]:
    if len(names) < 3 or rows.shape[1] == 0:
        return {name: place for place, name in enumerate(names, start=1)}
    order = leaves_list(linkage(rows, method="average", optimal_ordering=True))
    return {names[number]: place for place, number in enumerate(order, start=1)}
