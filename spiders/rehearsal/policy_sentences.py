"""What policy papers say: sentences by theme, from vision to measure with a deadline, and what frames them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A priority of digital policy: key, heading, and the sentences that a paper may say about it."""

    key: str
    heading: str
    sentences: tuple[str, ...]


def _theme(key: str, heading: str, *sentences: str) -> Theme:
    return Theme(key=key, heading=heading, sentences=sentences)


THEMES = (
    _theme(
        "data_sharing",
        "Deling af data",
        "Data skal kunne deles på tværs af forvaltninger og myndigheder, når det gavner borgeren.",
        "Vi vil samle data om det samme emne ét sted og gøre dem til fælles grunddata.",
        "Det er et mål, at halvdelen af vores datasæt er beskrevet og kan genbruges i 2027.",
        "Vi udpeger dataejere i alle forvaltninger og afsætter midler til bedre datakvalitet.",
        "Åbne data skal udstilles, så virksomheder og forskere kan bruge dem.",
        "Der mangler i dag fælles snitflader til udveksling af data mellem kommuner.",
        "Deling af data skal ske sikkert og med respekt for den enkelte.",
    ),
    _theme(
        "artificial_intelligence",
        "Kunstig intelligens",
        "Kunstig intelligens skal frigøre tid til kerneopgaven.",
        "Vi afprøver AI-løsninger på to fagområder hvert år og deler erfaringerne.",
        "Medarbejdere, der bruger kunstig intelligens, skal have uddannelse i det inden udgangen af 2026.",
        "Brug af generativ AI skal følge faste retningslinjer og kunne forklares.",
        "Et fælles råd vurderer etik og risiko, før sprogmodeller tages i brug.",
        "Vi har behov for fælles krav til leverandører af kunstig intelligens.",
    ),
    _theme(
        "cybersecurity",
        "Cybersikkerhed",
        "Cybersikkerhed er en forudsætning for borgernes tillid.",
        "Alle kritiske systemer skal gennemgås for sårbarheder hvert år.",
        "Vi øver vores beredskab mod cyberangreb sammen med nabokommunerne.",
        "Ledelsen får hvert kvartal en rapport om informationssikkerhed og hændelser.",
        "Krav om to-faktor-login gælder alle medarbejdere fra 2026.",
        "Vi mangler specialister i it-sikkerhed og ønsker at dele dem med andre.",
    ),
    _theme(
        "citizen_service",
        "Borgerservice og selvbetjening",
        "Borgerne skal møde en digital selvbetjening, der er enkel og sammenhængende.",
        "Den, der ikke kan bruge digital selvbetjening, skal have hjælp af et menneske.",
        "Vi måler brugernes tilfredshed med borgerservice hvert halve år.",
        "Breve og blanketter skal skrives i et klart sprog inden udgangen af 2026.",
        "Borgeren skal kunne følge sin sag digitalt fra start til slut.",
        "Webtilgængelighed er et krav i alle nye selvbetjeningsløsninger.",
    ),
    _theme(
        "welfare_technology",
        "Velfærdsteknologi",
        "Velfærdsteknologi skal gøre ældre mere selvhjulpne i eget hjem.",
        "Skærmbesøg skal være et tilbud i hele hjemmeplejen inden 2027.",
        "Vi afprøver sansegulve og medicindispensere på to plejecentre.",
        "Medarbejderne inddrages, når ny velfærdsteknologi vælges.",
        "Gevinster ved velfærdsteknologi opgøres og deles med andre kommuner.",
        "Sundhedspersonalet har behov for hjælpemidler, der taler sammen.",
    ),
    _theme(
        "green_transition",
        "Grøn omstilling",
        "Digitale løsninger skal bidrage til den grønne omstilling.",
        "Vi måler energiforbruget i alle kommunale bygninger og nedbringer det med en tiendedel.",
        "Klimaregnskabet skal bygge på målte data og opdateres hvert kvartal.",
        "It-udstyr skal bruges længere og genanvendes, når det kasseres.",
        "Intelligent styring af varme og belysning skal sænke udledningen af CO2.",
        "Krav om klimaaftryk indgår i udbud af drift fra 2026.",
    ),
    _theme(
        "digital_sovereignty",
        "Digital suverænitet",
        "Digital suverænitet betyder, at vi selv kan vælge og skifte leverandør.",
        "Vi vil mindske afhængigheden af få store udenlandske leverandører.",
        "Alle nye kontrakter skal have en plan for at skifte til et europæisk alternativ.",
        "Vi afprøver arbejdspladser med europæiske kontorprogrammer i 2027.",
        "Data om borgerne skal opbevares under europæisk ret.",
        "Digital suverænitet kræver, at kommunerne går sammen om fælles løsninger.",
    ),
)
BY_KEY = {theme.key: theme for theme in THEMES}

OPENING = (
    "Denne strategi er vedtaget af {body} og gælder for årene {first}-{last}.",
    "Strategien bygger på samtaler med ledere og medarbejdere i hele organisationen.",
    "Den følges op hvert år, når budgettet bliver lagt.",
    "Strategien afløser den tidligere plan, hvis mål for de flestes vedkommende er nået.",
)
CLOSING = (
    "Strategien bliver omsat til handleplaner med navngivne ansvarlige.",
    "Direktionen følger fremdriften og melder tilbage én gang om året.",
    "Midler til de enkelte indsatser afsættes i budgettet.",
)
OF_FOCAL = (
    "Vi ser gerne, at Fælleskommunal Kerne A/S stiller fælles komponenter til rådighed for alle kommuner.",
    "Fælleskommunal Kerne A/S bør være indkøber på vegne af kommunerne og ikke selv udvikle systemer.",
    "Samarbejdet med Fælleskommunal Kerne A/S fungerer godt, men priserne skal være lettere at forstå.",
    "Fælleskommunal Kerne A/S har ansvar for arkitekturen og bør samle kommunerne om fælles standarder.",
)
SERVICE_PAGES = (
    (
        "/flytning",
        "Flytning",
        ("Du skal melde flytning senest fem dage efter, at du er flyttet.", "Du kan gøre det hjemmefra."),
    ),
    ("/affald", "Affald", ("Dit affald bliver hentet hver anden uge.", "Du kan bestille en ny beholder hos kommunen.")),
    (
        "/bibliotek",
        "Bibliotek",
        ("Biblioteket har åbent alle hverdage fra klokken ti.", "Du kan låne bøger i fire uger."),
    ),
)
NEWS = (
    "{body} har i dag drøftet næste års indsats på området.",
    "Sagen blev behandlet i økonomiudvalget og går videre til byrådet.",
    "Der er afsat midler i budgettet, og arbejdet begynder efter nytår.",
    "Erfaringerne bliver delt med andre offentlige organisationer.",
)

FOCAL_ABOUT = (
    "Fælleskommunal Kerne A/S er kommunernes fælles selskab for digital infrastruktur.",
    "Vi er indkøber og kontraktholder på vegne af vores ejere.",
    "Vi driver en fælles platform, som leverandørerne kan bygge videre på.",
    "Vi fastlægger arkitektur og standarder sammen med kommunerne.",
    "Vi skaber et marked med flere leverandører og fair konkurrence.",
    "Vores rolle er at samle kommunerne om det, som ingen af dem bør bygge alene.",
)
FOCAL_COMPONENT = (
    "{name} er {purpose}.",
    "Komponenten bruges i dag af de fleste kommuner og af mange leverandører.",
    "{name} kan tages i brug gennem dokumenterede snitflader.",
    "Prisen følger indbyggertallet og aftales for ét år ad gangen.",
    "Nye ønsker til {name} prioriteres to gange om året sammen med brugerne.",
)
