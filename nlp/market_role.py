"""What part a player plays in the market, by its seeds, its name, how it describes itself, and what it wins.

Eight roles, several at once, each with its layer and its quote: what a register of players states stands first, then
what the name says outright, then sentences of the player's own pages that have it, or "we", as their subject, then
awards. A role from pages needs two different pages or a defining sentence ("X is an association of ..."). Who has none
of that is unknown. Rejected: counting words of a trade (on the pages of fifty organisations it was right for a third),
and a classifier (nobody has labelled enough organisations to learn from).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nlp.names import name_key
from nlp.text import sentences
from warehouse.records import Mention

ROLES = (
    "platform_owner",
    "system_vendor",
    "integrator",
    "operator",
    "consultant",
    "standard_body",
    "buyer_community",
    "data_holder",
)
# Words of the registers for the same thing.
_SAID = {
    "joint buyer": "buyer_community",
    "reseller": "system_vendor",
    "supplier": "system_vendor",
    "vendor": "system_vendor",
}
_NAME_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "data_holder",
        r"\b\w*regist(?:er|re|ry|ret|rene|eret|erenhet)\b|\w*arkiv\w*|\w*archi[vf]\w*|\w*geodata\w*"
        r"|\w*datastyrelse\w*"
        r"|data services? agency|land registry|kadaster|kartverk|lantmäteri|identiteitsgegevens"
        r"|statisti[ck]\w*|open data",
        "keeps a register, an archive or data",
    ),
    ("standard_body", r"\w*standard\w*|\binteroperab\w*", "sets standards"),
    (
        "buyer_community",
        r"\w*kommun\w* (?:\w+ ){0,2}(?:forening|förening|forbund|organisasjon)\w*|municipal association|\w*brugerklub"
        r"|(?:foreningen|föreningen) (?:af|av) \w*kommun\w*|\w*fællesskab|\w*samarbe\w+|samvirke|joint procurement"
        r"|vereniging (?:van|nederlandse) gemeenten|städtetag|indkøbs(?:service|central)\w*|hankinta\w*",
        "is what public buyers do together",
    ),
    (
        "platform_owner",
        r"\bdigitali[sz]\w*|\bdigital (?:government|services?|office|agency|development|förvaltning)\b|\be-?id\b"
        r"|product community|\w*plat(?:t)?form\w*|\bportal\b|\bdevelopers?\b|information systems?|infosüsteemi",
        "runs shared digital services",
    ),
)
_US = r"(?:we|vi|wij|wir|nous|our team|{names})"
_TEXT_RULES: tuple[tuple[str, str], ...] = (
    (
        "system_vendor",
        r"\bour (?:clients?|customers?)\b|\b(?:vores|våre|våra) kunde(?:r|rne)\b|\bonze klant\w*|\bunsere kunden"
        r"|\b{us} (?:has |have |'ve )?(?:helped|worked with|work with|build|built|deliver\w*) (?:\w+ ){{0,6}}"
        r"(?:clients?|customers?|government|public sector|organisations?|charit\w+)"
        r"|\b(?:developed|created|maintained|udviklet|lavet|utvecklad|ontwikkeld"
        r"|entwickelt) (?:\w+ )?(?:by|af|av|door|von) "
        r"(?:{names})|\b(?:{names})(?: \w+)? (?:is|er|är|is een) (?:an? |en |et )?(?:\w+ ){{0,3}}"
        r"(?:company|agency|consultancy|supplier|vendor|firm|virksomhed|leverandør|bedrijf|leverancier)",
    ),
    (
        "standard_body",
        r"\b{us} (?:\w+ ){{0,3}}(?:develop|maintain|publish|manage|set|define|promote|udvikle|vedligeholde|forvalte|"
        r"utveckla|beheer|ontwikkel)\w* (?:\S+ ){{0,6}}(?:standard|specification|specifikation|profil"
        r"|vocabular|standaard)"
        r"|\b(?:this|these|deze|dit|denne|dette|diese[rs]?|det här|den här) (?:technical |api |open )?"
        r"(?:specification|standard|standaard|specificatie|profile|profil|specifikation|vocabulary)\w*"
        r"|\b(?:{names}) (?:is|er|är) (?:\w+ ){{0,4}}(?:owner|eigenaar|ejer) (?:of|van|af) (?:\S+ ){{0,2}}standa",
    ),
    (
        "data_holder",
        r"\b{us} (?:\w+ ){{0,3}}(?:hold|keep|maintain|publish|manage|administer|administrere|forvalte"
        r"|forvaltar|udstille|"
        r"tilbyr|tilbyder|beheer)\w* (?:\S+ ){{0,6}}(?:regist|dataset|datasæt|open data|åpne data"
        r"|grunddata|archiv|arkiv)",
    ),
    (
        "buyer_community",
        r"\b(?:our|vores|våre|våra|onze) (?:member|medlem|leden)\w*|\bmedlemskommun\w+"
        r"|\bmember (?:municipalit|authorit)\w+"
        r"|\b(?:på vegne af|på vegne av|on behalf of|namens) (?:\w+ ){{0,3}}(?:kommun|municipalit|gemeent)\w*"
        r"|\b(?:{names}) (?:is|er|är|is een) (?:an? |en |ett |et )?(?:\S+ ){{0,4}}(?:association"
        r"|forening|förening|fællesskab"
        r"|samarbe\w+|vereniging|cooperation|network) (?:\S+ ){{0,4}}(?:kommun|municipal|gemeent"
        r"|authorit|myndig|councils)",
    ),
    (
        "platform_owner",
        r"\b(?:{names}) (?:is|er|är|is een|ist) (?:an? |en |ett |et )?(?:\S+ ){{0,6}}(?:platform"
        r"|plattform|software|system"
        r"|solution|løsning|CMS|toolkit|framework|wallet|infrastructure|infrastruktur)\b"
        r"|\b(?:install|deploy|upgrade|configure|installer|fork|download)\w* (?:\w+ ){{0,2}}(?:{names})\b"
        r"|\b(?:{names}) (?:provides|offers|supports|allows|requires|can be deployed|is deployed"
        r"|is installed|tilbyr|tilbyder)\b"
        r"|\b(?:{names}) (?:is|er|är) (?:\S+ ){{0,4}}(?:identity federation|ansvarlig for"
        r"|responsible for) (?:\S+ ){{0,6}}"
        r"(?:software|portal|solution|platform|infrastru)"
        r"|\b{us} (?:provide|run|operate|offer|tilbyder|tilbyr|driver"
        r"|erbjuder)\w* (?:\S+ ){{0,6}}(?:platform|infrastructure"
        r"|infrastruktur|wallet|sign-?in|login|e-?id|identity)",
    ),
    (
        "integrator",
        r"\b{us} (?:integrate|integrerer|integrates)\w* (?:\S+ ){{0,6}}(?:systems?|systemer|solutions?|løsninger)\b"
        r"|\b(?:{names})(?: \w+)? (?:is|er|är) (?:an? |en )?(?:\S+ ){{0,3}}(?:system )?integrator",
    ),
    (
        "operator",
        r"\b{us} (?:host|hoster|drifter|driftar|hosts)\w* (?:\S+ ){{0,6}}(?:system|løsning|platform|server|service)",
    ),
    (
        "consultant",
        r"\b{us} (?:advise|advises|rådgiver|consult)\b|\b(?:{names})(?: \w+)? (?:is|er|är) (?:an? |en "
        r"|et )?(?:\S+ ){{0,3}}"
        r"(?:consultancy|konsulenthus|konsulentvirksomhed|rådgivningsvirksomhed)",
    ),
)
_SHORT_WORDS = frozenset(["the", "and", "for", "of", "kommune", "region", "digital", "foundation", "association"])
_FEWEST_PAGES = 2
_STRONGEST_SHARE = 0.25
"""A role that is told on fewer than a quarter of the pages of the best-told one is an aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEvidence:
    """A role of a player with what shows it: the layer, the quote with its place in a text, and how strong it is."""

    role: str
    layer: str
    quote: str
    text_digest: str | None = None
    start: int | None = None
    end: int | None = None
    weight: float = 1.0


def canonical_roles(stated: Iterable[str]) -> tuple[str, ...]:
    """The market roles among the words that a register or a study states, in its order: the chief one first."""
    said = dict.fromkeys(_SAID.get(one.strip(), one.strip().replace(" ", "_")) for one in stated)
    return tuple(role for role in said if role in ROLES)


def roles_by_name(name: str, player_class: str) -> list[RoleEvidence]:
    """What a player's name and class say outright."""
    found = [
        RoleEvidence(role=role, layer="rule", quote=f"{name}: a name of one that {why}")
        for role, pattern, why in _NAME_RULES
        if re.search(pattern, name, re.IGNORECASE)
    ]
    firm = player_class in ("private", "listed", "private_equity", "owner_led", "foreign_parent")
    if firm and not any(one.role in ("standard_body", "buyer_community") for one in found):
        return [RoleEvidence(role="system_vendor", layer="rule", quote=f"{name}: a firm by its class ({player_class})")]
    return found


@lru_cache(maxsize=512)
def _matchers(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = "|".join(re.escape(name) for name in names) or r"(?!)"
    us = _US.format(names=said)
    return tuple((role, re.compile(rule.format(us=us, names=said), re.IGNORECASE)) for role, rule in _TEXT_RULES)


def names_of(name: str) -> tuple[str, ...]:
    """How a player may call itself: its name, without legal form, and what stands in brackets or beside a dash."""
    parts = [part.strip() for part in re.split(r"\s[-–—/]\s|[()]|\s/|/\s", name) if part.strip()]
    said = {name, *parts, *(part.rsplit(" ", 1)[0] for part in parts if name_key(part).form)}
    return tuple(sorted(one for one in said if len(one) > 2 and one.lower() not in _SHORT_WORDS))


@dataclass(frozen=True)
class Naming:
    """How the players of a study call themselves: (name, player id)."""

    names: tuple[tuple[str, str], ...]

    @cached_property
    def version(self) -> str:
        """Changes with the names and with the rules."""
        return hashlib.sha256(repr((self.names, _TEXT_RULES, _US)).encode()).hexdigest()[:10]

    @cached_property
    def by_first_word(self) -> Mapping[str, list[tuple[str, str]]]:
        """The names under their first word: what a text does not hold need not be looked for."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, player_id in self.names:
            found[_WORD.findall(name.lower())[0]].append((name, player_id))
        return found

    def within(self, text: str) -> tuple[tuple[str, str], ...]:
        """The names that may stand in a text."""
        words = set(_WORD.findall(text.lower()))
        return tuple(one for word in sorted(words & self.by_first_word.keys()) for one in self.by_first_word[word])


_WORD = re.compile(r"\w+")


def naming(named: Iterable[tuple[str, str]]) -> Naming:
    """The names of players, each as all that `names_of` makes of it; of two with one name the first has it."""
    by_name: dict[str, str] = {}
    for name, player_id in named:
        for said in names_of(name):
            if _WORD.search(said):
                by_name.setdefault(said, player_id)
    return Naming(tuple(sorted(by_name.items())))


def find_market_roles(texts: Iterable[tuple[str, str]], *, who: Naming) -> Iterator[Mention]:
    """The first sentence of each text that gives a role to "we" and to each player that it names.

    `rule` begins with `we` or the player's id: whose text it is, and so who "we" are, the warehouse knows.
    """
    for digest, text in texts:
        by_player: dict[str, list[str]] = defaultdict(list)
        for name, player_id in who.within(text):
            by_player[player_id].append(name)
        for subject, names in [("we", []), *sorted(by_player.items())]:
            for role, matcher in _matchers(tuple(names)):
                hit = next((one for one in matcher.finditer(text) if _is_about(one.group(), names)), None)
                if hit is None:
                    continue
                start, end = _sentence(text, hit.start(), hit.end())
                yield Mention(
                    text_digest=digest,
                    target_kind="market_role",
                    target=role,
                    start=start,
                    end=end,
                    quote=text[start:end],
                    context=" ".join(text[start:end].split()),
                    layer="rule",
                    rule=f"{subject}@{who.version}",
                )


def _is_about(hit: str, names: Sequence[str]) -> bool:
    return not names or any(name.lower() in hit.lower() for name in names)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that a place stands in, found in its paragraph alone, and at least the place itself."""
    begin = max(text.rfind("\n\n", 0, start) + 2, 0) if "\n\n" in text[:start] else 0
    stop = text.find("\n\n", end)
    paragraph = text[begin : stop if stop >= 0 else len(text)]
    for at, to in sentences(paragraph):
        if begin + at <= start < begin + to:
            return begin + at, max(begin + to, end)
    return start, end


def roles_in_pages(name: str, pages: Sequence[tuple[str, str]]) -> list[RoleEvidence]:
    """The roles that a player's own pages (digest, text) give it: one quote each, the weight its share of the pages."""
    matchers = _matchers(names_of(name))
    told: dict[str, list[RoleEvidence]] = defaultdict(list)
    for digest, text in pages:
        for role, matcher in matchers:
            if (hit := matcher.search(text)) is None:
                continue
            start, end = _sentence(text, hit.start(), hit.end())
            told[role].append(
                RoleEvidence(role=role, layer="text", quote=text[start:end], text_digest=digest, start=start, end=end)
            )
    most = max((len(found) for found in told.values()), default=0)
    return [
        RoleEvidence(
            role=role,
            layer="text",
            quote=found[0].quote,
            text_digest=found[0].text_digest,
            start=found[0].start,
            end=found[0].end,
            weight=len(found) / len(pages),
        )
        for role, found in sorted(told.items())
        if len(found) >= min(_FEWEST_PAGES, len(pages)) and len(found) >= _STRONGEST_SHARE * most
    ]


def market_roles(
    *,
    name: str,
    player_class: str,
    stated: Iterable[str] = (),
    pages: Sequence[tuple[str, str]] = (),
) -> list[RoleEvidence]:
    """Every role of a player with its evidence, the most trusted layer first, the best-told first within a layer."""
    known = [
        RoleEvidence(role=role, layer="curated", quote=f"The register of players states: {role.replace('_', ' ')}.")
        for role in canonical_roles(stated)
    ]
    named = roles_by_name(name, player_class)
    own = sorted(roles_in_pages(name, pages), key=lambda one: (-one.weight, ROLES.index(one.role)))
    seen: set[str] = set()
    roles = []
    for one in (*known, *named, *own):
        if one.role not in seen:
            seen.add(one.role)
            roles.append(one)
    return roles
