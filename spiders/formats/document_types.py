"""What sort of document a text is, and for which years a paper says that it holds: by its title, address and start.

Rules, because a person must be able to see why a paper counts as a strategy: each type has words for the title (with
the address's last step) and, weaker, for the first lines. A title decides before the first lines do; among titles the
order of `TYPES` decides, special before general ("data strategy for welfare technology" is what it says first).
Rejected: a trained classifier (no labelled papers exist), and the whole text (every strategy speaks of its budget).
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from spiders.formats.dates import dates_with_places

TYPES = {
    "job_ad": "a post that is offered",
    "hearing_reply": "an answer to a hearing",
    "council_decision": "agenda, minutes or decision of a council, committee or board",
    "budget": "a budget or an agreement on one",
    "legislation": "a law, an order, a regulation, a bill",
    "ai_policy": "a strategy, policy or guideline for artificial intelligence",
    "welfare_technology": "a strategy or plan for welfare technology",
    "data_strategy": "a strategy or policy for data",
    "security_policy": "a strategy or policy for information security",
    "digitalisation_strategy": "a strategy or programme for digitalisation or information technology",
    "strategy": "any other strategy, policy or plan",
    "report": "an analysis, evaluation or report",
    "guide": "guidance on how to do a thing",
    "news": "a news item",
    "page": "any other page",
}
POLICY_TYPES = frozenset(
    {"ai_policy", "welfare_technology", "data_strategy", "security_policy", "digitalisation_strategy", "strategy"}
)
"""The types that state what a body wants: what questions about policies read."""

_PAPER = (
    r"(?:strategi(?:en|er|erne|ens|plan\w*)?|politik(?:ken|ker|kens)?|handle?plan(?:en|er)?|handlingsplan(?:en|er)?"
    r"|handlingsprogram(?:met)?|køreplan(?:en)?|koereplan|program(?:met|mer)?|vision(?:en|er)?|polic(?:y|ies)"
    r"|strateg(?:y|ies)|action plan|roadmap|masterplan|retningslinje[rn]?(?:ne)?|guidelines?|målsætning(?:er)?)(?!\w)"
)
_SECURITY = (
    r"(?:informationssikkerhed\w*|it-?sikkerhed\w*|cyber-? ?(?:og )?\w*sikkerhed\w*|cyber ?security"
    r"|information security)"
)
_AI = r"(?:kunstig intelligens|artificial intelligence|\bai\b|ai-|\bki\b|ki-|generativ\w* ai)"
_DIGITAL = r"(?:digitali[sz]\w+|digital(?:e|t|iserings\w*)?|it-?|e-?government|digitisation|teknologi\w*)"
_WELFARE = r"(?:vel(?:færds|faerds|ferds)teknologi\w*|welfare technolog\w*)"
_TITLES = {
    "job_ad": r"\b(?:stillingsopslag|ledig stilling|vi søger|søges til|vacancy|job opening)\b",
    "hearing_reply": r"høringssvar|hoeringssvar|\bhearing (?:reply|response|statement)\b|consultation response"
    r"|svar på høring|bemærkninger til (?:udkast|høring)",
    "council_decision": r"\b(?:dagsorden\w*|referat(?:et|er)?|beslutningsprotokol\w*|byrådsmøde\w*|byrådssag\w*"
    r"|kommunalbestyrelsesmøde\w*|udvalgsmøde\w*|mødereferat\w*|moedereferat\w*|minutes|council meeting"
    r"|council decision|beslutningsreferat\w*)\b"
    r"|\b(?:byrådets|regionsrådets|udvalgets|kommunalbestyrelsens) (?:møde|beslutning)",
    "budget": r"\b(?:budget(?:tet|aftale\w*|forslag\w*|forlig\w*|strategi\w*|bemærkninger)?|økonomiaftale\w*"
    r"|finanslov\w*|spending plan)\b",
    "legislation": r"^(?:lov|bekendtgørelse|cirkulære|forslag til lov|vejledning nr|regulation \(e[uc]\)|directive"
    r"|forordning|direktiv|kommissionens|council regulation|commission (?:implementing|delegated))(?!\w)"
    r"|\blovforslag\b|\blov(?:bekendtgørelse)? (?:nr|om)\b",
    "ai_policy": rf"{_AI}.{{0,60}}{_PAPER}|{_PAPER}.{{0,60}}{_AI}",
    "welfare_technology": rf"{_WELFARE}.{{0,60}}{_PAPER}|{_PAPER}.{{0,60}}{_WELFARE}|^{_WELFARE}\W*(?:\d{{4}}.*)?$",
    "data_strategy": rf"\b(?:data|datadelings|open data|åbne data)[- ]?{_PAPER}|{_PAPER} for (?:\w+ ){{0,3}}data",
    "security_policy": rf"{_SECURITY}.{{0,30}}{_PAPER}|{_PAPER}.{{0,40}}{_SECURITY}",
    "digitalisation_strategy": rf"\b{_DIGITAL}.{{0,40}}{_PAPER}|{_PAPER}.{{0,50}}\b(?:digitali[sz]\w+|it\b)",
    "strategy": _PAPER,
    "report": r"\b(?:rapport\w*|analyse\w*|evaluering\w*|undersøgelse\w*|årsberetning\w*|årsrapport\w*|report|study"
    r"|evaluation|annual report|white ?paper)\b",
    "guide": r"\b(?:vejledning\w*|håndbog\w*|guide\w*|manual\w*|handbook|how to)\b",
}
_TITLE = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _TITLES.items()}
# What a paper says of itself in its first lines, where its title says nothing.
_STARTS = {
    "hearing_reply": r"\b(?:afgiver hermed høringssvar|hermed (?:sendes|fremsendes) .{0,60}høringssvar"
    r"|takker for muligheden for at afgive)",
    "council_decision": r"\b(?:(?:byrådet|kommunalbestyrelsen|regionsrådet|udvalget) (?:godkendte|besluttede|tiltrådte)"
    r"|det indstilles,? at|sagsfremstilling|punkt nr\.? ?\d+)",
}
_START = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _STARTS.items()}
_NEWS = re.compile(r"/(?:nyhed|news|aktuelt|presse|press|blog)", re.IGNORECASE)
_SHELF = re.compile(  # pages that only list papers
    r"^(?:politik|politikker|strategi|strategier|strategier og politikker|politikker og strategier|policies|strategies"
    r"|planer|referater|dagsordener|budget|budgetter|rapporter|publikationer|vejledninger|høringssvar|analyser)$",
    re.IGNORECASE,
)
_OF_THE_SITE = re.compile(  # what a site says of its own visitors is no policy
    r"(?:privatlivs|privacy|cookie|persondata|databeskyttelses|data protection)[- ]?(?:politik\w*|polic\w+|strategi)",
    re.IGNORECASE,
)
_SITE_NAME = re.compile(r"\s+[|–—·»]\s+.*$")
_START_CHARS = 1_500
_TITLE_PAGE_CHARS = 250
_LAST_STEP = re.compile(r"([^/]+?)(?:\.\w{2,5})?/?$")

_YEAR = r"(20[0-4]\d)"
_SPAN = re.compile(
    rf"(?<!\d){_YEAR}(?:\s?[-–—/]\s?(20[0-4]\d|\d\d)|\s(?:til|to|og frem til)\s(20[0-4]\d))(?![\d-])", re.IGNORECASE
)
_UNTIL = re.compile(rf"\b(?:mod|frem mod|frem til|indtil|towards?|until|by|vision)\s+{_YEAR}(?!\d)", re.IGNORECASE)
_ONE_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_HOLDS = re.compile(
    r"\b(?:perioden|gælder|gældende|gyldig|i årene|strategiperioden|programperioden|valid|applies|covers|the period"
    r"|træder i kraft|løber)\b[^\n]{0,60}",
    re.IGNORECASE,
)
_LONGEST_YEARS = 15


def type_of(*, title: str | None, url: str | None, text: str, is_paper: bool = False) -> tuple[str, str | None]:
    """The type of a document and the words that told it; (`page`, None) where nothing does.

    A paper (`is_paper`: PDF, DOCX) has a title page, whose words count as its title's: metadata often is a file name.
    """
    path = unquote(urlsplit(url or "").path)
    last = _LAST_STEP.search(path)
    step = _words(last[1] if last else "")
    name = _SITE_NAME.sub("", " ".join((title or "").split()))
    if _SHELF.match(step) or _SHELF.match(name) or _OF_THE_SITE.search(f"{name} {step}"):
        return "page", None
    if found := _NEWS.search(path):
        return "news", found[0]
    for said in (name, step, " ".join(text[:_TITLE_PAGE_CHARS].split()) if is_paper else ""):
        for kind, words in _TITLE.items():
            if found := words.search(said):
                return kind, found[0].strip()[:80]
    start = text[:_START_CHARS]
    for kind, words in _START.items():
        if found := words.search(start):
            return kind, found[0].strip()[:80]
    return "page", None


def _words(step: str) -> str:
    return re.sub(r"[_+-]+", " ", step).strip()


def period_of(
    kind: str, *, title: str | None, url: str | None, text: str, is_paper: bool = False
) -> tuple[date | None, date | None, str | None]:
    """First and last day for which a paper says that it holds, and where it says so (title, url, text).

    Only papers that hold for a time are asked: policies, budgets. A title of one year is that year of a budget, and
    no period of a strategy (it is as often the year of publication); "towards 2030" is an end without a beginning.
    """
    if kind not in POLICY_TYPES and kind != "budget":
        return None, None, None
    address = _words(unquote(urlsplit(url or "").path).rsplit("/", 1)[-1].replace("-", "–"))
    for basis, said in (("title", title or ""), ("url", re.sub(r"(?<=\d)\s(?=\d)", "-", address))):
        if found := _span(said):
            return *found, basis
        if kind == "budget" and len(years := set(_ONE_YEAR.findall(said))) == 1:
            year = int(years.pop())
            return date(year, 1, 1), date(year, 12, 31), basis
    if is_paper and (found := _span(text[:_TITLE_PAGE_CHARS])):
        return *found, "text"
    for match in _HOLDS.finditer(text[: 4 * _START_CHARS]):
        said = match[0]
        days = [day for day, _, _ in dates_with_places(said)]
        if len(days) == 2 and days[0] < days[1]:
            return days[0], days[1], "text"
        if found := _span(said):
            return *found, "text"
    if found_end := _UNTIL.search(title or ""):
        return None, date(int(found_end[1]), 12, 31), "title"
    return None, None, None


def _span(said: str) -> tuple[date, date] | None:
    for first, short, long in _SPAN.findall(said):
        last = short or long
        begin, end = int(first), int(last if len(last) == 4 else first[:2] + last)
        if begin < end <= begin + _LONGEST_YEARS:
            return date(begin, 1, 1), date(end, 12, 31)
    return None
