"""What suppliers write about themselves: products by segment, news, partners and jobs, in Danish and English."""

from __future__ import annotations

PRODUCT_WORDS = {
    "case": ("Sag", "Case"),
    "business": ("Økonomi", "Finance"),
    "health": ("Omsorg", "Care"),
    "data": ("Indsigt", "Insight"),
    "integration": ("Bro", "Bridge"),
    "operations": ("Drift", "Operations"),
    "consulting": ("Kompas", "Advice"),
    "security": ("Vagt", "Guard"),
}

PRODUCT = {
    "case": (
        "{product} samler sager, dokumenter og frister i ét overblik for sagsbehandleren.",
        "Journalisering sker, mens medarbejderen arbejder, og aflevering til arkiv er indbygget.",
        "Sagsbehandleren kan se, hvem der har behandlet en sag, og hvad der mangler.",
        "Løsningen bruges af både små forvaltninger og store kommuner.",
        "Arbejdsgange kan ændres af forvaltningen selv, uden at systemet skal stoppes.",
    ),
    "business": (
        "{product} giver økonomiafdelingen ét sted til budget, bogholderi og opfølgning.",
        "Lederne får deres tal den samme dag, som de bliver bogført.",
        "Løn, fravær og vagtplaner følger overenskomsterne og opdateres hver måned.",
        "Fakturaer kan godkendes på telefonen, og kontrollen er den samme som før.",
        "Vi hjælper med at flytte historiske poster fra det gamle system.",
    ),
    "health": (
        "{product} støtter sygeplejersker og hjælpere i hjemmet, på plejecentret og i træningen.",
        "Medarbejderen dokumenterer én gang, og alle i forløbet ser den samme plan.",
        "Borgeren kan følge sine aftaler og øvelser hjemmefra.",
        "Løsningen er afprøvet sammen med medarbejdere på tre plejecentre.",
        "Vagtskifte bliver trygt, fordi ændringer i medicin og tilstand står øverst.",
    ),
    "data": (
        "{product} samler oplysninger fra fagsystemerne og gør dem klar til ledelse og planlægning.",
        "Hvert tal kan følges tilbage til det system, som det kommer fra.",
        "Ejerskab og kvalitet er beskrevet, før data deles med andre.",
        "Planlæggere og økonomer arbejder i de samme modeller og kan forklare dem for politikere.",
        "Platformen opdateres hver nat og melder selv, hvis en leverance mangler.",
    ),
    "integration": (
        "{product} forbinder fagsystemer, registre og selvbetjening med standardiserede snitflader.",
        "Fejl i udvekslingen opdages, før borgeren mærker dem.",
        "Alle snitflader er beskrevet og kan bruges af andre leverandører på lige vilkår.",
        "Beskeder og hændelser fordeles til de systemer, der abonnerer på dem.",
        "Kommunen kan se, hvilke systemer der taler sammen, og hvad det koster.",
    ),
    "operations": (
        "{product} er drift, overvågning og brugerservice fra vores eget driftscenter.",
        "Vi måler svartider og viser dem for kunden hver måned.",
        "Systemer flyttes i etaper, så medarbejdere og borgere ikke mærker skiftet.",
        "Sikkerhedskopier afprøves hvert kvartal sammen med kunden.",
        "Priserne er faste pr. bruger, og opsigelsesvarslet er kort.",
    ),
    "consulting": (
        "{product} er rådgivning om arkitektur, krav og forandringer i offentlige organisationer.",
        "Vores konsulenter har selv arbejdet i kommuner og styrelser.",
        "Vi skriver krav, som leverandører kan svare på, og som brugerne kan genkende.",
        "Viden bliver hos kunden, når vi går hjem.",
        "Gevinster måles, før og efter en løsning er taget i brug.",
    ),
    "security": (
        "{product} overvåger netværk og systemer døgnet rundt og melder hændelser inden for en time.",
        "Cybersikkerhed begynder med at vide, hvilke systemer der er kritiske.",
        "Vi øver beredskabet sammen med ledelsen to gange om året.",
        "Logning og kryptering kan efterprøves af en uafhængig revisor.",
        "Rapporten til byrådet er skrevet, så den kan læses uden teknisk baggrund.",
    ),
}

PRODUCT_ENGLISH = {
    "case": (
        "{product} brings cases, documents and deadlines together for case workers.",
        "Records are filed while people work, and archiving is built in.",
        "Work flows can be changed by the authority itself.",
    ),
    "business": (
        "{product} gives finance departments one place for budget, accounting and follow-up.",
        "Managers see their figures on the day they are booked.",
        "We help with moving historical entries from the old system.",
    ),
    "health": (
        "{product} supports nurses and carers at home and in care centres.",
        "Staff document once, and everybody in the team sees the same plan.",
        "Citizens can follow their appointments from home.",
    ),
    "data": (
        "{product} collects data from line-of-business systems and prepares them for planning.",
        "Every figure can be traced to the system it comes from.",
        "The platform is refreshed every night and reports what is missing.",
    ),
    "integration": (
        "{product} connects line-of-business systems, registers and self-service.",
        "Interfaces are documented and open to other suppliers on equal terms.",
        "Failures are found before citizens notice them.",
    ),
    "operations": (
        "{product} is operation, monitoring and service desk from our own centre.",
        "Response times are measured and shown to the customer every month.",
        "Systems are moved in stages so that staff do not notice.",
    ),
    "consulting": (
        "{product} is advice on architecture and requirements in public organisations.",
        "Our consultants have worked in public administration themselves.",
    ),
    "security": (
        "{product} watches networks and systems around the clock.",
        "Incidents are reported within one hour.",
        "We rehearse with management twice a year.",
    ),
}

TECHNOLOGY = {
    "artificial_intelligence": (
        "Den nye version bruger kunstig intelligens til at foreslå svar, som medarbejderen godkender.",
        "Our new version uses artificial intelligence to propose answers that staff approve.",
    ),
    "robotic_process_automation": (
        "Vores RPA-robotter overtager rutineopgaver i økonomi og løn.",
        "Our RPA robots take over routine work in finance and payroll.",
    ),
    "cloud_computing": (
        "Løsningen leveres som cloudløsning fra datacentre i Danmark.",
        "The solution is delivered as a cloud service from data centres in Denmark.",
    ),
    "api_management": (
        "Alle funktioner kan bruges gennem åbne API'er med gode eksempler.",
        "All functions are available through open APIs with good examples.",
    ),
    "single_sign_on": (
        "Brugerne logger på med single sign-on fra deres egen organisation.",
        "Users log on with single sign-on from their own organisation.",
    ),
    "open_source": (
        "Kernen i produktet er open source og kan efterses af alle.",
        "The core of the product is open source and open to inspection.",
    ),
    "internet_of_things": (
        "Målinger fra IoT-sensorer vises sammen med de øvrige oplysninger.",
        "Measurements from IoT sensors are shown together with other data.",
    ),
    "low_code": (
        "Med vores low-code-værktøj bygger fagmedarbejdere selv deres blanketter.",
        "Our low-code tool lets staff build their own forms.",
    ),
    "digital_twin": (
        "Vi viser, hvordan en digital tvilling af byen kan bruges i planlægningen.",
        "We show how a digital twin of the city supports planning.",
    ),
    "microservices": (
        "Produktet er bygget af microservices, der kan opdateres hver for sig.",
        "The product is built of microservices that are updated one by one.",
    ),
    "zero_trust": (
        "Adgang følger zero trust-principper, og hver handling bliver logget.",
        "Access follows zero trust principles, and every action is logged.",
    ),
}

ABOUT = (
    "{name} er en dansk virksomhed med hovedkontor i {town} og omkring {staff} medarbejdere.",
    "Vi arbejder for kommuner, regioner og statslige myndigheder.",
    "Vores kunder møder de samme mennesker fra det første møde til den daglige drift.",
    "Vi har leveret til den offentlige sektor siden {year}.",
    "Vi ønsker langvarige aftaler, hvor begge parter kan lide at være.",
    "Ejerne arbejder selv i virksomheden, og overskuddet bruges på udvikling.",
)
ABOUT_PUBLIC = (
    "{name} ejes af kommuner i fællesskab og har hjemsted i {town}.",
    "Vi løser opgaver for vores ejere og arbejder uden gevinst for øje.",
    "Omkring {staff} medarbejdere arbejder med drift, udvikling og rådgivning.",
    "Beslutninger træffes af et repræsentantskab, hvor alle medlemmer har en stemme.",
    "Fællesskabet blev dannet i {year}.",
)
ABOUT_ENGLISH = (
    "{name} is based in {town} and employs about {staff} people in Denmark.",
    "We work for municipalities, regions and government agencies.",
    "We have delivered to the public sector since {year}.",
    "Our parent company supports us with research and development.",
)

CUSTOMER_NEWS = (
    ("{customer} vælger {product}", "{customer} har valgt {product} efter et udbud med flere tilbudsgivere."),
    (
        "{product} er taget i brug hos {customer}",
        "Medarbejderne hos {customer} har i denne uge taget {product} i brug.",
    ),
)
NEWS_BODY = (
    "Indførelsen begynder efter sommer og sker i etaper.",
    "Kunden lægger vægt på, at løsningen er enkel at bruge for nye medarbejdere.",
    "Samarbejdet er aftalt for fire år med mulighed for forlængelse.",
    "Vi glæder os til at komme i gang sammen med medarbejderne.",
    "Erfaringerne fra de første måneder bliver delt med andre kunder.",
    "Undervisningen foregår hos kunden og kan følges hjemmefra.",
)
NEWS_ENGLISH = (
    "Implementation starts after the summer and is carried out in stages.",
    "The customer stresses that the solution is easy to learn for new staff.",
    "The agreement runs for four years and may be renewed.",
    "Experience from the first months will be shared with other customers.",
)

PARTNERS = (
    "Vi samarbejder med {partner} om fælles leverancer til kommuner.",
    "{partner} leverer drift, mens vi står for systemet og oplæringen.",
    "Partnerskabet betyder, at kunden kun har én kontrakt og ét sted at henvende sig.",
    "Vores løsninger kan bruges sammen med Fælleskommunal Kerne A/S og komponenten {component}.",
)
PARTNERS_ENGLISH = (
    "We cooperate with {partner} on joint deliveries to municipalities.",
    "Our solutions work together with Fælleskommunal Kerne A/S and its component {component}.",
)

JOBS = (
    "Vi søger en udvikler, der har lyst til at arbejde tæt på brugerne.",
    "Vi søger en projektleder med erfaring fra kommunale forvaltninger.",
    "Du får kolleger, der deler deres viden, og en arbejdsdag, hvor der er tid til at gøre tingene ordentligt.",
    "Stillingen er på fuld tid, og arbejdsstedet er {town}.",
    "Vi lægger vægt på, at du skriver et godt og klart dansk.",
)
JOBS_ENGLISH = (
    "We are looking for a developer who likes to work close to users.",
    "The position is full time and based in {town}.",
    "You will join a team that shares its knowledge.",
)
