"""Which organisations may be one, and what speaks for and against it: blocks of candidates, and the features of a pair.

A pair is only looked at where the two share something rare: a rare word, an own domain, the beginning of the name, an
acronym. What is compared is shown to people as it is, so every feature has a name and runs from 0 to 1. Rejected: all
pairs (a million organisations), shared buyers' platforms as evidence (mercell.com says nothing of who somebody is).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from nlp.clusters import Gathered
from nlp.name_concepts import concept
from nlp.names import fold, name_key

FEATURES = (
    "name alike",
    "letters alike",
    "beginning alike",
    "shorter name within the longer",
    "words in common",
    "words of their own on both sides",
    "only the one says more, and no more than its kind or town",
    "one is the other's acronym",
    "one names a department of the other",
    "same legal form",
    "different legal forms",
    "same domain",
    "different domains",
    "same postcode",
    "different postcodes",
    "same town",
    "different towns",
    "different figures in the names",
    "different in a trade or a country that only one names",
    "alike, and the same domain",
    "only the one says more, and no more than its kind or town, and the same domain",
    "alike, and the same place",
)
AGAINST = frozenset(name for name in FEATURES if name.startswith(("different ", "words of their own")))
"""The features that speak against a pair; all others speak for it."""
_LARGEST_BLOCK = 40
# Words that many bodies share in the five languages and their neighbours: they name a kind, not a body.
_KIND_LINES = (
    "tribunal administratif tingrett court ministry rechtbank sad hospitalier centre agency",
    "kommune kommunen kommun municipality stadt stad gemeinde commune ville region regionen amt amtet",
    "county of the for og and und och i in im af av von der die das de du des la le les et a an data it",
    "group gruppen gruppe holding danmark denmark norge norway sverige sweden finland service services",
    "solutions consult consulting konsulent radgivning system systems systemer technology international",
    "nordic skole school skola institut institute universitet university hospital sykehus sygehus",
    "societe nationale national national compania nationala spolka tribunal judiciaire sov company firma",
    "presidencia consejo administracion direccion general gerencia direktionen bestyrelsen board direction generale",
    "vergabestelle zentrale beschaffungsstelle servicio contratacion organo organ direktion executive director",
    "styrelsen direktoratet ministeriet udbud indkob innkjop inkop procurement sc z w v s",
)
_KINDS = frozenset(word for line in _KIND_LINES for word in line.split())
# Words that often are all that tells a daughter or a sister from the house: they weigh little, but they tell apart.
_APART_LINES = (
    "group gruppen gruppe holding danmark denmark norge norway sverige sweden finland deutschland france polska iberia",
    "service services solutions consult consulting konsulent radgivning system systems systemer",
    "technology international",
    "nordic data it energy energi gas power wind vind software medico logistik logistics ejendomme real estate finance",
    "salg sales prodej vertrieb forretningsservice developpement development udvikling",
    "invest international europe global drift net netz nett wasser vand kapital forsikring bank media digital",
)
_TELLS_APART = frozenset(word for line in _APART_LINES for word in line.split())
# What stands in brackets or between slashes is an acronym, a role or a unit, not the name.
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]|(?<=\s)/[^/]{2,12}/|(?<=\s)[-–—]\s*[A-ZÆØÅ]{2,6}\s*$")
_OFFICE = re.compile(
    r"\b\w*(?:indkob|innkjop|inkop|upphandling|einkauf|achats|procurement|purchas|forvaltning|afdeling|avdeling|abteilung"
    r"|direktion|sekretariat|okonomi|logisti[ck]|drift|department|office|division|etaten|direction|service|kontor|enhed)\w*"
)
_FIGURES = re.compile(r"\d+")
_ACRONYM = re.compile(r"\b[A-ZÆØÅÄÖА-Я]{2,8}\b")
_PARTS = re.compile(
    r"\s+[-–—/]\s+|\s*[,(\[)\]/]\s*|\s+v/\s*|\s+c/o\s+|\s+[-–—]|[„“”\"]"
    r"|\s+(?:for og )?på ve(?:gne|jne) a[fv]\s+|\s+on behalf of\s+|\s+(?:för|på) (?:räkning|vägnar) (?:av|för)\s+"
    r"|\s+im (?:Auftrag|Namen) (?:der|des|von|vom)\s+|\s+vertreten durch\s+|\s+represented by\s+"
    r"|\s+repræsenteret ved\s+"
    r"|\s+ved\s+|\s+pour le compte d[eu]s?\s+|\s+représentée? par\s+|\s+namens\s+|\s+w imieniu\s+"
    r"|\s*,? представляван[оа] от\s+|\s+чрез\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One organisation as pairs see it: its folded words with their weight, and where it is."""

    key: str
    country: str
    base: str
    words: tuple[str, ...]
    form: str
    parts: frozenset[str]
    acronyms: frozenset[str]
    told: tuple[str, ...]
    domains: frozenset[str]
    postcodes: frozenset[str]
    towns: frozenset[str]


def side_of(one: Gathered) -> Side | None:
    """An organisation as pairs see it; None where its name tells nothing."""
    if not one.name or one.is_person:
        return None
    key = name_key(one.name)
    bare = name_key(_BRACKETED.sub(" ", one.name))
    if len(bare.base) > 3 and not set(bare.base.split()) <= _KINDS:
        key = bare
    words = tuple(key.base.split())
    if len(key.base) < 2 or not words:
        return None
    stated = [part for part in _PARTS.split(one.name) if part and part.strip()]
    parts = frozenset(name_key(part).base for part in stated) if len(stated) > 1 else frozenset()
    upper = set() if one.name.isupper() and len(words) > 1 else set(_ACRONYM.findall(one.name))
    upper |= {part.strip() for part in stated if part.strip().isupper() and 2 <= len(part.strip()) <= 8}
    told = [word for word in words if word not in _JOINING]
    return Side(
        key=one.key,
        country=one.country or "",
        base=key.base,
        words=words,
        form=key.form,
        parts=parts,
        acronyms=frozenset(folded for part in upper if len(folded := fold(part)) > 1 and " " not in folded),
        told=tuple(told),
        domains=frozenset(_registrable(domain) for domain in one.domains),
        postcodes=frozenset(digits for code in one.postcodes if (digits := "".join(_FIGURES.findall(code)))),
        towns=frozenset(_town(town) for town in one.towns) - {""},
    )


_JOINING_LINE = "of the for og and und och i in im af av von der die das de du des la le les et a an z w v"
_JOINING = frozenset(_JOINING_LINE.split())


def _registrable(domain: str) -> str:
    labels = domain.lower().removeprefix("www.").split(".")
    keeps = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and labels[-2] not in ("sme",) else 2
    if len(labels) > 2 and labels[-2] in ("kommune", "gouv"):
        keeps = 3
    return ".".join(labels[-keeps:])


def _town(town: str) -> str:
    return " ".join(word for word in fold(town).split() if not word.isdigit() and word != "cedex")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is common among all organisations at hand: in how many names a word stands, and whose a domain is."""

    names_with: Mapping[str, int]
    names_at: Mapping[str, int]

    def weight(self, word: str) -> float:
        """How much a word tells: 1 for a rare one, little for one in many names or one that names a kind."""
        if word in _KINDS:
            return 0.12
        return 1.0 / (1.0 + 0.35 * max(0, self.names_with.get(word, 1).bit_length() - 2))

    def is_own(self, domain: str) -> bool:
        """Whether few differently named organisations use a domain, so that it tells who they are."""
        return self.names_at.get(domain, 1) <= 6


def surroundings(sides: Sequence[Side]) -> Surroundings:
    """Count words and domains over differently named organisations."""
    bases = {side.base for side in sides}
    names_with = Counter(word for base in bases for word in set(base.split()))
    at: dict[str, set[str]] = defaultdict(set)
    for side in sides:
        for domain in side.domains:
            at[domain].add(side.words[0] if len(side.words[0]) > 3 else side.base)
    return Surroundings(names_with, {domain: len(names) for domain, names in at.items()})


def candidates(sides: Sequence[Side], around: Surroundings) -> Iterator[tuple[Side, Side]]:
    """Pairs of one country that share something rare, each once, in a fixed order."""
    blocks: dict[tuple[str, str, str], list[Side]] = defaultdict(list)
    for side in sides:
        for what, value in _block_keys(side, around):
            blocks[side.country, what, value].append(side)
    seen: set[tuple[str, str]] = set()
    for _, members in sorted(blocks.items(), key=lambda item: item[0]):
        if len(members) > _LARGEST_BLOCK:
            continue
        for left, right in combinations(sorted(members, key=lambda side: side.key), 2):
            if (left.key, right.key) not in seen:
                seen.add((left.key, right.key))
                yield left, right


def _block_keys(side: Side, around: Surroundings) -> set[tuple[str, str]]:
    telling = sorted((word for word in side.words if word not in _KINDS and len(word) > 2), key=around.weight)[-3:]
    keys = {("word", word) for word in telling}
    keys |= {("letters", "".join(side.words)[:9]), ("letters", "".join(side.words)[:5] + str(len(side.base) // 4))}
    keys |= {("domain", domain) for domain in side.domains if around.is_own(domain)}
    keys |= {("acronym", one) for one in (*_initials(side.told), *side.acronyms) if len(one) > 2}
    keys |= {("concepts", one) for one in _concept_keys(side)}
    keys |= {("place", f"{code} {side.base[:3]}") for code in side.postcodes}
    return keys


def features(left: Side, right: Side, around: Surroundings) -> tuple[float, ...]:
    """What speaks for and against that two are one, in the order of `FEATURES`."""
    shared, of_left, of_right = _matched(left.words, right.words)
    here = {word for town in left.towns & right.towns for word in town.split()}
    of_left, of_right = ([word for word in words if word not in here] for words in (of_left, of_right))
    more = of_left or of_right
    plain = not (of_left and of_right) and all(word in _KINDS and word not in _TELLS_APART for word in more)
    acronym = _is_acronym(left, right) or _is_acronym(right, left)
    department = _is_department(left, right) or _is_department(right, left)
    weigh = around.weight
    both = sum(weigh(word) for word in shared)
    rest_left, rest_right = sum(map(weigh, of_left)), sum(map(weigh, of_right))
    within = both / (both + min(rest_left, rest_right)) if both else 0.0
    own = {domain for domain in left.domains & right.domains if around.is_own(domain)}
    differs_at = bool(left.domains and right.domains and not left.domains & right.domains)
    postcode = bool(left.postcodes & right.postcodes)
    town = bool(left.towns & right.towns)
    alike = fuzz.token_sort_ratio(left.base, right.base) / 100
    figures = set(_FIGURES.findall(left.base)) != set(_FIGURES.findall(right.base))
    return (
        alike,
        fuzz.ratio("".join(left.words), "".join(right.words)) / 100,
        JaroWinkler.similarity(left.base, right.base),
        within,
        both / (both + rest_left + rest_right) if both else 0.0,
        0.0 if acronym or department else min(1.0, rest_left, rest_right),
        float(plain),
        float(acronym),
        float(department),
        float(bool(left.form) and left.form == right.form),
        float(bool(left.form) and bool(right.form) and left.form != right.form),
        float(bool(own)),
        float(differs_at),
        float(postcode),
        float(bool(left.postcodes and right.postcodes) and not postcode),
        float(town),
        float(bool(left.towns and right.towns) and not town),
        float(figures),
        float(bool(_TELLS_APART & {*of_left, *of_right})),
        max(0.0, alike - 0.5) * 2 * bool(own),
        float(bool(own) and plain),
        max(0.0, alike - 0.5) * 2 * (postcode or town),
    )


def _matched(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The words that both have (inflected or misspelt ones too), and what is left of either side."""
    rest = list(right)
    shared, alone = [], []
    for word in left:
        near = word if word in rest else next((one for one in rest if _is_near(word, one)), None)
        if near is None:
            alone.append(word)
        else:
            rest.remove(near)
            shared.append(word)
    return shared, alone, rest


def _is_near(left: str, right: str) -> bool:
    if concept(left) == concept(right):
        return True
    if min(len(left), len(right)) < 5 or left.isdigit() or right.isdigit():
        return False
    return left[0] == right[0] and fuzz.ratio(left, right) >= 86


def _initials(told: Sequence[str]) -> set[str]:
    """The initials of at least three words in a row that begin or end a name."""
    letters = "".join(word[0] for word in told)
    return {letters[:end] for end in range(3, len(letters) + 1)} | {letters[at:] for at in range(len(letters) - 2)}


def _is_acronym(short: Side, long: Side) -> bool:
    """Whether the short name says in initials what the long one says in words, and nothing else that differs."""
    for acronym in short.acronyms | ({short.base} if " " not in short.base else set()):
        if len(acronym) < 3 or acronym in long.words:
            continue
        for at in range(len(long.told) - len(acronym) + 1):
            spelt = long.told[at : at + len(acronym)]
            if "".join(word[0] for word in spelt) != acronym:
                continue
            of_long = [word for word in long.told if word not in spelt]
            of_short = [word for word in short.told if word != acronym]
            if not of_short or _is_translated(of_short, of_long) or _is_translated(short.told, long.told):
                return True
    return False


def _is_translated(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two names say the same words, whatever the language and the order."""
    one, other = sorted(map(concept, left)), sorted(map(concept, right))
    return bool(one) and len(one) == len(other) and not _matched(one, other)[1]


def _concept_keys(side: Side) -> set[str]:
    """What a name says in any language, where that is enough to find its translation by."""
    said = sorted({concept(word) for word in side.told})
    return {" ".join(said)} if len(said) > 1 else set()


def _is_department(whole: Side, part: Side) -> bool:
    if whole.base not in part.parts or all(word in _KINDS for word in whole.words):
        return False
    elsewhere = bool(whole.towns and part.towns) and not whole.towns & part.towns
    other_site = bool(whole.domains and part.domains) and not whole.domains & part.domains
    return not elsewhere and not (other_site and whole.form == part.form and not _OFFICE.search(part.base))
