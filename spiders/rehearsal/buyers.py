"""The public bodies of the rehearsal world: who buys, where they sit and whether they have a site with policies.

All names are invented; none is a Danish municipality, region or authority. One of them is the focal organisation.
"""

from __future__ import annotations

from dataclasses import dataclass

from spiders.rehearsal.chance import invented_cvr

FOCAL = "fkk"

_MUNICIPALITIES = (
    ("nordvig", "Nordvig", "DK050", 61_200),
    ("aamose", "Åmose", "DK022", 38_400),
    ("brinkholm", "Brinkholm", "DK041", 44_900),
    ("egeloekke", "Egeløkke", "DK031", 29_300),
    ("fjordby", "Fjordby", "DK042", 92_700),
    ("granslev", "Granslev", "DK042", 47_100),
    ("havnstrup", "Havnstrup", "DK021", 55_800),
    ("hoejbaek", "Højbæk", "DK013", 41_600),
    ("klintsoe", "Klintsø", "DK022", 33_900),
    ("lyngsted", "Lyngsted", "DK012", 73_500),
    ("moseby", "Moseby", "DK032", 26_700),
    ("noerremark", "Nørremark", "DK041", 58_300),
    ("overlund", "Overlunde", "DK050", 36_100),
    ("rugbjerg", "Rugbjerg", "DK032", 51_400),
    ("sandhage", "Sandhage", "DK050", 30_800),
    ("stenhoej", "Stenhøj", "DK013", 66_900),
    ("soenderkaer", "Sønderkær", "DK032", 48_200),
    ("tangkaer", "Tangkær", "DK041", 22_600),
    ("ulvedal", "Ulvedal", "DK042", 84_300),
    ("vesterhede", "Vesterhede", "DK041", 57_000),
    ("aadalen", "Ådalen", "DK022", 43_700),
    ("birkekaer", "Birkekær", "DK012", 69_400),
    ("dybmark", "Dybmark", "DK031", 35_500),
    ("engbjerg", "Engbjerg", "DK021", 40_200),
    ("falkelund", "Falkelund", "DK013", 76_100),
    ("grydehave", "Grydehave", "DK022", 27_900),
    ("hjortesund", "Hjortesund", "DK050", 103_600),
    ("ibsgaarde", "Ibsgårde", "DK042", 31_200),
    ("krogvad", "Krogvad", "DK031", 62_800),
    ("lindehoved", "Lindehoved", "DK012", 118_900),
)

_OTHERS = (
    ("regionnord", "Region Nordbælt", "region", "Havnstrup", "DK050"),
    ("regionvest", "Region Vesterå", "region", "Vesterhede", "DK041"),
    ("regionoest", "Region Østkyst", "region", "Lindehoved", "DK012"),
    ("regionsyd", "Region Sundkyst", "region", "Krogvad", "DK031"),
    ("borgerdata", "Borgerdatastyrelsen", "state", "Lindehoved", "DK012"),
    ("grunddata", "Grunddatastyrelsen", "state", "Stenhøj", "DK013"),
    ("statsdrift", "Styrelsen for Fælles Drift", "state", "Fjordby", "DK042"),
    (FOCAL, "Fælleskommunal Kerne A/S", "joint_company", "Lindehoved", "DK012"),
    ("indkoeb", "Bæltets Indkøbsfællesskab A/S", "joint_company", "Havnstrup", "DK021"),
    ("klintforsyning", "Klintsø Forsyning A/S", "joint_company", "Klintsø", "DK022"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A public body: `buyer_class` is municipality, region, state or joint_company; no `inhabitants` is 0."""

    key: str
    name: str
    cvr: str
    buyer_class: str
    town: str
    nuts: str
    inhabitants: int = 0

    @property
    def host(self) -> str:
        """The host of the body's own site, whether or not the world serves one."""
        return f"{self.key}.example"


def all_buyers() -> tuple[Buyer, ...]:
    """Forty public bodies: thirty municipalities, four regions, three agencies, three joint companies."""
    municipalities = tuple(
        Buyer(
            key=key,
            name=f"{name} Kommune",
            cvr=invented_cvr("buyer", key),
            buyer_class="municipality",
            town=name,
            nuts=nuts,
            inhabitants=inhabitants,
        )
        for key, name, nuts, inhabitants in _MUNICIPALITIES
    )
    others = tuple(
        Buyer(key=key, name=name, cvr=invented_cvr("buyer", key), buyer_class=kind, town=town, nuts=nuts)
        for key, name, kind, town, nuts in _OTHERS
    )
    return municipalities + others


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the focal organisation's offering, with the words that tell it in a text."""

    key: str
    name: str
    purpose: str
    terms: tuple[str, ...]


COMPONENTS = (
    Component(
        key="kernelogin",
        name="Kernelogin",
        purpose="fælles adgangsstyring for medarbejdere og fagsystemer",
        terms=("Kernelogin", "fælles adgangsstyring"),
    ),
    Component(
        key="kerneindeks",
        name="Kerneindeks",
        purpose="et samlet indeks over sager og dokumenter på tværs af fagsystemer",
        terms=("Kerneindeks", "sags- og dokumentindeks"),
    ),
    Component(
        key="kernebesked",
        name="Kernebesked",
        purpose="fordeling af hændelser og beskeder mellem systemer",
        terms=("Kernebesked", "hændelsesfordeling"),
    ),
    Component(
        key="kernedata",
        name="Kernedata",
        purpose="en fælles dataplatform til ledelsesinformation og deling af data",
        terms=("Kernedata", "fælles dataplatform"),
    ),
    Component(
        key="kernesnit",
        name="Kernesnit",
        purpose="standardiserede snitflader mellem kommunale systemer og registre",
        terms=("Kernesnit", "standardiserede snitflader"),
    ),
    Component(
        key="kerneflow",
        name="Kerneflow",
        purpose="arbejdsgange og selvbetjening, som kommunerne kan tilpasse selv",
        terms=("Kerneflow", "fælles selvbetjening"),
    ),
)
