"""Truths about collecting and reading: policies, page changes, refusals, damage in quarantine, and nobody named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.issues import NIGHTS, issue_number
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.packages import member_name
from spiders.rehearsal.persons import ContactPerson
from spiders.rehearsal.policy_sentences import THEMES
from spiders.rehearsal.policy_sites import ODD_FILES, PAPERS
from spiders.rehearsal.small_policies import SMALL_PAPERS
from spiders.rehearsal.small_policies import THEME as SMALL_THEME
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.vendor_sites import NEW_CUSTOMER, ODDITIES

_FETCHES = (
    ("forbidden", ["policy_robots"], "robots.txt forbids the page, so it is never asked for."),
    ("reserved", ["policy_tdm"], "The page reserves text and data mining, so its text is not kept."),
    ("gone", ["http_4xx"], "A link of the sitemap answers 404."),
    ("dead_in_sitemap", ["http_4xx"], "A second link of a sitemap leads nowhere."),
    ("busy", ["ok", "unchanged"], "The page asks once to come later and is fetched then."),
    ("moved", ["ok", "unchanged"], "The page has moved; what it moved to is held."),
)


def url_of(oddity: str) -> str:
    """The URL of an oddity of the vendors' sites."""
    key, path = ODDITIES[oddity]
    return f"http://{key}.example{path}"


def source_truths(buyers: tuple[Buyer, ...], poison: NoticeEvent, persons: Sequence[ContactPerson]) -> Iterator[Truth]:
    """Policies, page changes, fetch outcomes, quarantine and privacy."""
    yield from _policies(buyers)
    yield Truth(
        id="changed_reference_page",
        sentence=f"On the second night a vendor's list of customers also names {NEW_CUSTOMER}.",
        kind="page_change",
        expected="reference_customer",
        parameters={"url": url_of("changed"), "text": NEW_CUSTOMER},
    )
    yield Truth(
        id="merger_news",
        sentence="The purchase is told on the buyer's news page.",
        kind="document",
        expected="overtaget samtlige aktier i Lærkesoft A/S",
        parameters={"url": url_of("merger_news"), "since": 1},
    )
    for oddity, outcomes, sentence in _FETCHES:
        yield Truth(
            id=f"fetch_{oddity}",
            sentence=sentence,
            kind="fetch_outcome",
            expected=outcomes,
            parameters={"url": url_of(oddity)},
        )
    yield from _quarantine(poison)
    yield Truth(
        id="no_contact_persons",
        sentence="No contact person or owner is found past reading.",
        kind="absent",
        expected=[word for person in persons for word in (person.name, person.email, person.phone)],
    )


def _policies(buyers: tuple[Buyer, ...]) -> Iterator[Truth]:
    municipalities = {buyer.key for buyer in buyers if buyer.buyer_class == "municipality"}
    large = [paper for paper in PAPERS if paper.body in municipalities]
    # Of another kind each, told apart by what both have: whose they are, since when, and what they name.
    papers = [(paper.body, paper.since, paper.themes) for paper in large]
    papers += [(paper.body, 1, (SMALL_THEME,)) for paper in SMALL_PAPERS]
    for night in (1, 2):
        yield Truth(
            id=f"policy_documents_night_{night}",
            sentence=f"After night {night} so many of {len(municipalities)} municipalities have a policy document.",
            kind="policy_documents",
            expected=len([body for body, since, _ in papers if since <= night]),
            parameters={
                "night": night,
                "municipalities": len(municipalities),
                "paths": ["/politik/", "/dokumenter/"],
                "bodies": [body for body, since, _ in papers if since <= night],
            },
        )
    for theme in THEMES:
        naming = [body for body, _, themes in papers if theme.key in themes]
        yield Truth(
            id=f"theme_{theme.key}",
            sentence=f"{len(naming)} of {len(papers)} municipalities with a policy document name {theme.heading}.",
            kind="theme_share",
            expected=round(len(naming) / len(papers), 4),
            tolerance=0.01,
            parameters={"theme": theme.key, "heading": theme.heading, "named_by": naming},
        )
    fresh = next(paper for paper in large if paper.since == 2)
    yield Truth(
        id="new_policy_pdf",
        sentence="On the second night a municipality publishes its first strategy.",
        kind="document",
        expected="Digital suverænitet",
        parameters={
            "url": f"http://{fresh.body}.example/dokumenter/digitaliseringsstrategi-{NIGHTS[1].year}.pdf",
            "since": 2,
        },
    )


def _quarantine(poison: NoticeEvent) -> Iterator[Truth]:
    issue = f"{poison.published.year}{issue_number(poison.published):05d}"
    yield Truth(
        id="quarantine_cut_member",
        sentence="A package's member is cut short: it is quarantined, and the rest of the package is read.",
        kind="quarantined",
        expected=["not_xml"],
        parameters={
            "url": f"http://ted.example/packages/daily/{issue}",
            "or_url": f"http://ted.example/packages/monthly/{poison.published.year}-{poison.published.month}",
            "part": member_name(poison),
        },
    )
    for oddity, reasons in (("html_as_pdf", ["not_pdf"]), ("no_text_layer", ["no_text_layer"])):
        key, path = ODD_FILES[oddity]
        yield Truth(
            id=f"quarantine_{oddity}",
            sentence="A file that says PDF and cannot be read as one is quarantined.",
            kind="quarantined",
            expected=reasons,
            parameters={"url": f"http://{key}.example{path}", "part": ""},
        )
