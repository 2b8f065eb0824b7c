"""Truths about customers and roles: the gap, a segment's own need, a barrier, and where self-image and acts part."""

from __future__ import annotations

from collections.abc import Iterator

from spiders.rehearsal import planted_customers as planted
from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.truth import Truth


def customer_truths(buyers: tuple[Buyer, ...]) -> Iterator[Truth]:
    """What analyses 4 and 5 must find."""
    municipalities = [one for one in buyers if one.buyer_class == "municipality"]
    yield Truth(
        id="first_gap",
        sentence="The largest gap is the need that every municipality states and no component covers.",
        kind="need_gap_rank",
        expected=1,
        parameters={"need_id": planted.OPEN_NEED_ID},
    )
    yield Truth(
        id="open_need_organisations",
        sentence=f"That need is stated by {len(municipalities)} municipalities, each counted once.",
        kind="need_organisations",
        expected=len(municipalities),
        parameters={"need_id": planted.OPEN_NEED_ID, "actor": "municipality"},
    )
    yield Truth(
        id="small_need",
        sentence=f"A need is specific to municipalities of fewer than {planted.SMALL} inhabitants.",
        kind="need_segment",
        expected="specific",
        parameters={"need_id": planted.SMALL_NEED_ID, "dimension": "size", "segment": "under_40000"},
    )
    yield Truth(
        id="open_need_is_everybodys",
        sentence="The need that all municipalities state is specific to no size.",
        kind="need_segment",
        expected="no_sure_difference",
        parameters={"need_id": planted.OPEN_NEED_ID, "dimension": "size", "segment": "40000_to_80000"},
    )
    yield Truth(
        id="open_need_view",
        sentence="Municipalities state that need and suppliers do not.",
        kind="need_view",
        expected="municipalities_more",
        parameters={"need_id": planted.OPEN_NEED_ID},
    )
    yield Truth(
        id="lock_in",
        sentence=f"{len(planted.locked_in(buyers))} municipalities say that they cannot leave their supplier.",
        kind="barrier_organisations",
        expected=len(planted.locked_in(buyers)),
        parameters={"barrier": "lock_in", "actor": "municipality"},
    )
    yield Truth(
        id="role_claimed_only",
        sentence="The focal organisation claims a role that nobody else gives it.",
        kind="role_gap",
        expected="claimed_more",
        parameters={"role": planted.CLAIMED_ROLE, "speaker_group": "outside"},
    )
    yield Truth(
        id="role_given_only",
        sentence="Suppliers give it a role that it claims less.",
        kind="role_gap",
        expected="given_more",
        parameters={"role": planted.GIVEN_ROLE, "speaker_group": "supplier"},
    )
    yield Truth(
        id="role_not_evidenced",
        sentence="The role that it alone claims is shown by nothing that it does.",
        kind="role_act",
        expected="claimed_not_evidenced",
        parameters={"role": planted.CLAIMED_ROLE},
    )
    yield Truth(
        id="role_done_not_said",
        sentence="A job advertisement shows a role that it does not claim.",
        kind="role_act",
        expected="done_not_said",
        parameters={"role": planted.DONE_ROLE},
    )
    yield Truth(
        id="survey_apart",
        sentence="The imported survey's answers stand beside the gap, in a column of their own.",
        kind="survey_position",
        expected=0.8125,
        tolerance=1e-6,
        parameters={"need_id": planted.OPEN_NEED_ID},
    )
