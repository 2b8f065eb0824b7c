"""What customers ask, what hinders them, and how the focal organisation is seen: sentences with planted truths.

Needs and barriers are put into the descriptions of municipalities' own tenders, each municipality's in another part of
the period, so that no technology's rate moves. Roles stand on pages of their own, at the suppliers' and at the focal
organisation's. Nothing is drawn here: who says what is written out, and the truths are counted from the same lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from spiders.rehearsal.buyers import FOCAL, Buyer
from spiders.rehearsal.html_shell import Frame, page, paragraphs
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.notices import NoticeEvent, in_force
from spiders.rehearsal.pages import Page

SMALL = 40_000
"""Municipalities with fewer inhabitants have a need of their own."""
OPEN_NEED = "Kommunen mangler funktionalitet til at tage imod beviser fra en digital tegnebog."
OPEN_NEED_ID = "function:technology:digital_wallet"
SMALL_NEED = "Kommunen mangler specialister i geodata."
SMALL_NEED_ID = "skills:technology:geodata"
LOCK_IN = "Kommunen er låst til én leverandør og kan ikke skifte system."
_LOCKED_IN = 12

FOCAL_ROLES = (
    "Vi afprøver ny teknologi sammen med kommunerne.",
    "Vores opgave er at gå forrest med innovation.",
    "Fælleskommunal Kerne A/S eksperimenterer med nye løsninger, før andre gør det.",
    "Vi går forrest, når noget nyt skal prøves.",
    "Vi tester nye løsninger i et fælles laboratorium.",
    "Vi afprøver nye metoder to gange om året.",
)
FOCAL_JOB = (
    "Vi søger en rådgiver, der kan vejlede kommunerne om valg af løsninger.",
    "Stillingen er på fuld tid, og arbejdsstedet er Lindehoved.",
)
_FILLER = (
    "Kommunerne møder opgaver, som ingen af dem har løst før.",
    "Derfor er der hvert år sat tid af til at prøve sig frem.",
    "Erfaringerne bliver delt med alle ejere.",
)
CLAIMED_ROLE, DONE_ROLE, GIVEN_ROLE = "innovator", "adviser", "operator"
_OF_FOCAL = (
    "Fælleskommunal Kerne A/S driver den fælles infrastruktur.",
    "Fælleskommunal Kerne A/S er indkøber på vegne af kommunerne.",
    "Fælleskommunal Kerne A/S har ansvar for driften af systemerne.",
    "Fælleskommunal Kerne A/S er kontraktholder for de fælles systemer.",
)
_OF_FOCAL_ENGLISH = (
    "Fælleskommunal Kerne A/S operates the shared infrastructure.",
    "Fælleskommunal Kerne A/S buys on behalf of the municipalities.",
)


def small(buyers: Iterable[Buyer]) -> set[str]:
    """The keys of the small municipalities."""
    return {one.key for one in buyers if one.buyer_class == "municipality" and one.inhabitants < SMALL}


def locked_in(buyers: Iterable[Buyer]) -> set[str]:
    """The keys of the municipalities that cannot leave their supplier."""
    return {one.key for one in [one for one in buyers if one.buyer_class == "municipality"][:_LOCKED_IN]}


def with_needs(notices: Sequence[NoticeEvent], buyers: tuple[Buyer, ...]) -> tuple[NoticeEvent, ...]:
    """The notices, with the planted sentences added to one tender of each municipality."""
    keys = [one.key for one in buyers if one.buyer_class == "municipality"]
    own: dict[str, list[NoticeEvent]] = defaultdict(list)
    for notice in in_force(notices):
        if _may_carry(notice) and notice.buyers[0].key in keys:
            own[notice.buyers[0].key].append(notice)
    said: dict[str, list[str]] = {}
    for place, key in enumerate(keys):
        # Steps of 7 through 30 places spread the sentences evenly over the period.
        chosen = own[key][len(own[key]) * (place * 7 % len(keys)) // len(keys)]
        said[chosen.label] = [OPEN_NEED]
        said[chosen.label] += [SMALL_NEED] if key in small(buyers) else []
        said[chosen.label] += [LOCK_IN] if key in locked_in(buyers) else []
    return tuple(
        replace(one, description=" ".join((one.description, *said[one.label]))) if one.label in said else one
        for one in notices
    )


def _may_carry(notice: NoticeEvent) -> bool:
    """An ordinary Danish tender that the first night sees and that nothing corrects or repeats."""
    return (
        notice.kind == "competition"
        and notice.label.startswith("p")
        and notice.label.count(":") == 1
        and notice.language == "da"
        and notice.is_it
        and notice.is_domestic
        and notice.published < NIGHTS[0]
        and notice.correction_of is None
        and len(notice.buyers) == 1
    )


def supplier_view(frame: Frame, place: int, modified: date) -> Page:
    """A supplier's page on the shared infrastructure: two sentences on what the focal organisation is."""
    english = frame.language == "en"
    lines = _OF_FOCAL_ENGLISH if english else tuple(_OF_FOCAL[(place + step) % len(_OF_FOCAL)] for step in (0, 1))
    title = "Shared infrastructure" if english else "Fælles infrastruktur"
    path = "/shared-infrastructure" if english else "/faelles-infrastruktur"
    return Page(
        path=path,
        render=lambda night: page(frame, path=path, title=title, main=paragraphs(lines), night=night),
        modified=modified,
        changes=frame.counter,
    )


def focal_view(frame: Frame) -> list[Page]:
    """The focal organisation's own pages: how it sees its role, a sentence a page, and whom it looks for.

    What one page says six times would be one opinion.
    """
    day = date(2026, 2, 3)
    pages = [_own_page(frame, "/job/raadgiver", "Rådgiver", FOCAL_JOB, day)]
    for number, line in enumerate(FOCAL_ROLES, start=1):
        lines = (line, *_FILLER)
        pages.append(_own_page(frame, f"/om-os/vores-rolle-{number}", f"Vores rolle, del {number}", lines, day))
    return pages


def _own_page(frame: Frame, path: str, title: str, lines: tuple[str, ...], day: date) -> Page:
    assert frame.host == f"{FOCAL}.example"
    return Page(
        path=path,
        render=lambda night: page(frame, path=path, title=title, main=paragraphs(lines), published=day),
        modified=day,
    )
