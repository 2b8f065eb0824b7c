"""What is bought in the rehearsal world, segment by segment, and what is bought outside IT: titles and needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing to buy: its CPV code, its title and two sentences on it, in Danish or English."""

    cpv: str
    title: str
    lead: str
    need: str


def _subjects(*rows: tuple[str, str, str, str]) -> tuple[Subject, ...]:
    return tuple(Subject(cpv=cpv, title=title, lead=lead, need=need) for cpv, title, lead, need in rows)


SUBJECTS = {
    "case": _subjects(
        (
            "48311000",
            "ESDH-system til den samlede forvaltning",
            "Udbuddet omfatter et ESDH-system, som skal bruges af alle fagområder.",
            "Der er behov for, at sager kan følges fra henvendelse til afgørelse i ét forløb.",
        ),
        (
            "48311100",
            "Elektronisk sags- og dokumenthåndtering",
            "Aftalen omfatter levering, indførelse og vedligeholdelse af elektronisk sags- og dokumenthåndtering.",
            "Dagens løsning mangler en god søgefunktion, og medarbejderne bruger for lang tid på journalisering.",
        ),
        (
            "48317000",
            "Værktøj til arbejdsgange i sagsbehandlingen",
            "Ordregiver ønsker et værktøj, der styrer opgaver og frister i sagsbehandlingen.",
            "Arbejdsgange skal kunne ændres af forvaltningen selv uden bistand fra leverandøren.",
        ),
        (
            "48311000",
            "Fornyelse af journalsystem og arkivering",
            "Det nuværende journalsystem er utidssvarende og skal afløses af et nyt ESDH-system.",
            "Afleveringen til arkiv skal kunne ske efter gældende regler og uden manuelt efterarbejde.",
        ),
    ),
    "business": _subjects(
        (
            "48442000",
            "Økonomisystem til kommunens forvaltninger",
            "Udbuddet omfatter et økonomisystem med budget, bogholderi og ledelsesrapporter.",
            "Budgetopfølgningen skal kunne gennemføres hver måned af decentrale ledere.",
        ),
        (
            "48450000",
            "Løn- og vagtplansystem",
            "Ordregiver ønsker ét system til løn, fravær og vagtplaner.",
            "Der er krav om, at overenskomsternes regler opdateres løbende af leverandøren.",
        ),
        (
            "48451000",
            "Fælles system til indkøb og fakturaer",
            "Aftalen omfatter et system til indkøb, ordrer og behandling af fakturaer.",
            "Indkøberne mangler i dag et samlet overblik over aftaler og forbrug.",
        ),
        (
            "48430000",
            "System til lager og hjælpemidler",
            "Udbuddet omfatter et system til at styre depoter og udlån af hjælpemidler.",
            "Borgernes hjælpemidler skal kunne følges fra bevilling til returnering.",
        ),
    ),
    "health": _subjects(
        (
            "48180000",
            "Omsorgssystem til sundhed og ældre",
            "Udbuddet omfatter et elektronisk omsorgssystem til hjemmepleje, sygepleje og plejecentre.",
            "Medarbejderne skal kunne dokumentere hos borgeren og se den samme plan som træningsområdet.",
        ),
        (
            "48180000",
            "System til træning og rehabilitering",
            "Ordregiver ønsker et system, som støtter genoptræning efter indlæggelse.",
            "Der er behov for, at borgeren selv kan se sine øvelser og aftaler.",
        ),
        (
            "48181000",
            "Skærmbesøg og virtuelle konsultationer",
            "Aftalen omfatter en løsning til skærmbesøg mellem borgere og sundhedspersonale.",
            "Løsningen skal være let at bruge for borgere med nedsat syn eller hørelse.",
        ),
        (
            "48180000",
            "Socialfagligt system til børn og unge",
            "Udbuddet omfatter et fagsystem til socialrådgivere på børne- og ungeområdet.",
            "Underretninger skal kunne vurderes inden for fristen, og handleplaner skal kunne deles med skolen.",
        ),
    ),
    "data": _subjects(
        (
            "48600000",
            "Fælles dataplatform til ledelsesinformation",
            "Udbuddet omfatter en dataplatform, der samler data fra fagsystemerne til ledelsesinformation.",
            "Data skal have kendt kvalitet og kendt ejerskab, før de vises for ledelsen.",
        ),
        (
            "48610000",
            "Databaser og datavarehus",
            "Ordregiver ønsker et datavarehus med vedligeholdelse og løbende udvikling.",
            "Fagområderne mangler adgang til historiske tal, som de kan stole på.",
        ),
        (
            "72310000",
            "Databehandling og dataudveksling mellem myndigheder",
            "Aftalen omfatter databehandling og udveksling af data mellem flere myndigheder.",
            "Der er krav om sporbarhed, så det altid kan ses, hvor et tal kommer fra.",
        ),
        (
            "72316000",
            "Dataanalyse og statistik til planlægning",
            "Udbuddet omfatter analyse af data om befolkning, skoler og veje til kommunens planlægning.",
            "Planlæggerne ønsker prognoser, der kan forklares for byrådet.",
        ),
    ),
    "integration": _subjects(
        (
            "48200000",
            "Integrationsplatform til kommunale fagsystemer",
            "Udbuddet omfatter en platform, der forbinder kommunens fagsystemer.",
            "Snitflader skal være dokumenterede og kunne bruges af andre leverandører på lige vilkår.",
        ),
        (
            "48219300",
            "Administration af snitflader og beskeder",
            "Ordregiver ønsker ét sted at styre snitflader, abonnementer og beskeder.",
            "Der mangler i dag overvågning, så fejl i udvekslingen opdages for sent.",
        ),
        (
            "48211000",
            "Forbindelse mellem selvbetjening og fagsystemer",
            "Aftalen omfatter forbindelser mellem borgernes selvbetjening og de bagvedliggende fagsystemer.",
            "Borgeren skal kun aflevere den samme oplysning én gang.",
        ),
    ),
    "operations": _subjects(
        (
            "72500000",
            "Drift af servere og fagsystemer",
            "Udbuddet omfatter drift, overvågning og sikkerhedskopiering af kommunens systemer.",
            "Leverandøren skal kunne flytte systemerne uden afbrydelse af borgernes selvbetjening.",
        ),
        (
            "72514000",
            "Driftscenter og brugerservice",
            "Ordregiver ønsker drift og brugerservice samlet hos én leverandør.",
            "Brugerne skal kunne få hjælp alle dage, og svartider skal måles og vises hver måned.",
        ),
        (
            "72410000",
            "Internetforbindelser og netværksdrift",
            "Aftalen omfatter internetforbindelser og drift af netværk på skoler og institutioner.",
            "Der er krav om høj oppetid i undervisningstiden.",
        ),
        (
            "72511000",
            "Drift af arbejdspladser og netværk",
            "Udbuddet omfatter drift af medarbejdernes arbejdspladser og de lokale netværk.",
            "Kommunen ønsker færre driftsformer og en klar ansvarsfordeling.",
        ),
    ),
    "consulting": _subjects(
        (
            "72220000",
            "Rådgivning om it-arkitektur og projektledelse",
            "Udbuddet omfatter rådgivning om it-arkitektur, krav og projektledelse.",
            "Konsulenterne skal overdrage deres viden til ordregivers egne medarbejdere.",
        ),
        (
            "72230000",
            "Udvikling af kundetilpasset programmel",
            "Ordregiver ønsker udvikling og test af programmel efter ordregivers behov.",
            "Udviklingen skal ske i korte forløb med løbende afprøvning hos brugerne.",
        ),
        (
            "72262000",
            "Videreudvikling af selvbetjeningsløsninger",
            "Aftalen omfatter videreudvikling og vedligeholdelse af selvbetjeningsløsninger.",
            "Løsningerne skal leve op til reglerne om webtilgængelighed.",
        ),
        (
            "72224000",
            "Projektledelse ved skift af fagsystemer",
            "Udbuddet omfatter projektledelse og forandringsledelse ved skift af fagsystemer.",
            "Der er behov for erfaring med dataflytning og oplæring af mange brugere.",
        ),
    ),
    "security": _subjects(
        (
            "48730000",
            "Cybersikkerhed og overvågning af netværk",
            "Udbuddet omfatter programmel og overvågning, der styrker ordregivers cybersikkerhed.",
            "Hændelser skal opdages og meldes, før de rammer borgernes selvbetjening.",
        ),
        (
            "48732000",
            "Beskyttelse af data og sikker deling",
            "Ordregiver ønsker en løsning til beskyttelse af data og sikker deling med samarbejdspartnere.",
            "Der er krav om kryptering og om logning, der kan efterprøves.",
        ),
        (
            "48730000",
            "Beredskab mod it-angreb",
            "Aftalen omfatter værktøjer og beredskab, der skal begrænse følgerne af it-angreb.",
            "Ledelsen mangler et samlet billede af sårbarheder i kritiske systemer.",
        ),
    ),
}

NOISE = _subjects(
    (
        "45214200",
        "Ombygning af skole",
        "Udbuddet omfatter ombygning af en skole i to etaper.",
        "Arbejdet skal udføres uden for undervisningstiden.",
    ),
    (
        "90910000",
        "Rengøring af kommunale bygninger",
        "Aftalen omfatter daglig rengøring og vinduespolering.",
        "Der skal bruges miljømærkede midler.",
    ),
    (
        "60130000",
        "Kørsel af elever til specialskole",
        "Udbuddet omfatter kørsel af elever på faste ruter.",
        "Vognene skal have plads til kørestole.",
    ),
    (
        "15894200",
        "Levering af måltider til plejecentre",
        "Ordregiver ønsker måltider leveret til plejecentre alle ugens dage.",
        "Mindst 60 procent af råvarerne skal være økologiske.",
    ),
    (
        "45233141",
        "Vedligeholdelse af veje og cykelstier",
        "Aftalen omfatter asfaltarbejde på veje og cykelstier.",
        "Støj og støv skal begrænses mest muligt.",
    ),
    (
        "33196000",
        "Hjælpemidler til borgere med handicap",
        "Udbuddet omfatter kørestole, senge og lifte.",
        "Leveringstiden må højst være fem hverdage.",
    ),
    (
        "71240000",
        "Arkitektrådgivning til ny svømmehal",
        "Ordregiver ønsker totalrådgivning til en ny svømmehal.",
        "Forslaget skal passes ind i den eksisterende bydel.",
    ),
    (
        "90511000",
        "Indsamling af husholdningsaffald",
        "Aftalen omfatter indsamling af affald fra husstande.",
        "Bilerne skal køre uden fossilt brændstof.",
    ),
    (
        "39130000",
        "Møbler til undervisning og kontor",
        "Udbuddet omfatter borde, stole og skabe.",
        "Møblerne skal kunne repareres og genbruges.",
    ),
    (
        "79620000",
        "Vikarer til plejeområdet",
        "Ordregiver ønsker vikarer med sundhedsfaglig uddannelse.",
        "Vikarerne skal kunne møde med få timers varsel.",
    ),
)
