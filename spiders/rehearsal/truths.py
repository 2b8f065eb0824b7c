"""What is planted to be found again, as data that a checker can run against the warehouse.

Each truth has a `kind`; its `parameters` are plain JSON values. How each kind is checked, in terms of the marts:

`supplier_share`: awards in `segment` (by the lot's CPV prefixes) dated from `from` to `to`; the weighted count of the
player `supplier_id` over all awards = expected.
`market_total`: mart.market_size, segment all: known_value_dkk of `year` by publication date (null: of all years)
= expected, tolerance relative; `by_contract_date` is the same by the contract's date.
`real_total`: mart.market_size_real, segment all: known_value_real_dkk of `year` = expected, tolerance relative.
`mekko`: segment_share of `segment` in mart.market_mekko and share_in_segment of the group of `supplier_id`, both in
whole hundredths, = expected.
`trend`: verdict of mart.technology_trend for `technology` in `stream` = expected; flat is anything but the other two.
`one_player`: all organisations with `national_id` are one row of mart.player; `names` are the names they go by.
`two_players`: the `national_ids` belong to expected different players.
`parent`: the player `child_id` has the player expected as its parent, and both exist.
`award_value`: the award of `notice_id` to `supplier_id` has amount_dkk = expected (null: not trusted), counted once;
`replaces` names a notice whose award must then not count, `amended_by` the modification that gave the amount.
`award_kind`: every award of `notice_id` has value_kind = expected and adds nothing to contract values.
`award_rows`: mart.award has expected rows for `notice_id`.
`joint_weights`: weights of buyers and of suppliers of the award of `notice_id` sum to 1 each; expected is their number.
`expiring`: the contract of `notice_id` ends on expected and is listed as ending within `months` of `as_of`.
`single_bid_share`: share of awards with one bid in `segments`, of those whose number of bids is known = expected.
`notice_count`: Danish IT notices held after `night` (all versions; CPV divisions 48 and 72) = expected.
`new_notices`: the Danish IT notices that night 2 added are exactly expected.
`policy_documents`: municipalities with a document under one of `paths` of their host after `night` = expected.
`theme_share`: of the municipalities with a policy document after night 2, the share whose documents name `theme`.
`document`: a document at `url` is held after night `since`, and its text contains expected.
`page_change`: the only change of the page at `url` is of the type expected, and its quote holds `text`.
`fetch_outcome`: the last request for `url` in the ledger ended as one of expected.
`quarantined`: the evidence of `url` (or `or_url`; `part` within it) is in quarantine with one of expected as reason.
`assumption`: mart.assumption_status says that `assumption` stands as expected.
`alliance`: the players of all sure ties of consortia in mart.alliance_edge are exactly expected.
`edition_change`: mart.edition_change splits the change of `figure` and `slice` since night 1 into exactly expected.
`change_sums`: as many changed figures as expected have parts that do not sum to the change.
`quote_light`: mart.quote_light shows expected for `figure` and `slice`, and its reason holds `word`.
`first_component`: the component with the highest index in mart.component_verdict; `roadmap`: state of `initiative`.
`focus_signs`: which of rising, opening, backed mart.focus_area shows for `technology`.
`projection`: the kinds of mart.market_projection for `segment`; `break_even`: the year of mart.business_plan.
`images`: how many images mart.target_image shows, and how many of them hold one of the pairs `excluding`.
`need_gap_rank`: the place of `need_id` in mart.need_gap; `survey_position`: its survey's place on the scale there.
`need_organisations`: organisation_count of mart.need_catalogue for `need_id` and `actor` = expected.
`need_segment`: verdict of mart.need_segment for `need_id` in `segment` of `dimension` = expected.
`need_view`: view_verdict of mart.need_view for `need_id` = expected.
`barrier_organisations`: organisation_count of mart.barrier for `barrier` and `actor` = expected.
`role_gap`: verdict of mart.role_gap for `role` and `speaker_group` = expected.
`role_act`: verdict of mart.role_claim_act for `role` = expected.
`absent`: none of expected occurs in any table, report or log.

Those about policy and technology are described in `truths_trends`.
Those about chains, newcomers, shares by value and components are described in `truths_chains`.
Expected values are computed from the world's own events (`measuring`), or written where something is planted by hand.
Unless `night` says otherwise they hold after both nights.
"""

from __future__ import annotations

from collections.abc import Sequence

from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.persons import ContactPerson
from spiders.rehearsal.result_notices import Market
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.truths_chains import chain_truths, component_truths, share_truths
from spiders.rehearsal.truths_customers import customer_truths
from spiders.rehearsal.truths_market import market_truths
from spiders.rehearsal.truths_notices import notice_truths
from spiders.rehearsal.truths_sources import source_truths
from spiders.rehearsal.truths_strategy import strategy_truths
from spiders.rehearsal.truths_trends import trend_truths
from spiders.rehearsal.vendors import Vendor


def all_truths(
    *,
    buyers: tuple[Buyer, ...],
    vendors: tuple[Vendor, ...],
    notices: tuple[NoticeEvent, ...],
    poison: NoticeEvent,
    persons: Sequence[ContactPerson],
    seed: int,
) -> tuple[Truth, ...]:
    """Every truth of a world, each with an id of its own."""
    market = Market(buyers={b.key: b for b in buyers}, vendors={v.key: v for v in vendors}, seed=seed)
    truths = (
        *market_truths(vendors, (*notices, poison)),
        *notice_truths(vendors, notices),
        *source_truths(buyers, poison, persons),
        *chain_truths(market, notices),
        *share_truths(market.vendors, (*notices, poison)),
        *component_truths(market.vendors),
        *strategy_truths(vendors, (*notices, poison)),
        *customer_truths(buyers),
        *trend_truths(),
    )
    ids = [truth.id for truth in truths]
    assert len(ids) == len(set(ids)), "two truths with one id"
    return truths
