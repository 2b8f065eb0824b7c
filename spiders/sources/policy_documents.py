"""What public bodies want: strategies, policies, agendas and news, as pages and PDF documents."""

from __future__ import annotations

from spiders.site import SitesOptions, crawl_sites
from spiders.source import Source

SOURCE = Source(
    kind="policy_documents",
    title="Public bodies' strategies and policies",
    publisher="The public bodies, each for its own site",
    licence="Official texts are free of copyright; other texts are read under directive 2019/790, article 4",
    terms="Each site's own; a reservation (robots.txt, TDMRep, noai) is honoured; no byte of a reserved page is kept",
    politeness="One request at a time to a host, five seconds apart or what robots.txt asks, up to a budget of pages.",
    options=SitesOptions,
    crawl=crawl_sites,
)
