"""Truths about single notices and players: names, owners, values, versions, what comes on the second night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.planted import BIG_AWARD, FRAMEWORK_CEILING
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.vendor_sites import ODDITIES
from spiders.rehearsal.vendors import ACQUIRER, BOUGHT, BOUGHT_ON, LOOKALIKES, RENAMED, Vendor


def notice_truths(vendors: tuple[Vendor, ...], notices: Sequence[NoticeEvent]) -> Iterator[Truth]:
    """Players first, then awards, then the second night."""
    who = {vendor.key: vendor for vendor in vendors}
    labelled = {notice.label: notice for notice in notices}
    yield from _players(who)
    yield from _values(who, labelled)
    yield from _shapes(labelled)
    fresh = sorted(n.notice_id for n in notices if n.published == NIGHTS[1] and n.is_it)
    yield Truth(
        id="second_night_notices",
        sentence="The second night adds exactly five Danish IT notices.",
        kind="new_notices",
        expected=fresh,
        parameters={"night": 2},
    )


def _players(who: dict[str, Vendor]) -> Iterator[Truth]:
    renamed, bought, acquirer = who[RENAMED], who[BOUGHT], who[ACQUIRER]
    yield Truth(
        id="renamed_supplier",
        sentence=f"{renamed.former_name} and {renamed.name} are one player: the company number stayed.",
        kind="one_player",
        expected=1,
        parameters={"national_id": f"DK:{renamed.cvr}", "names": [renamed.former_name, renamed.name]},
    )
    twins = [who[key] for key in LOOKALIKES]
    yield Truth(
        id="lookalikes",
        sentence=f"{twins[0].name} and {twins[1].name} are two players: their company numbers differ.",
        kind="two_players",
        expected=2,
        parameters={"national_ids": [f"DK:{twin.cvr}" for twin in twins], "names": [twin.name for twin in twins]},
    )
    host, path = who[ODDITIES["merger_news"][0]].host, ODDITIES["merger_news"][1]
    yield Truth(
        id="merger",
        sentence=f"{bought.name} was bought by {acquirer.name}: two players, one the other's parent.",
        kind="parent",
        expected=f"DK:{acquirer.cvr}",
        parameters={
            "child_id": f"DK:{bought.cvr}",
            "child": bought.name,
            "parent": acquirer.name,
            "since": BOUGHT_ON.isoformat(),
            "news_url": f"http://{host}{path}",
        },
    )


def _values(who: dict[str, Vendor], labelled: dict[str, NoticeEvent]) -> Iterator[Truth]:
    def value(name: str, label: str, supplier: str, expected: float | None, sentence: str, **more: object) -> Truth:
        parameters = {
            "notice_id": labelled[label].notice_id,
            "supplier_id": f"DK:{who[supplier].cvr}",
            "supplier": who[supplier].name,
            **more,
        }
        return Truth(id=name, sentence=sentence, kind="award_value", expected=expected, parameters=parameters)

    yield value(
        "withheld_value", "planted:withheld", "fjeldsoft", None, "A withheld value is unknown, never minus one."
    )
    for said in ("0", "1", "0.01", "12345"):
        yield value(
            f"symbolic_value_{said}",
            f"planted:symbolic:{said}",
            "rimfrost",
            None,
            f"A value of {said} stands for nothing and is not trusted.",
        )
    yield value(
        "duplicated_notice",
        "planted:duplicate",
        "granit",
        23_450_000.0,
        "A result that the search and a package both tell counts once.",
    )
    yield value(
        "corrected_result",
        "planted:corrected:right",
        "naervig",
        8_750_000.0,
        "The correction's value counts, the ten times larger one does not.",
        replaces=labelled["planted:corrected:wrong"].notice_id,
    )
    yield value(
        "amended_contract",
        "planted:amended:first",
        "egekode",
        12_500_000.0,
        "The amended total replaces the first one; the contract is worth 12.5 million, not 22.5.",
        amended_by=labelled["planted:amended:after"].notice_id,
    )
    yield value(
        "big_award",
        "night2:big",
        "northquay",
        float(BIG_AWARD),
        "The second night brings one award of 240 million.",
        night=2,
    )


def _shapes(labelled: dict[str, NoticeEvent]) -> Iterator[Truth]:
    framework, joint = labelled["planted:framework"], labelled["planted:joint"]
    yield Truth(
        id="framework_ceiling",
        sentence="The ceiling is printed for each of six winners and is no market value of any of them.",
        kind="award_kind",
        expected="framework_ceiling",
        parameters={"notice_id": framework.notice_id, "ceiling": float(FRAMEWORK_CEILING)},
    )
    yield Truth(
        id="framework_winners",
        sentence="The framework has six winners, each an award of its own.",
        kind="award_rows",
        expected=len(framework.winning()),
        parameters={"notice_id": framework.notice_id},
    )
    yield Truth(
        id="duplicated_notice_rows",
        sentence="The result that two channels tell is one award.",
        kind="award_rows",
        expected=1,
        parameters={"notice_id": labelled["planted:duplicate"].notice_id},
    )
    calls = labelled["planted:calloff"]
    yield Truth(
        id="call_offs",
        sentence="Purchases under the framework are call-offs with their own values.",
        kind="award_rows",
        expected=len(calls.winning()),
        parameters={"notice_id": calls.notice_id, "customers": [bid.customer for bid in calls.bids]},
    )
    yield Truth(
        id="joint_buyers",
        sentence="Four municipalities buy together from two joint suppliers: weights sum to one on both sides.",
        kind="joint_weights",
        expected=[len(joint.buyers), len(joint.bids[0].suppliers)],
        parameters={"notice_id": joint.notice_id},
    )
    expiring = labelled["planted:expiring"]
    end = expiring.lots[0].end
    assert end is not None
    yield Truth(
        id="expiring_contract",
        sentence="A care records contract ends within half a year and cannot be renewed.",
        kind="expiring",
        expected=end.isoformat(),
        parameters={"notice_id": expiring.notice_id, "as_of": NIGHTS[1].isoformat(), "months": 6},
    )
