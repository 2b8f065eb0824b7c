"""The marts' reasons in both languages.

Reasons are English sentences in the marts, where analysts read them. A sentence that is not listed is shown as written:
a new reason must not stop a night, and a test over the marts' own texts tells us what to add.
"""

from __future__ import annotations

import re
from datetime import date

from dashboards.reason_phrases import PHRASES, PREFIXES, WORDS
from dashboards.refusals import NOTES
from dashboards.singulars import in_singular
from dashboards.wordlist import TIES
from dashboards.words import DA, EN, Words, danish_marks

_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"no awards", "ingen tildelinger"),
    (r"a call is out", "et udbud er ude"),
    (r"its window closed a year ago and nothing came", "dets vindue lukkede for et år siden, og intet kom"),
    (r"it has been followed", "den har en efterfølger"),
    (
        r"overdue: the whole window is past, and windows are learnt from contracts that were called again",
        "overskredet: hele vinduet er gået, og vinduer er lært af kontrakter, der blev udbudt igen",
    ),
    (
        r"too few closed windows of this kind to try a chance on",
        "for få lukkede vinduer af denne slags at prøve en chance på",
    ),
    (
        r"tried on closed windows, a chance did no better than always saying the mean",
        "prøvet på lukkede vinduer ramte en chance ikke bedre end altid at sige gennemsnittet",
    ),
    (r"every call that was learnt from came sooner", "alle de udbud, der er lært af, kom før"),
    (
        r"no awards outside frameworks, and a ceiling is no market value",
        "ingen tildelinger uden for rammeaftaler, og et loft er ingen markedsværdi",
    ),
    (r"fewer than (\d+) awards", "færre end {0} tildelinger"),
    (r"fewer than (\d+) suppliers", "færre end {0} leverandører"),
    (r"fewer than (\d+) values are known", "færre end {0} værdier er kendt"),
    (r"fewer than (\d+) % of the values are known", "færre end {0} % af værdierne er kendt"),
    (
        r"by number only: fewer than (\d+) % of the values are known",
        "kun efter antal: færre end {0} % af værdierne er kendt",
    ),
    (
        r"no dated documents in this stream over the whole period",
        "ingen daterede dokumenter i strømmen i hele perioden",
    ),
    (r"named in fewer than (\d+) documents", "nævnt i færre end {0} dokumenter"),
    (r"fewer than (\d+) quarters with documents", "færre end {0} kvartaler med dokumenter"),
    (
        r"too few documents: even a fivefold change might not show",
        "for få dokumenter: selv en femdobling ville måske ikke ses",
    ),
    (r"the difference may be chance", "forskellen kan være tilfældig"),
    (
        r"named more often than chance, sources and seasons explain",
        "nævnt oftere, end tilfælde, kilder og årstid forklarer",
    ),
    (
        r"named less often than chance, sources and seasons explain",
        "nævnt sjældnere, end tilfælde, kilder og årstid forklarer",
    ),
    (r"named more often, but by fewer than (\d+) organisations", "nævnt oftere, men af færre end {0} organisationer"),
    (
        r"named less often, but by fewer than (\d+) organisations before",
        "nævnt sjældnere, men før af færre end {0} organisationer",
    ),
    (
        r"named more often, but in fewer than (\d+) of the last (\d+) quarters",
        "nævnt oftere, men i færre end {0} af de seneste {1} kvartaler",
    ),
    (r"The study or the register of players says so\.?", "studiet eller aktørregistret siger det"),
    (r"Its CVR number is on the list of Danish municipalities\.?", "CVR-nummeret står på listen over danske kommuner"),
    (
        r"It is a company by its name and buys under the procurement rules\.?",
        "et selskab efter navnet, og det køber efter udbudsreglerne",
    ),
    (r"It is a company by the legal form in its name\.?", "et selskab efter selskabsformen i navnet"),
    (r"Neither a register nor its name tells what it is\.?", "hverken et register eller navnet fortæller, hvad det er"),
    (r"Its name is that of a municipality in its country\.?", "navnet er en kommunes i landet"),
    (r"Its name is that of a Danish region\.?", "navnet er en dansk regions"),
    (r"Its name is that of a Danish state authority\.?", "navnet er en dansk statslig myndigheds"),
    (
        r"Its name is that of a university or research institute\.?",
        "navnet er et universitets eller forskningsinstituts",
    ),
    (r"Its name is that of an association\.?", "navnet er en forenings"),
    (
        r"Its notices call it a regional or local authority\.?",
        "bekendtgørelserne kalder den en regional eller lokal myndighed",
    ),
    (r"Its notices call it an? .* \(code ([a-zA-Z_-]+)\)\.?", "bekendtgørelsernes kode for køberens art er {0}"),
    (
        r"(\d+) customers have a policy document; a share needs (\d+)",
        "{0} kunder har et politisk dokument; en andel kræver {1}",
    ),
    (
        r"(\d+) sentences of others, fewer than (\d+); read the quotes",
        "{0} sætninger fra andre, færre end {1}; læs citaterne",
    ),
    (r"dates in the result notice", "datoer i resultatet"),
    (r"dates in the competition notice", "datoer i udbuddet"),
    (r"duration in the result notice", "varighed i resultatet"),
    (r"duration in the competition notice", "varighed i udbuddet"),
    (r"not stated", "ikke oplyst"),
)
_NOTES = tuple((re.escape(english), danish) for english, danish in NOTES)
_PATTERNS = tuple((re.compile(english), danish) for english, danish in (*_SENTENCES, *PHRASES, *_NOTES))
_PREFIXES = tuple((re.compile(english), danish) for english, danish in PREFIXES)
_BETWEEN = re.compile("; ")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_CODE = re.compile(r"(?<![\w.@-])[a-z]+(?:_[a-z0-9]+)+(?![\w.@-])")
_NOT_CLEAR = re.compile(r"not clear: (\d+)% of the weights give it")


def say_reason(text: str) -> Words:
    """A mart's reason in both languages, without the "cannot tell" that stands beside it already."""
    plain = text.removeprefix("cannot tell: ")
    danish = _danish(plain)
    english = in_singular(_without_codes(_DAY.sub(_english_day, plain)).replace(" %", "%"), "en")
    return Words(english if danish is None else in_singular(danish, "da"), english)


def _english_day(found: re.Match[str]) -> str:
    return EN.day_short(date(*map(int, found.groups())))


def _without_codes(text: str) -> str:
    """A sentence whose codes are written as words."""
    return _CODE.sub(lambda found: found.group(0).replace("_", " "), text)


def _danish(text: str) -> str | None:
    """A reason in Danish: a phrase, a prefix before a reason, or several reasons; None where a part is not known."""
    for pattern, danish in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _put(danish, found)
    for pattern, danish in _PREFIXES:
        if found := pattern.match(text):
            rest = text[found.end() :]
            told = _danish(rest) if rest else ""
            return None if told is None else _put(danish, found) + told
    for found in _BETWEEN.finditer(text):
        one = _danish(text[: found.start()])
        others = None if one is None else _danish(text[found.end() :])
        if others is not None:
            return f"{one}; {others}"
    return None


def _ties(part: str) -> str:
    """The kinds of ties in Danish, where a part lists their codes and nothing else."""
    codes = part.split(", ")
    return ", ".join(TIES[code].da for code in codes) if set(codes) <= TIES.keys() else ""


def _put(danish: str, found: re.Match[str]) -> str:
    """A phrase's groups in their places: numbers and days as Danes write them, codes and inner reasons in words."""
    held = []
    for group in found.groups():
        part = group or ""
        unclear = _NOT_CLEAR.fullmatch(part)
        if unclear:
            held.append(f"ikke fast: {unclear.group(1)} % af vægtene giver den")
        elif _NUMBER.fullmatch(part):
            held.append(danish_marks(part))
        elif day := _DAY.fullmatch(part):
            held.append(DA.day_short(date(*map(int, day.groups()))))
        elif ties := _ties(part):
            held.append(ties)
        elif ";" in part or " " in part:
            held.append(WORDS.get(part) or _danish(part) or part)
        else:
            held.append(WORDS.get(part) or _without_codes(part))
    return danish.format(*held)
