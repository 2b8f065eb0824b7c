"""The rehearsal world: an invented Danish-like market for public IT, the same for the same seed, served by hosts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from spiders.rehearsal import api, journal_host
from spiders.rehearsal.answers import Answer, Memory, Request, not_found
from spiders.rehearsal.buyers import Buyer, all_buyers
from spiders.rehearsal.issues import NIGHTS
from spiders.rehearsal.market import all_notices, poison_notice
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.pages import Site
from spiders.rehearsal.persons import ContactPerson, contact_persons
from spiders.rehearsal.planted_customers import with_needs
from spiders.rehearsal.policy_sites import policy_sites
from spiders.rehearsal.small_policies import small_policy_sites
from spiders.rehearsal.truth import Truth
from spiders.rehearsal.truths import all_truths
from spiders.rehearsal.vendor_sites import vendor_sites
from spiders.rehearsal.vendors import Vendor, all_vendors


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that exists: who, what was published, which sites, and what is planted to be found again."""

    seed: int
    buyers: tuple[Buyer, ...]
    vendors: tuple[Vendor, ...]
    notices: tuple[NoticeEvent, ...]
    poison: NoticeEvent
    sites: Mapping[str, Site]
    contact_persons: tuple[ContactPerson, ...] = field(default_factory=contact_persons)
    nights: tuple[date, date] = NIGHTS

    @cached_property
    def journal(self) -> journal_host.JournalHost:
        """The host of packages and single notices; its packages are written when first asked for."""
        return journal_host.JournalHost(self.notices, self.poison)

    @cached_property
    def truths(self) -> tuple[Truth, ...]:
        """What is planted to be found again."""
        return all_truths(
            buyers=self.buyers,
            vendors=self.vendors,
            notices=self.notices,
            poison=self.poison,
            persons=self.contact_persons,
            seed=self.seed,
        )

    def published_by(self, night: int) -> tuple[NoticeEvent, ...]:
        """The notices that a crawl of night 1 or 2 can see."""
        return tuple(notice for notice in self.notices if notice.published <= self.nights[night - 1])

    def answer(self, request: Request, *, night: int, memory: Memory) -> Answer:
        """What the host of the request answers on that night; 502 for a host that the world does not have."""
        as_of = self.nights[night - 1]
        if request.host == api.HOST:
            if request.path != api.PATH:
                return not_found(request.path)
            if request.method != "POST":
                return Answer(status=405, headers=(("Allow", "POST"),))
            return api.search((*self.notices, self.poison), request.body, as_of, memory)
        if request.method not in {"GET", "HEAD"}:
            return Answer(status=405, headers=(("Allow", "GET, HEAD"),))
        if request.host == journal_host.HOST:
            return self.journal.answer(request, as_of)
        site = self.sites.get(request.host)
        if site is None:
            return Answer(status=502, body=f"No such host in the rehearsal world: {request.host}\n".encode())
        return site.answer(request, night, memory)


def build_world(seed: int = 7) -> World:
    """The whole world of a seed; pages, PDFs and packages are written when they are first asked for."""
    buyers, vendors = all_buyers(), all_vendors()
    notices = with_needs(all_notices(buyers, vendors, seed), buyers)
    return World(
        seed=seed,
        buyers=buyers,
        vendors=vendors,
        notices=notices,
        poison=poison_notice(notices, seed),
        sites=vendor_sites(vendors, notices, seed) | policy_sites(buyers, seed) | small_policy_sites(buyers, seed),
    )
