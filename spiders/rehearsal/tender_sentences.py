"""The plain sentences of tender texts: purpose, scope, requirements and formalities that name no technology.

They are written so that no rate of technology words depends on them: a text's technologies come only from its
subject and from `technology_sentences`.
"""

from __future__ import annotations

PURPOSE = (
    "Formålet er at give borgere og medarbejdere en enklere hverdag.",
    "Formålet med udbuddet er at samle opgaver, som i dag løses forskelligt i forvaltningerne.",
    "Ordregiver ønsker at afløse en aftale, der udløber, uden at serviceniveauet forringes.",
    "Anskaffelsen er en del af den politisk vedtagne plan for fornyelse af kommunens systemer.",
    "Det er et mål, at gevinsterne kan måles inden for det første år.",
    "Baggrunden er et ønske om færre systemer og klarere ansvar.",
    "Udbuddet skal sikre konkurrence om opgaver, der hidtil har ligget hos én leverandør.",
)

SCOPE = (
    "Aftalen omfatter levering, indførelse, oplæring og support.",
    "Opgaven omfatter flytning af data fra det nuværende system og afprøvning sammen med brugerne.",
    "Leverandøren skal stå for projektledelse indtil godkendt overtagelsesprøve.",
    "Vedligeholdelse og fejlrettelse indgår i hele aftalens løbetid.",
    "Omkring {users} medarbejdere skal bruge løsningen i deres daglige arbejde.",
    "Løsningen skal tages i brug i etaper, så driften ikke forstyrres.",
    "Rådgivning om arbejdsgange og gevinster kan bestilles særskilt.",
)

REQUIREMENT = (
    "Der er krav om, at løsningen lever op til reglerne om databeskyttelse og webtilgængelighed.",
    "Løsningen skal kunne bruges på telefon og computer.",
    "Leverandøren skal indgå databehandleraftale og medvirke ved årlige kontroller.",
    "Data ejes af ordregiver og skal kunne udleveres i et åbent format ved aftalens ophør.",
    "Brugergrænsefladen skal være på dansk.",
    "Leverandøren skal kunne dokumentere erfaring fra mindst tre sammenlignelige leverancer.",
    "Priser skal angives pr. bruger pr. år og omfatte alle opdateringer.",
    "Fejl, der standser arbejdet, skal afhjælpes inden for fire timer.",
    "Der lægges vægt på et godt samarbejde og en realistisk tidsplan.",
    "Medarbejderne ønsker færre skærmbilleder og mindre dobbeltarbejde.",
)

FORMALITY = (
    "Tildeling sker på grundlag af det bedste forhold mellem pris og kvalitet.",
    "Spørgsmål skal stilles skriftligt gennem udbudssystemet.",
    "Opgaven er ikke opdelt i flere delaftaler, da delene hænger tæt sammen.",
    "Der afholdes informationsmøde for interesserede leverandører.",
    "Tilbud skal være på dansk, men bilag kan være på engelsk.",
)

ENGLISH = (
    "The purpose is to replace an agreement that is about to expire.",
    "The contract includes delivery, implementation, training and support.",
    "The supplier shall move data from the present system and test together with users.",
    "Data belong to the authority and shall be handed over in an open format on expiry.",
    "Award is based on the best ratio of price and quality.",
    "The user interface shall be available in Danish and English.",
    "Faults that stop work shall be corrected within four hours.",
)

LOT_TITLES = (
    "Levering og indførelse",
    "Vedligeholdelse og support",
    "Oplæring og rådgivning",
    "Udstyr og licenser",
)

RENEWAL_TEXTS = (
    "Aftalen kan forlænges {count} gange med op til 12 måneder på uændrede vilkår.",
    "Ordregiver har option på forlængelse i {count} x 12 måneder.",
)

OPTION_TEXTS = (
    "Option på tilkøb af yderligere moduler og brugere i aftalens løbetid.",
    "Option på rådgivning og oplæring ud over det aftalte.",
)

CHANGE_TEXTS = (
    "Fristen for modtagelse af tilbud er udskudt, fordi der er kommet mange spørgsmål.",
    "Tilbudsfristen er ændret, og enkelte krav i bilag 2 er præciseret.",
    "Der er rettet en fejl i oplysningen om fristen.",
)

MODIFICATION_TEXTS = (
    "Aftalen udvides med flere brugere og en længere indførelse.",
    "Aftalen udvides, fordi ny lovgivning kræver ændringer i løsningen.",
    "Aftalens omfang øges med yderligere moduler inden for det oprindelige formål.",
)
