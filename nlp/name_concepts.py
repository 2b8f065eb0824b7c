"""Words of organisations' names that mean the same in several languages: universitet, University, yliopisto.

Only kinds of bodies, trades of government and countries stand here, never a name; a word not listed stands for
itself. It lets "Technical University of Denmark" and "Danmarks Tekniske Universitet" be compared word by word.
Rejected: a dictionary of whole names (a name that it lacks gains nothing), and translation models (none is shipped).
"""

from __future__ import annotations

from functools import lru_cache

# Folded as `nlp.names.fold` folds; a trailing * stands for any ending.
_LINES = """
university universit* universid* uniwersytet* yliopisto* ulikool* univerzit* sveucilist* egyetem univerza
technical technisch* teknisk* tekniska technique* tecnic*
technical tecnologic* technolog* teknolog* teknillinen technick* technicz* tehnic*
college hogskol* hojskol* hogskolan hochschule* ammattikorkeakoulu hogeschool professionshojskole*
municipality kommun kommune kommunen kommunes gemeinde* commune gmina gminy
municipality kunta kaupunki vald obec obcina comune municipiul comuna municipio
city stad stadt ville miasto miasta ciudad grad mesto by orasul ayuntamiento ajuntament
region regionen regione kraj county fylkeskommune fylke landsting* regio woiwodztw* wojewodztw* zupanija judetul
ministry ministeri* ministere* minister* departementet ministarstvo ministerstvo ministerio ministerie
agency styrelsen styrelse direktoratet direktorat agence agencia
agency agentur agentschap agencija agentsiya virasto amet agentia agenzia
court tingrett tingsratt domstol* gericht* tribunal* rechtbank sad sodisce oikeus karajaoikeus cour kohus
administrative administratif administrative* administrativ* verwaltungs* administracyjny
district distrikt* kreis* arrondissement powiat powiatu okres* okrug
hospital hopital* hospital* sykehus* sygehus* sjukhus* krankenhaus* klinikum
hospital szpital* sairaala* bolnica* bolnitsa* spital* ziekenhuis* ospedale* nemocnice* haigla
centre center centeret senter centrum* zentrum centrul tsentar keskus centro centar
clinical clinique* kliniczn* klinisk* clinic*
institute institut* instytut* instituto istituto
research forschung* forskning* recherche* tutkimus* tutkimuskeskus investigacion onderzoek badan badawcz* vyzkum*
port hafen havn* hamn* haven puerto porto portul satama
authority autorite* autoridad* autoritet* myndighet* behorde* urzad* viranomainen
railway railways bane* jernbane* jarnvag* eisenbahn* chemin ferroviair* ferroviari* kolej* zeleznic*
road roads vej* veg* vag* strassen* route* drog* carretera* ceste
police politi* polis* polizei* policja* poliisi* policia
council conseil rad radet raad consejo consiliul consiglio neuvosto savet savjet
state statens staten etat stat staat panstwow* estado
state statsforvaltning* valtion* riigi national* nationa* naciona* nazional* narodow* kansallinen*
health sundhed* helse* halso* gesundheit* sante salud zdrowi* terveys* zdravotn* sanatat* zdravje
school skole* skola* schule* ecole* szkola* koulu* escuela* scuola*
museum museet musee* muzeum* museo* muuseum
library bibliotek* bibliothe* biblioteka* kirjasto* biblioteca* knihovna
energy energi* energie* energia*
water vand* vann* vatten* wasser* eau* vesi* agua*
transport transport* trafik* verkehr* liikenne*
environment miljo* umwelt* environnement* srodowisk* ymparisto*
education uddannelse* utdanning* utbildning* bildung* enseignement* edukacj* koulutus* educacion*
service services tjeneste* tjanst* dienst* palvelu* servicio*
public offentlig* offentlich* publique* publiczn* julkinen* publico* openbare
procurement indkob* innkjop* inkop* upphandling* einkauf* beschaffung* achats hankinta* hankinto*
data daten donnees dane tiedot
digital digitaliserings* digitalis*
postal post poste poczta posti correos postes
defence forsvar* forsvars* verteidigung* defense* defensa* obrony puolustus*
denmark danmark danmarks dansk danske danish danemark dania
norway norge norges norsk norske norwegian noreg norvege
sweden sverige sveriges svensk svenska swedish schweden suede
finland suomen suomi finnish finlands finlande
germany deutschland deutsch* german allemagne bundes
france francais* french frankreich
poland polska polski* polish pologne
netherlands nederland* dutch holland
belgium belgie* belgique* belgian belgien
spain espana* espanol* spanish spanien
estonia eesti estonian estland
latvia latvijas latvian lettland
lithuania lietuvos lithuanian litauen
czech ceska ceske cesky
"""

_EXACT: dict[str, str] = {}
_STEMS: dict[str, str] = {}
for _line in _LINES.strip().splitlines():
    _first, *_others = _line.split()
    for _word in (_first, *_others):
        if _word.endswith("*"):
            _STEMS.setdefault(_word[:-1], _first)
        else:
            _EXACT.setdefault(_word, _first)


@lru_cache(maxsize=1 << 16)  # names of bodies share their words: each pair of names asks for the same ones
def concept(word: str) -> str:
    """What a folded word of a name means, as one English word where it is listed; else the word itself."""
    if (exact := _EXACT.get(word)) is not None:
        return exact
    for length in range(min(len(word), 16), 3, -1):
        if (found := _STEMS.get(word[:length])) is not None:
            return found
    return word
