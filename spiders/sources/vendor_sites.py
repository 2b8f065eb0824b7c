"""What vendors say of themselves: their public pages, news and documents."""

from __future__ import annotations

from spiders.site import SitesOptions, crawl_sites
from spiders.source import Source

SOURCE = Source(
    kind="vendor_sites",
    title="Vendors' web sites",
    publisher="The vendors, each for its own site",
    licence="The publisher's copyright; read for text and data mining under directive 2019/790, article 4",
    terms="Each site's own; a reservation (robots.txt, TDMRep, noai) is honoured; no byte of a reserved page is kept",
    politeness="One request at a time to a host, five seconds apart or what robots.txt asks, up to a budget of pages.",
    options=SitesOptions,
    crawl=crawl_sites,
)
