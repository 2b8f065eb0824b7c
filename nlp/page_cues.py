"""Cues by which a change on a page is told to be of a kind: words of Danish and English, each with its kind.

The places weigh differently: a word that itself changed says more than its sentence or the heading above, these more
than the page's address. The highest sum wins; below the least weight the change is of the kind other. Ties go to the
rarer kind (`KINDS` is in that order), since "product" and "customer" words stand on every page of a vendor.
"""

from __future__ import annotations

import re

KINDS = {
    "ownership": "who owns the company: bought, merged, listed",
    "price": "a price, a price list, a discount",
    "standard": "a certificate or a standard that is kept",
    "hiring": "a job that is offered, a person's post that is filled",
    "reference_customer": "a customer that is named, or no longer",
    "partner": "a partner that is named, or no longer",
    "product": "a product, a module, a version",
    "other": "something else",
    "none": "nothing of substance",
}

_BODY = (
    r"[A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+)? Kommune\b|Region [A-ZÆØÅ]\w+|\b[A-ZÆØÅ]\w+(?:styrelsen|ministeriet|kommune)\b"
    r"|\b(?:Municipality|City|County) of [A-Z]\w+|\b[A-Z][\w-]+ (?:Municipality|County Council|City Council)\b"
)
# One cue a word or a pair of words; all are looked for as whole words, whatever their case.
_CUES = {
    "ownership": r"""
        opkøb\w* | overtage\w* | overtog | fusion\w* | ejerskab\w* | ejerkreds\w* | ejes[ ]af | kapitalfond\w*
        | aktie(?:r|rne|post|majoritet)\w* | børsnote\w* | datterselskab\w* | moderselskab\w*
        | acqui(?:re[sd]?|ring|sition\w*) | merge[rd]s? | majority[ ]stake | owned[ ]by | shareholder\w* | takeover
        | subsidiar\w+""",
    "price": r"""
        \d[\d.,]*\s*(?:kr|kroner|dkk|eur|usd|€|£|\$) | (?:dkk|eur|usd|kr\.?|€|£|\$)\s*\d[\d.,]*
        | pris(?:en|er|erne|liste\w*|model\w*|stigning\w*)? | price[sd]? | pricing | rabat\w* | discount\w*
        | abonnementspris\w* | licensafgift\w*""",
    "standard": r"""
        iso(?:/iec)?[ -]?\d{4,5}\w* | certific\w+ | certifier\w+ | soc[ ]?2 | isae[ ]?\d{4} | nis[ ]?2 | wcag | oiosaml
        | oiorest | eidas | openid[ ]connect | saml | hl7 | fhir | open[ ]?api | d-mærket | standard(?:en|er|erne|s)?
        | complian(?:t|ce)""",
    "hiring": r"""
        ledige?[ ]stilling\w* | stillingsopslag\w* | vi[ ]søger | søger[ ](?:en|et|nye|flere) | ansætte\w*
        | ansøg(?:ning|ningsfrist)\w* | tiltræde\w* | udnævn\w* | karriere\w* | søges | nye[ ]kolleger
        | we[ ]are[ ]hiring | join[ ]our[ ]team | vacanc\w+ | appointed | job(?:s|opslag\w*)? | recruit\w*
        | careers?""",
    "reference_customer": r"""
        kunde(?:r|rne|cases?|liste\w*|historie\w*)? | referencer? | referenceliste\w* | har[ ]valgt | vælger
        | tager[ ]\w+(?:[ ]\w+)?[ ]i[ ]brug | bruger[ ](?:vores|løsningen|systemet) | leverer[ ](?:nu[ ])?til
        | customers? | case[ ]stud\w+ | references? | went[ ]live | goes[ ]live | has[ ](?:chosen|selected)
        | clients?""",
    "partner": r"""
        partner(?:e|ne|en|skab\w*|aftale\w*|s|ship\w*)? | samarbejde?\w* | alliance\w* | forhandler\w*
        | underleverandør\w* | reseller\w* | collaborat\w+ | teams?[ ]up""",
    "product": r"""
        produkt(?:er|et|erne)? | modul(?:er|et)? | ny[ ]version | version[ ]\d\w* | lancere\w* | frigive\w*
        | løsning(?:en|er|erne)? | funktion(?:er|en|alitet\w*)? | products? | modules? | launch\w* | release[sd]?
        | features? | introduc(?:es|ing|ed) | solutions?""",
}
_ADDRESS: dict[str, str] = {
    "price": r"pris|pricing|price",
    "hiring": r"/job|karriere|career|stilling|vacanc",
    "reference_customer": r"referenc|kunde|customer|/cases?\b|case-stud",
    "partner": r"partner|samarbejd",
    "standard": r"certific|compliance|standard",
    "product": r"produkt|product|losning|loesning|solution|/modul|release",
    "ownership": r"/ejer|ownership|investor",
}
_WORDS = {
    kind: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE | re.VERBOSE) for kind, pattern in _CUES.items()
}
_PATHS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ADDRESS.items()}
_NAMED_BODY = re.compile(_BODY)
_LEAST = 2.0
_OF_CHANGED, _OF_SENTENCE, _OF_HEADING, _OF_ADDRESS, _OF_BODY = 3.0, 2.0, 2.0, 1.5, 1.5


def kind_of(*, changed: str, said: str, heading: str = "", about: str = "") -> tuple[str, str]:
    """The kind of a change and the cue that told it; (`other`, "no cue") below the least weight.

    `changed` are the words that changed, `said` the sentences they stand in, `about` the page's address and title.
    """
    weights: dict[str, float] = {}
    cues: dict[str, str] = {}
    for kind, words in _WORDS.items():
        for weight, place in ((_OF_CHANGED, changed), (_OF_HEADING, heading), (_OF_SENTENCE, said)):
            if found := words.search(place):
                weights[kind] = weights.get(kind, 0.0) + weight
                cues.setdefault(kind, found[0].strip())
        if kind in _PATHS and (found := _PATHS[kind].search(about)):
            weights[kind] = weights.get(kind, 0.0) + _OF_ADDRESS
            cues.setdefault(kind, found[0].strip())
    if weights.get("reference_customer") and (named := _NAMED_BODY.search(changed)):
        weights["reference_customer"] += _OF_BODY
        cues["reference_customer"] = named[0]
    order = list(KINDS)
    best = max(weights, key=lambda kind: (weights[kind], -order.index(kind)), default="other")
    if best == "other" or weights[best] < _LEAST:
        return "other", "no cue"
    return best, cues[best]
