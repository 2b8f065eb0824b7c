"""A world's cast as plain data: whom a study's file needs to name, with company numbers, classes and hosts."""

from __future__ import annotations

from typing import Any

from spiders.rehearsal import api, journal_host
from spiders.rehearsal.buyers import COMPONENTS, FOCAL
from spiders.rehearsal.policy_sites import ASSOCIATION, policy_bodies
from spiders.rehearsal.segments import SEGMENTS
from spiders.rehearsal.small_policies import small_policy_bodies
from spiders.rehearsal.vendor_sites import FEEDS, ODDITIES
from spiders.rehearsal.vendors import BOUGHT_ON
from spiders.rehearsal.world import World


def catalogue(world: World) -> dict[str, Any]:
    """Focal organisation, components, segments, vendors, policy bodies and customers, as JSON values."""
    focal = next(buyer for buyer in world.buyers if buyer.key == FOCAL)
    return {
        "nights": [night.isoformat() for night in world.nights],
        "journal": {
            "search": f"http://{api.HOST}{api.PATH}",
            "daily": f"http://{journal_host.HOST}/packages/daily/{{year}}{{issue:05d}}",
            "monthly": f"http://{journal_host.HOST}/packages/monthly/{{year}}-{{month}}",
            "notice": f"http://{journal_host.HOST}/en/notice/{{number}}-{{year}}/xml",
            "calendar": f"http://{journal_host.HOST}/en/release-calendar/-/download/file/CSV/{{year}}",
            "monthly_from": "2023-12",
            "monthly_until": "2026-9",
        },
        "focal": {
            "name": focal.name,
            "short_name": "FKK",
            "national_id": f"DK:{focal.cvr}",
            "class": focal.buyer_class,
            "host": focal.host,
            "components": [
                {"id": c.key, "name": c.name, "description": c.purpose, "terms": list(c.terms)} for c in COMPONENTS
            ],
        },
        "segments": [
            {"id": s.key, "name_da": s.name, "cpv_prefixes": list(s.prefixes), "clean": s.clean} for s in SEGMENTS
        ],
        "vendors": [
            {
                "id": v.key,
                "name": v.name,
                "former_name": v.former_name,
                "national_id": f"DK:{v.cvr}",
                "class": v.owner_class,
                "role": v.role,
                "is_public": v.is_public,
                "parent": v.parent,
                "parent_since": BOUGHT_ON.isoformat() if v.parent else None,
                "host": v.host,
                "language": v.language,
                "feed": f"http://{v.host}/nyheder/rss.xml" if v.key in FEEDS else None,
                "segments": list(v.segments),
            }
            for v in world.vendors
        ],
        "policy_bodies": [
            {
                "id": key,
                "name": name,
                "host": f"{key}.example",
                "class": next((b.buyer_class for b in world.buyers if b.key == key), "association"),
                "national_id": next((f"DK:{b.cvr}" for b in world.buyers if b.key == key), None),
            }
            for key, name in (policy_bodies(world.buyers) | small_policy_bodies(world.buyers)).items()
        ],
        "association": {"id": ASSOCIATION[0], "name": ASSOCIATION[1]},
        "customers": [
            {
                "id": b.key,
                "name": b.name,
                "national_id": f"DK:{b.cvr}",
                "class": b.buyer_class,
                "nuts": b.nuts,
                "inhabitants": b.inhabitants or None,
            }
            for b in world.buyers
            if b.key != FOCAL
        ],
        "oddities": {name: f"http://{key}.example{path}" for name, (key, path) in ODDITIES.items()},
    }
