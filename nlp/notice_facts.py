"""What is known of a notice beside its text: coded facts of it and of its buyers, as the classifier reads them.

Facts are words like `nature=works`, joined by spaces in one order, so that two notices of which the same is known have
equal facts; no facts are an empty string, which is what texts without a notice have. The generations of forms and OCDS
say the same things by other codes, so nature, activity and legal basis are brought to one. Never a CPV code, which is
what the classifier is asked for, and never a name: buyers' names as words and parts of words helped no more than these
codes do, and codes cannot hold a person. Left out since they helped nothing on two folds of 3,288 notices: procedure,
framework, country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Activities as TED's forms before eForms named them, by the codes that eForms has for them.
_ACTIVITIES = {
    "airport_related_activities": "airport",
    "economic_and_financial_affairs": "econ-aff",
    "environment": "env-pro",
    "exploration_extraction_coal_other_solid_fuel": "solid-fuel",
    "exploration_extraction_gas_oil": "gas-oil",
    "general_public_services": "gen-pub",
    "housing_and_community_amenities": "hc-am",
    "port_related_activities": "port",
    "postal_services": "post",
    "production_transport_distribution_gas_heat": "gas-heat",
    "public_order_and_safety": "pub-os",
    "railway_services": "rail",
    "recreation_culture_and_religion": "rcr",
    "social_protection": "soc-pro",
    "urban_railway_tramway_trolleybus_bus_services": "urttb",
}
# `2014/24/EU` and the CELEX number `32014L0024` are one directive.
_CELEX = re.compile(r"3(\d{4})[a-z]0*(\d+)")


@lru_cache(maxsize=50_000)
def notice_facts(
    *,
    nature: str | None = None,
    legal_basis: str | None = None,
    form: str | None = None,
    activities: tuple[str, ...] = (),
    authorities: tuple[str, ...] = (),
) -> str:
    """The facts of one notice from what its record and its buyers' records say; unknown ones are left out.

    `activities` and `authorities` are the main activities and the legal types of all buyers, in any order.
    """
    basis = (legal_basis or "").lower()
    celex = _CELEX.fullmatch(basis)
    said = [
        *_words("nature", ["supplies" if nature == "goods" else nature]),
        *_words("activity", (_ACTIVITIES.get(one.lower(), one) for one in activities)),
        *_words("authority", authorities),
        *_words("basis", ["/".join(celex.groups()) if celex else re.sub(r"/[a-z]+$", "", basis)]),
        *_words("form", [form]),
    ]
    return " ".join(sorted(set(said)))


def _words(fact: str, values: Iterable[str | None]) -> list[str]:
    return [f"{fact}={'-'.join(value.lower().split())}" for value in values if value and value.strip()]
