"""One sentence for each board question, as its page opens: the words follow what the mart says, "cannot tell" included.

Questions 1 to 6 get theirs from the findings that the board paper shares; here stand those of 7 to 10 and of the gap.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboards.question import plain_told
from dashboards.report import Told
from dashboards.section import Scope
from dashboards.telling import Asked, Teller
from dashboards.words import Words

_GAP = """select need_id, need_name_da, need_name_en, organisation_count, heard_count, gap, gap_low, gap_high
from mart.need_gap
where can_tell and gap > 0
order by rank, need_id
limit 1"""
_ROLE = """select role, role_name_da, role_name_en, speaker_group, self_share, outside_share, verdict,
    outside_total_count
from mart.role_gap
where verdict in ('given_more', 'claimed_more')
order by abs(log_odds) desc, role, speaker_group
limit 1"""
_ROLE_COUNT = """select count(*) as pair_count, count(*) filter (can_tell) as told_count,
    max(outside_total_count) as sentence_count
from mart.role_gap"""
_PARTNER = """select player_id, player_name, components, customer_count, risk,
    (select count(*) from mart.alliance_candidate) as candidate_count
from mart.alliance_candidate
order by place, player_id
limit 1"""
_VERDICTS = """select count(*) as component_count, count(*) filter (is_clear) as clear_count,
    count(*) filter (verdict = 'develop') as develop_count, count(*) filter (verdict = 'keep') as keep_count,
    count(*) filter (verdict = 'partner') as partner_count, count(*) filter (verdict = 'leave') as leave_count
from mart.component_verdict"""
_STANDS = """select count(*) as assumption_count, count(*) filter (status = 'broken') as broken_count,
    count(*) filter (status = 'weakening') as weak_count, count(*) filter (status = 'cannot_tell') as untold_count,
    count(*) filter (is_changed) as changed_count
from mart.assumption_status"""


def _scope(teller: Teller, asked: Asked, population: Words) -> Scope:
    return teller.desk.scope(population, method=teller.desk.first_mart(asked.sql))


def need(teller: Teller) -> Told | None:
    """The largest gap."""
    asked = teller.ask(_GAP) if teller.has("mart.need_gap") else None
    if not asked:
        return None
    what = teller.say(
        "head6",
        "Det største hul er »{need_da}«: {count} af {heard} hørte kunder siger det",
        "The largest gap is “{need_en}”: {count} of the {heard} customers heard state it",
        need_da=asked.claim("need_name_da", "text"),
        need_en=asked.claim("need_name_en", "text"),
        count=asked.claim("organisation_count"),
        heard=asked.claim("heard_count"),
    )
    sure = teller.say(
        "head6_sure",
        "Hullet er {gap} (interval {low} – {high})",
        "The gap is {gap} (interval {low} – {high})",
        gap=asked.claim("gap", "share"),
        low=asked.claim("gap_low", "share"),
        high=asked.claim("gap_high", "share"),
    )
    unknown = teller.say(
        "head6_unknown",
        "Tavshed er ikke tilfredshed, og hvad kunderne vil betale, kan kun et spørgeskema sige",
        "Silence is not satisfaction, and only a questionnaire tells what customers would pay",
    )
    scope = _scope(teller, asked, Words("hørte kunder", "customers heard"))
    return plain_told(teller, what, sure, scope, unknown=unknown, figure=("need_gap", asked.first.text("need_id")))


def role(teller: Teller) -> Told | None:
    """The surest difference between our words and others'."""
    if not teller.has("mart.role_gap"):
        return None
    asked, counted = teller.ask(_ROLE), teller.ask(_ROLE_COUNT)
    scope = _scope(teller, counted, Words("sætninger om organisationens rolle", "sentences on the organisation's role"))
    unknown = teller.say(
        "head7_unknown",
        "Offentlig tekst er positionering; hvad folk mener indbyrdes, ses ikke",
        "Public text is positioning; what people think among themselves is not seen",
    )
    sure = teller.say(
        "head7_sure",
        "{told} af {pairs} sammenligninger kan gøres; resten hviler på for få sætninger",
        "{told} of {pairs} comparisons can be made; the rest rest on too few sentences",
        told=counted.claim("told_count"),
        pairs=counted.claim("pair_count"),
    )
    if not asked:
        what = teller.say(
            "head7",
            "Ingen sikker forskel mellem vores ord om os selv og andres",
            "No sure difference between our words on ourselves and others'",
        )
        return plain_told(teller, what, sure, scope, unknown=unknown)
    slots = {
        "role_da": asked.claim("role_name_da", "text"),
        "role_en": asked.claim("role_name_en", "text"),
        "who": asked.claim("speaker_group", "speaker"),
        "ours": asked.claim("self_share", "share"),
        "theirs": asked.claim("outside_share", "share"),
    }
    if asked.first.text("verdict") == "given_more":
        what = teller.say(
            "head7",
            "Andre giver os oftere rollen »{role_da}«, end vi selv gør: {theirs} (hos {who}) mod {ours} af sætningerne",
            "Others give us the role “{role_en}” more often than we do: {theirs} (among {who}) against {ours}",
            **slots,
        )
    else:
        what = teller.say(
            "head7",
            "Vi giver oftere os selv rollen »{role_da}«, end andre gør: {ours} mod {theirs} af sætningerne (hos {who})",
            "We give ourselves the role “{role_en}” more often than others do: {ours} against {theirs} (among {who})",
            **slots,
        )
    figure = ("role_difference", f"{asked.first.text('role')}/{asked.first.text('speaker_group')}")
    return plain_told(teller, what, sure, scope, unknown=unknown, figure=figure)


def partner(teller: Teller) -> Told | None:
    """The first candidate, with why and what to look at."""
    asked = teller.ask(_PARTNER) if teller.has("mart.alliance_candidate") else None
    if not asked:
        return None
    what = teller.say(
        "head8",
        "Tal først med {name}: dækker {components}, hvor vi ikke er belagt, og deler {customers} kunder med os",
        "Talk first to {name}: covers {components}, where we are not evidenced, and shares {customers} customers",
        name=asked.claim("player_name", "text"),
        components=asked.claim("components", "text"),
        customers=asked.claim("customer_count"),
    )
    sure = teller.say(
        "head8_sure",
        "Den første af {count} {count#kandidat|kandidater}. Se først på: {risk}",
        "The first of {count} {count#candidate|candidates}. Look first at: {risk}",
        count=asked.claim("candidate_count"),
        risk=asked.claim("risk", "reason"),
    )
    unknown = teller.say(
        "head8_unknown",
        "Kun offentlige forbindelser ses; udbudsret er flaget, ikke bedømt",
        "Only public ties are seen; procurement law is flagged, not judged",
    )
    scope = _scope(teller, asked, Words("aktører med offentlige forbindelser", "players with public ties"))
    figure = ("alliance_candidate", asked.first.text("player_id"))
    return plain_told(teller, what, sure, scope, unknown=unknown, figure=figure)


def verdicts(teller: Teller) -> Told | None:
    """How many components fall where, and how many verdicts are clear."""
    asked = teller.ask(_VERDICTS) if teller.has("mart.component_verdict") else None
    if not asked or not asked.first.count("component_count"):
        return None
    what = teller.say(
        "head9",
        "Af {all} komponenter: udvikl {develop}, behold {keep}, gå sammen om {partner}, forlad {leave}",
        "Of {all} components: develop {develop}, keep {keep}, partner on {partner}, leave {leave}",
        all=asked.claim("component_count"),
        develop=asked.claim("develop_count"),
        keep=asked.claim("keep_count"),
        partner=asked.claim("partner_count"),
        leave=asked.claim("leave_count"),
    )
    sure = teller.say(
        "head9_sure",
        "{clear} af {all} domme står fast, hvordan man end vægter; de øvrige hænger på vægtene",
        "{clear} of {all} verdicts stay however one weighs; the others hang on the weights",
        clear=asked.claim("clear_count"),
        all=asked.claim("component_count"),
    )
    unknown = teller.say(
        "head9_unknown",
        "Et mål uden belæg tæller ikke med; fravær i offentlige kilder er ikke bevis",
        "A criterion without evidence does not count; absence from public sources proves nothing",
    )
    scope = _scope(teller, asked, Words("organisationens komponenter", "the organisation's components"))
    return plain_told(teller, what, sure, scope, unknown=unknown, figure=("component_verdicts", "all"))


def assumptions(teller: Teller) -> Told | None:
    """How many assumptions are broken or weaken."""
    asked = teller.ask(_STANDS) if teller.has("mart.assumption_status") else None
    if not asked or not asked.first.count("assumption_count"):
        return None
    slots = {
        "all": asked.claim("assumption_count"),
        "broken": asked.claim("broken_count"),
        "weak": asked.claim("weak_count"),
    }
    if asked.first.count("broken_count") + asked.first.count("weak_count"):
        what = teller.say(
            "head10",
            "Af {all} antagelser er {broken} {broken#brudt|brudt} og {weak} svækkes",
            "Of {all} assumptions {broken} {broken#is|are} broken and {weak} {weak#weakens|weaken}",
            **slots,
        )
    else:
        what = teller.say(
            "head10",
            "Ingen af {all} antagelser er brudt eller svækkes",
            "None of {all} assumptions is broken or weakens",
            all=slots["all"],
        )
    sure = teller.say(
        "head10_sure",
        "{changed} har skiftet stand siden sidste udgave; {untold} kan ikke afgøres",
        "{changed} changed since the edition before; {untold} cannot be told",
        changed=asked.claim("changed_count"),
        untold=asked.claim("untold_count"),
    )
    scope = _scope(teller, asked, Words("studiets antagelser", "the study's assumptions"))
    return plain_told(teller, what, sure, scope, figure=("assumptions", "all"))


HEADLINES: dict[int, Callable[[Teller], Told | None]] = {6: need, 7: role, 8: partner, 9: verdicts, 10: assumptions}
