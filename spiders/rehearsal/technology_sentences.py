"""How tender texts speak of technologies: sentences per technology, in Danish and English, and how often over time.

Keys are those of the product's technology shelf, so that a truth names what a mart names.

Rates are the share of a quarter's IT notices that hold at least one such sentence. The market keeps them to the
nearest notice, so that a flat technology is flat and a planted trend is as strong as it says.
"""

from __future__ import annotations

from dataclasses import dataclass

_QUARTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A technology in the world's tender texts: rate in the first and in the last quarter, and what is said."""

    key: str
    first_rate: float
    last_rate: float
    danish: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def direction(self) -> str:
        """rising, fading or flat."""
        if self.first_rate == self.last_rate:
            return "flat"
        return "rising" if self.last_rate > self.first_rate else "fading"

    def rate(self, quarters_since_first: int) -> float:
        """The rate in a quarter: constant for a flat technology, else changing by the same factor each time."""
        step = max(0, min(quarters_since_first, _QUARTERS)) / _QUARTERS
        return float(self.first_rate * (self.last_rate / self.first_rate) ** step)


TALKS = (
    Talk(
        key="artificial_intelligence",
        first_rate=0.15,
        last_rate=0.64,
        danish=(
            "Leverandøren skal beskrive, hvordan kunstig intelligens kan støtte medarbejdernes opgaver.",
            "AI-løsninger må kun bruges, hvor medarbejderen kan efterprøve forslaget.",
            "Ordregiver ønsker at afprøve AI til sortering af henvendelser og udkast til svar.",
            "Brug af KI skal fremgå tydeligt for borgeren og for den enkelte sagsbehandler.",
            "Tilbuddet skal omfatte en AI-assistent, der kan finde de rette oplysninger i vejledninger.",
            "Kunstig intelligens må alene trænes på data, som ordregiver har godkendt til formålet.",
        ),
        english=(
            "The supplier shall describe how artificial intelligence can support case workers.",
            "Artificial intelligence may only be used where a human can check the proposal.",
        ),
    ),
    Talk(
        key="robotic_process_automation",
        first_rate=0.5,
        last_rate=0.11,
        danish=(
            "Løsningen skal kunne arbejde sammen med ordregivers RPA-platform.",
            "Manuelle opgaver, der gentages hver dag, skal kunne løses med softwarerobotter.",
            "Ordregiver anvender i dag robotprocesautomatisering (RPA) i økonomi og løn.",
            "RPA-robotter skal have egne brugere med begrænsede rettigheder.",
        ),
        english=(
            "The solution shall work with the authority's robotic process automation.",
            "RPA robots shall have separate user accounts.",
        ),
    ),
    Talk(
        key="cloud_computing",
        first_rate=0.24,
        last_rate=0.24,
        danish=(
            "Løsningen skal leveres som en cloudløsning med drift inden for EU.",
            "Tilbudsgiver skal redegøre for, hvordan cloud-tjenester kan opsiges og data hjemtages.",
            "Ordregiver lægger vægt på, at systemet kan køre i skyen uden lokale servere.",
            "Løsningen ønskes leveret som SaaS med faste opdateringer.",
        ),
        english=(
            "The solution shall be delivered as a cloud service within the EU.",
            "The supplier shall describe how the cloud service can be terminated and data returned.",
        ),
    ),
    Talk(
        key="api_management",
        first_rate=0.26,
        last_rate=0.26,
        danish=(
            "Alle data skal kunne hentes gennem åbne API'er.",
            "Leverandøren skal udstille REST-API'er, der er beskrevet og versionerede.",
            "Integrationer til fagsystemer skal ske gennem standardiserede API'er.",
        ),
        english=(
            "All data shall be available through open APIs.",
            "The supplier shall expose documented and versioned REST APIs.",
        ),
    ),
    Talk(
        key="single_sign_on",
        first_rate=0.18,
        last_rate=0.18,
        danish=(
            "Brugerne skal logge på med single sign-on.",
            "Løsningen skal understøtte SSO gennem ordregivers fælles login.",
            "Der stilles krav om single sign-on for medarbejdere og eksterne brugere.",
        ),
        english=("Users shall log on by single sign-on.", "The solution shall support SSO for all employees."),
    ),
    Talk(
        key="open_source",
        first_rate=0.14,
        last_rate=0.14,
        danish=(
            "Ordregiver ser gerne, at løsningen bygger på open source.",
            "Programmel, der udvikles under aftalen, offentliggøres som open source-kode.",
            "Tilbud, der bygger på åben kildekode, vurderes på lige fod med andre.",
        ),
        english=("The authority prefers solutions that build on open source.",),
    ),
    Talk(
        key="internet_of_things",
        first_rate=0.10,
        last_rate=0.10,
        danish=(
            "Løsningen skal kunne modtage målinger fra IoT-sensorer.",
            "IoT-enheder i bygninger skal kunne tilsluttes uden særskilt aftale.",
            "Data fra IoT-udstyr skal kunne vises sammen med øvrige data.",
        ),
        english=("The solution shall receive measurements from IoT sensors.",),
    ),
    Talk(
        key="low_code",
        first_rate=0.11,
        last_rate=0.11,
        danish=(
            "Forvaltningen skal selv kunne bygge blanketter med low-code-værktøjer.",
            "Løsningen skal rumme en low-code-platform til enkle arbejdsgange.",
            "Ordregiver ønsker no-code-værktøjer, som fagmedarbejdere kan bruge.",
        ),
        english=("Administrators shall be able to build forms with low-code tools.",),
    ),
    Talk(
        key="digital_twin",
        first_rate=0.08,
        last_rate=0.08,
        danish=(
            "Tilbuddet skal beskrive, hvordan data kan indgå i en digital tvilling af byen.",
            "Ordregiver arbejder med digitale tvillinger af veje og bygninger.",
        ),
        english=("Data shall be usable in a digital twin of the city.",),
    ),
    Talk(
        key="microservices",
        first_rate=0.09,
        last_rate=0.09,
        danish=(
            "Arkitekturen skal bestå af microservices, der kan udskiftes hver for sig.",
            "Tilbudsgiver skal beskrive sin microservice-arkitektur.",
        ),
        english=("The architecture shall consist of microservices.",),
    ),
    Talk(
        key="blockchain",
        first_rate=0.045,
        last_rate=0.045,
        danish=(
            "Tilbudsgiver kan tilbyde en afprøvning af blockchain til dokumentation af ejerskab.",
            "Ordregiver vil høre om erfaringer med blockchain i offentlige registre.",
        ),
        english=("The authority invites experience with blockchain in public registers.",),
    ),
    Talk(
        key="zero_trust",
        first_rate=0.10,
        last_rate=0.10,
        danish=(
            "Adgang skal gives efter zero trust-principper.",
            "Tilbudsgiver skal beskrive, hvordan løsningen passer ind i en zero trust-arkitektur.",
        ),
        english=("Access shall follow zero trust principles.",),
    ),
)

BY_KEY = {talk.key: talk for talk in TALKS}
FLAT = (
    "cloud_computing",
    "single_sign_on",
    "open_source",
    "internet_of_things",
    "low_code",
    "digital_twin",
    "microservices",
    "zero_trust",
)
