"""Invented organisations as notices would misname them: what the pair model learns from, and what it is judged on.

Every name is made of invented syllables and ordinary words, and every likeness and difference is one that notices show:
legal forms, capitals, typing errors, broken letters, departments, acronyms, two languages, moved offices; and on the
other side sisters, daughters, towns of like names, institutes of one academy. The same seed gives the same world.
Rejected: learning from published organisations (their data would have to be shipped).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

Row = dict[str, str]
TRAINING_SEED = 11
_HELD_OUT_SEED = 4242

_STARTS_SAID = (
    "Nor Sol Fje Tra Gru Ald Vin Hav Kel Mor Sten Lun Bir Eng Ros Tor Sve Klo Brø Hø Jar Mel Vester Øst Dal Hil"
)
_STARTS = _STARTS_SAID.split()
_ENDS_SAID = "vik mark dal sund by rup lund borg holm stad heim nes tec dor lina ra vex mat tor gard stein bæk ø å"
_ENDS = _ENDS_SAID.split()
_MIDDLES_SAID = "a e i o u er el an ing under over ra le mo ti ka su ne vi do ba fi go"
_MIDDLES = _MIDDLES_SAID.split()
_FIELDS = {
    "DK": "Data,Energi,Rådgivning,Byg,Teknik,Logistik,Forsyning,Vind,Medico,Software,Entreprise,Miljø,Salg og Service",
    "NO": "Data,Energi,Rådgivning,Bygg,Teknikk,Logistikk,Vann,Vind,Medisin,Programvare,Entreprenør,Miljø",
    "SE": "Data,Energi,Konsult,Bygg,Teknik,Logistik,Vatten,Vind,Vård,Programvara,Entreprenad,Miljö",
    "DE": "Daten,Energie,Beratung,Bau,Technik,Logistik,Wasser,Wind,Medizin,Software,Umwelt",
    "FR": "Données,Énergie,Conseil,Construction,Transports,Logistique,Eau,Santé,Logiciels,Environnement",
    "PL": "Dane,Energia,Doradztwo,Budowa,Technika,Logistyka,Woda,Zdrowie,Oprogramowanie",
}
_FORMS = {
    "DK": ("A/S", "ApS", "Aktieselskab", "Anpartsselskab"),
    "NO": ("AS", "ASA", "Aksjeselskap", "ASA"),
    "SE": ("AB", "HB", "Aktiebolag", "Handelsbolag"),
    "DE": ("GmbH", "AG", "Gesellschaft mit beschränkter Haftung", "Aktiengesellschaft"),
    "FR": ("SA", "SARL", "Société anonyme", "SARL"),
    "PL": ("Sp. z o.o.", "S.A.", "spółka z ograniczoną odpowiedzialnością", "spółka akcyjna"),
}
_BODIES = {
    "DK": ("{} Kommune", "Municipality of {}", "Region {}", "{} Universitet", "Museet i {}", "{} Gymnasium"),
    "NO": ("{} kommune", "Municipality of {}", "{} fylkeskommune", "Universitetet i {}", "{} sykehus", "{} tingrett"),
    "SE": ("{} kommun", "Municipality of {}", "Region {}", "{} universitet", "{} museum", "{} tingsrätt"),
    "DE": ("Stadt {}", "City of {}", "Landkreis {}", "Universität {}", "Klinikum {}", "Amtsgericht {}"),
    "FR": ("Ville de {}", "Commune de {}", "Région {}", "Université de {}", "CHU de {}", "Tribunal de {}"),
    "PL": ("Gmina {}", "Urząd Gminy {}", "Powiat {}", "Uniwersytet w {}", "Szpital w {}", "Sąd w {}"),
}
_LONG_NAMES = {
    "DK": ("Nationalt Institut for Vandmiljø {}", "Teknisk Universitet {}", "Center for Digital Sundhed {}"),
    "NO": ("Nasjonalt Institutt for Vannmiljø {}", "Teknisk Universitet {}", "Senter for Digital Helse {}"),
    "SE": ("Nationellt Institut för Vattenmiljö {}", "Tekniska Universitetet {}", "Centrum för Digital Hälsa {}"),
    "DE": ("Staatliches Institut für Wasserbau {}", "Technische Universität {}", "Zentrum für Digitale Medizin {}"),
    "FR": ("Centre Hospitalier Départemental de {}", "Institut Technique National de {}", "Grand Port Fluvial de {}"),
    "PL": ("Instytut Techniki Wodnej {}", "Uniwersytet Techniczny {}", "Centrum Zdrowia Cyfrowego {}"),
}
_IN_ENGLISH = {
    "Teknisk Universitet": "Technical University of",
    "Tekniska Universitetet": "Technical University of",
    "Technische Universität": "Technical University of",
    "Uniwersytet Techniczny": "Technical University of",
    "Nationalt Institut for Vandmiljø": "National Institute for Water and Environment",
    "Center for Digital Sundhed": "Centre for Digital Health",
    "Senter for Digital Helse": "Centre for Digital Health",
    "Universitetet i": "University of",
    "Universität": "University of",
    "Université de": "University of",
    "Uniwersytet w": "University of",
    "Tribunal de": "Court of",
    "Amtsgericht": "District Court",
}
_OFFICES_SAID = "Indkøb,Økonomi,Teknik og Miljø,Innkjøp,IT-afdelingen,Upphandling,Einkauf,Service achats,Logistik,Drift"
_OFFICES = _OFFICES_SAID.split(",")
_SUBJECTS_SAID = "geologi,havforskning,kemi,folkesundhed,landbrug,arkæologi,byplanlægning,fødevarer,sprog,retsvidenskab"
_SUBJECTS = _SUBJECTS_SAID.split(",")
_PATTERNS = (
    "Statens skov- og naturforvaltning, distrikt {}",
    "Statens skovvæsen Skovenes Fælles Forvaltning {}",
    "Forvaltningsdomstolen i {}",
    "Praktiserende læge speciallæge i almen medicin {}",
    "Departementsrådet for {}",
    "Kommunalt selskab for vand og kloak i {}",
    "Selvstændigt offentligt sundhedscenter {}",
    "{} advokatpartnerselskab",
)
_PLATFORMS = ("udbudstorvet.example", "tenders.example", "anskaffelser.example")


def invented_world(*, seed: int, groups: int) -> list[Row]:
    """Mentions of invented organisations (name, country, town, postal, domain, roles, entity_id), in a fixed order."""
    rng = random.Random(seed)  # noqa: S311 - an invented world, no secret
    makers: tuple[Callable[[random.Random, str], list[Row]], ...] = (
        _companies,
        _patterned,
        _bodies,
        _companies,
        _institutes,
        _lettered,
    )
    rows: list[Row] = []
    for number in range(groups):
        country = rng.choice(sorted(_FORMS))
        for at, body in enumerate(makers[number % len(makers)](rng, country)):
            body["entity_id"] = f"{number}-{at}"
            rows += _mentions(rng, body)
    return rows


@cache
def held_out_mentions() -> tuple[Row, ...]:
    """A world of another seed than the one that is learnt from."""
    return tuple(invented_world(seed=_HELD_OUT_SEED, groups=260))


def _stem(rng: random.Random) -> str:
    return (
        rng.choice(_STARTS)
        + rng.choice(_ENDS)
        + (rng.choice(_MIDDLES) + rng.choice(_ENDS) if rng.random() < 0.8 else "")
    )


def _seat(rng: random.Random, country: str, name: str) -> Row:
    label = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha())
    return {
        "country": country,
        "town": _stem(rng),
        "postal": str(rng.randint(1000, 9999)),
        "domain": f"{label or 'nn'}.{country.lower()}",
        "roles": "buyer" if rng.random() < 0.4 else "supplier",
    }


def _companies(rng: random.Random, country: str) -> list[Row]:
    """A firm, often with sisters in other trades, a daughter, a namesake of another form or one of almost that name."""
    stem, fields = _stem(rng), _FIELDS[country].split(",")
    seat = _seat(rng, country, stem)
    form = _FORMS[country][rng.randrange(2)]
    chosen = rng.sample(fields, 3)
    firms = [{**seat, "name": f"{stem} {chosen[0]} {form}".replace("  ", " ")}]
    if rng.random() < 0.6:
        moved = {} if rng.random() < 0.4 else _seat(rng, country, stem + chosen[1])
        firms.append({**seat, **moved, "name": f"{stem} {chosen[1]} {form}"})
    if rng.random() < 0.3:
        firms.append(
            {**seat, "name": f"{stem} {chosen[0]} {rng.choice(('Holding', 'Danmark', 'Norge', chosen[2]))} {form}"}
        )
    if rng.random() < 0.3:
        other = next(one for one in _FORMS[country][:2] if one != form)
        firms.append({**_seat(rng, country, stem + "2"), "name": f"{stem} {chosen[0]} {other}"})
    if rng.random() < 0.25:
        like = stem[:-1] + rng.choice("aeiost") if rng.random() < 0.5 else stem + rng.choice(("er", "an", "a"))
        firms.append({**_seat(rng, country, like), "name": f"{like} {chosen[0]} {form}"})
    return firms


def _bodies(rng: random.Random, country: str) -> list[Row]:
    """A public body, with the like body of another town and another body of the same town."""
    pattern, other = rng.sample(_BODIES[country], 2)
    town, next_town = _stem(rng), _stem(rng)
    second = {**_seat(rng, country, next_town), "name": pattern.format(next_town), "town": next_town}
    first = {**_seat(rng, country, town), "name": pattern.format(town), "town": town}
    third = {**_seat(rng, country, town + other[:3]), "name": other.format(town), "town": town}
    if {pattern, other} == set(_BODIES[country][:2]):  # two languages of one body
        return [first, second]
    if rng.random() < 0.4:
        third |= {"postal": first["postal"], "domain": first["domain"]}
    return [first, second, third]


def _institutes(rng: random.Random, country: str) -> list[Row]:
    """Institutes of one academy: one place, often one domain, one long pattern of name."""
    seat = _seat(rng, country, _stem(rng))
    pattern = rng.choice(("Institut for {}", "Forskningscenter for {}", "Skole for {}", "Agency for {}"))
    town = seat["town"]
    if rng.random() < 0.4:  # offices with numbers
        name = f"{rng.choice(('Socialkontor', 'Skattekontor', 'Kreds', 'Sektor'))} {town}"
        return [
            {**_seat(rng, country, f"{town}{number}"), "town": town, "name": f"{name} {number}"} for number in (1, 2, 5)
        ]
    return [
        {**seat, "name": f"{pattern.format(subject)} {rng.choice(('', town))}".strip()}
        for subject in rng.sample(_SUBJECTS, 3)
    ]


def _lettered(rng: random.Random, country: str) -> list[Row]:
    """Bodies with long names that notices put in initials: the like body of another town has the same initials."""
    pattern, other = rng.sample(_LONG_NAMES[country], 2)
    offices = []
    for named in (pattern, pattern, other):
        town = _stem(rng)
        offices.append({**_seat(rng, country, town), "town": town, "name": named.format(town)})
    return offices


def _patterned(rng: random.Random, country: str) -> list[Row]:
    """Offices that share a long name but for the last word or two, each in a town of its own."""
    pattern = rng.choice(_PATTERNS)
    offices = []
    for _ in range(4):
        town = _stem(rng)
        name = pattern.format(town if rng.random() < 0.7 else f"{_stem(rng)} {town}")
        offices.append({**_seat(rng, country, town), "town": town, "name": name})
    return offices


def _mentions(rng: random.Random, body: Row) -> list[Row]:
    said = [body]
    for _ in range(rng.choice((0, 1, 2, 3, 4))):
        said.append(_misnamed(rng, body))
    return said


def _misnamed(rng: random.Random, body: Row) -> Row:
    name, country = body["name"], body["country"]
    for change in rng.sample(_CHANGES, rng.choice((1, 1, 2))):
        name = change(rng, name, country)
    if rng.random() < 0.12:
        name = rng.choice((f"{name} {body['town']}", f"{name}, {body['town']}"))
    row = {**body, "name": name}
    if rng.random() < 0.3:
        row["postal"] = str(int(body["postal"]) // 100 * 100 + rng.randint(0, 99)) if rng.random() < 0.6 else ""
    if rng.random() < 0.15:
        row |= {"town": _stem(rng), "postal": str(rng.randint(1000, 9999))}
    if rng.random() < 0.25:
        row["domain"] = rng.choice((*_PLATFORMS, "", ""))
    return row


def _cased(rng: random.Random, name: str, _: str) -> str:
    return name.upper() if rng.random() < 0.6 else name.title()


def _form_changed(rng: random.Random, name: str, country: str) -> str:
    short, other, long, long_other = _FORMS[country]
    for form, spelt in ((short, long), (other, long_other)):
        if name.endswith(f" {form}"):
            return name.removesuffix(form) + rng.choice((spelt, "", form.upper())).strip()
    return name


def _mistyped(rng: random.Random, name: str, _: str) -> str:
    at = rng.randrange(1, max(2, len(name) - 1))
    if rng.random() < 0.5:
        return name[:at] + name[at + 1 :]
    return name[:at] + name[at : at + 1] * 2 + name[at + 1 :]


def _broken(_: random.Random, name: str, __: str) -> str:
    return name.encode().decode("latin-1")


def _with_office(rng: random.Random, name: str, _: str) -> str:
    return name + rng.choice((" - ", ", ", " v/", " — ", " / ")) + rng.choice(_OFFICES)


def _as_part(rng: random.Random, name: str, _: str) -> str:
    return rng.choice(
        (f"Direktionen for {name}", f"{name} SOV", f"[{name}] Direktion", f"{name} koncern med datterselskaber")
    )


def _shortened(rng: random.Random, name: str, _: str) -> str:
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 3 and rng.random() < 0.5 else name.replace(" og ", " ")


def _with_acronym(rng: random.Random, name: str, _: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha() and len(word) > 2]
    short = "".join(word[0].upper() for word in words)
    if len(short) < 3:
        return name
    return rng.choice((f"{name} ({short})", f"{short} - {name}", f"{name} /{short}/"))


def _translated(_: random.Random, name: str, country: str) -> str:
    ours, theirs = _BODIES[country][:2]
    head, tail = ours.split("{}")
    if name.startswith(head) and name.endswith(tail):
        return theirs.format(name.removeprefix(head).removesuffix(tail))
    for ours, theirs in _IN_ENGLISH.items():
        if name.startswith(ours):
            return f"{theirs} {name.removeprefix(ours).strip()}"
    return name.replace(" og ", " & ").replace(" for ", " of ")


def _by_office(rng: random.Random, name: str, _: str) -> str:
    """A name as its head or its lawyer says it."""
    return rng.choice(
        (f"{name}, repræsenteret ved direktøren", f"Bestyrelsen på vegne af {name}", f"{name} represented by the board")
    )


def _part_in_initials(rng: random.Random, name: str, _: str) -> str:
    """CHU Reims for Centre Hospitalier Universitaire de Reims: the kind in initials, the rest in full."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha() and len(word) > 3]
    if len(words) < 4:
        return name
    short = "".join(word[0].upper() for word in words[:3])
    return " ".join((short, *words[3:])) if rng.random() < 0.6 else "".join(word[0].upper() for word in words)


def _joined(rng: random.Random, name: str, _: str) -> str:
    return name.replace(" ", "-", 1) if rng.random() < 0.5 else f'"{name}"'


_CHANGES: tuple[Callable[[random.Random, str, str], str], ...] = (
    _cased,
    _form_changed,
    _form_changed,
    _mistyped,
    _broken,
    _with_office,
    _with_office,
    _as_part,
    _shortened,
    _with_acronym,
    _translated,
    _translated,
    _joined,
    _by_office,
    _part_in_initials,
)
