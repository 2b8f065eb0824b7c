"""Names of organisations as keys: what two spellings of one name have in common.

`Aarhus Kommune` and `ÅRHUS KOMMUNE`, `SALUS Sp. z o.o.` and `SALUS SPÓŁKA Z O.O.`, `Центр` and `Tsentr` give the same
key. The legal form is taken off but kept beside the key, for `Nord ApS` and `Nord A/S` may be two firms. Rejected:
removing generic words too ("Danmark", "Holding"), which merges parents with daughters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Cyrillic, Greek and special Latin letters: one for one, and those that take more than one letter or none.
_LETTERS = str.maketrans(
    "абвгдезийклмнопрстуфхъыэієїґјћђѓќαβγδεζηικλμνξοπρσςτυφωæøåłđðœı",
    "abvgdeziiklmnoprstufhayeieigjcdgkavgdeziiklmnxoprsstyfoaoalddoi",
) | str.maketrans(
    {
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sht",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
        "ѕ": "dz",
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
        "ß": "ss",
        "þ": "th",
        "&": " og ",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),  # soft hyphens and joiners that nobody sees
    }
)
# Doubled spellings of letters that not every keyboard has: Aarhus and Århus, Muenchen and München.
_DIGRAPHS = re.compile("aa|ae|oe|ue")
_ABBREVIATED = re.compile(r"\b((?:\w\.){2,}\w?)")
_SLASHED = re.compile(r"\b([a-z]{1,3})/([a-z]{1,3})\b")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_SPACED = re.compile(r"(?<!\w)(?:[a-z] ){1,4}[a-z](?!\w)")
_AND = re.compile(r"\b(?:and|och|und|et|plus)\b")
# UTF-8 that was read as Latin-1 shows as one of these two letters before a sign.
_BROKEN = re.compile("[ÃÂÅÄÐÑ][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac\u2122\u02c6\u02dc\u0192]")
# An address in place of a name: Energinet.dk is Energinet.
_WEB_END = re.compile(
    r"(?<=\w{3})\.(?:dk|no|se|fi|de|eu|com|org|net|nl|be|fr|pl|es|it|at|ch|ee|lv|lt|cz|sk|ro|bg|hr|si|pt|ie)$"
)
# What is said beside a name of who else is meant.
_ADDED = re.compile(
    r"\W*\b(?:including (?:all )?(?:its )?subsidiaries|and (?:all )?(?:its )?(?:subsidiaries|affiliates)"
    r"|(?:inkl\.?|inklusive|samt|med) (?:alle )?datter(?:selskaber|selskaper)|koncern med datterselskaber"
    r"|(?:inkl\.?|inklusive|samt) dotterbolag|och dotterbolag|und tochter(?:gesellschaften|unternehmen)"
    r"|et ses filiales|m\.? ?fl\.?|m\.fl\.)\W*$",
    re.IGNORECASE,
)

# Legal forms of twenty-five countries, after folding; forms that mean the same share a code.
_FORMS: dict[str, str] = {
    form: code
    for code, forms in {
        "as": "as|aktieselskab|aktieselskabet|aksjeselskap|aksjeselskapet|aktsiaselts",
        "aps": "aps|anpartsselskab",
        "is": "is|interessentskab",
        "ks": "ks|kommanditselskab",
        "ps": "ps|partnerselskab",
        "amba": "amba|andelsselskab|fmba|smba",
        "ivs": "ivs",
        "asa": "asa",
        "sa-no": "sf|ks no",
        "ab": "ab|aktiebolag|aktiebolaget|publ|ab publ",
        "hb": "hb|handelsbolag|kb|kommanditbolag",
        "oy": "oy|oyj|osakeyhtio|ab oy|oy ab",
        "gmbh": "gmbh|gemeinnutzige gmbh|ges mbh|gesmbh|gesellschaft mit beschrankter haftung|ggmbh|mbh",
        "gmbhkg": "gmbh co kg|gmbh og co kg|gmbh and co kg",
        "ag": "ag|aktiengesellschaft",
        "kg": "kg|ohg|gbr",
        "ev": "ev|eingetragener verein",
        "bv": "bv|besloten vennootschap|bvba|besloten vennootschap met beperkte aansprakelijkheid",
        "nv": "nv|naamloze vennootschap|nv van publiek recht|nv van publiekrecht",
        "sa": "sa|societe anonyme|sociedad anonima|sociedade anonima|spolka akcyjna|sau|sas|sasu"
        "|sa sme|sme sa|sme mp sa"
        "|sociedad mercantil estatal sa|sau mp|societe par actions simplifiee|sa de droit public|epic|sabiedriba",
        "sarl": "sarl|eurl|sca|scop|snc",
        "sl": "sl|slu|sociedad limitada|sociedade limitada",
        "spa": "spa|societa per azioni",
        "srl": "srl|srls|societa a responsabilita limitata",
        "spzoo": "sp z oo|spolka z oo|spolka z ograniczona odpowiedzialnoscia|sp zoo|spzoo",
        "spk": "sp k|spk|sp j|spj|spolka jawna|spolka komandytowa",
        "sro": "sro|s ro|spol s ro|spol sro|spolecnost s rucenim omezenym|spolocnost s rucenim obmedzenym",
        "as-cz": "akciova spolecnost|akciova spolocnost",
        "hf": "hf|helseforetak",
        "iks": "iks|interkommunalt selskap",
        "kf": "kf|kommunalt foretak",
        "state": "statni organizace|statni podnik|sp|narodni podnik|ra|regie autonoma",
        "doo": "doo|drustvo s ogranicenom odgovornoscu"
        "|druzba z omejeno odgovornostjo|drustvo sa ogranicenom odgovornoscu",
        "dd": "dd|dionicko drustvo|delniska druzba",
        "ad": "ad|ead|aktsionerno druzhestvo",
        "ood": "ood|eood",
        "sia": "sia|sabiedriba ar ierobezotu atbildibu",
        "as-lv": "akciju sabiedriba",
        "uab": "uab|uzdaroji akcine bendrove",
        "ou": "ou|osauhing",
        "jsc": "jsc|ojsc|pjsc|cjsc|ao|oao|pao",
        "ltd": "ltd|limited|ltd company|private limited|private limited company|pty ltd|co ltd|dac|clg",
        "plc": "plc|public limited company",
        "llp": "llp|lp|llc|inc|incorporated|corp|corporation|company",
        "kft": "kft|korlatolt felelossegu tarsasag",
        "zrt": "zrt|zartkoruen mukodo reszvenytarsasag",
        "nyrt": "nyrt|bt",
        "lda": "lda|limitada|unipessoal lda",
    }.items()
    for form in forms.split("|")
}
# Legal forms that some countries say first: AB Fortum, UAB Litgrid, SC Pharma.
_FIRST_FORMS = frozenset(["as", "ab", "oy", "is", "ao", "ooo", "oao", "pao", "uab", "sia", "sc", "epa", "epic"])
_FORM_WORDS = max(len(form.split()) for form in _FORMS)


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name as a key: its folded words without the legal form, and the legal form's code ("" where none is said)."""

    base: str
    form: str


def fold(text: str) -> str:
    """A text in lower-case Latin letters and figures, words apart by one space."""
    lowered = unicodedata.normalize("NFC", unbroken(text)).casefold().translate(_LETTERS)
    plain = "".join(one for one in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(one))
    plain = _ABBREVIATED.sub(lambda found: found.group().replace(".", ""), plain.translate(_LETTERS))
    plain = _NOT_WORD.sub(" ", _SLASHED.sub(r"\1\2", plain)).strip()
    plain = _SPACED.sub(lambda found: found.group().replace(" ", ""), plain)
    return _DIGRAPHS.sub(lambda found: found.group()[0], plain)


def unbroken(text: str) -> str:
    """A text whose UTF-8 was read as Latin-1 (`SYKEHUSINNKJÃ˜P`), mended where that is what happened."""
    if not _BROKEN.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


@lru_cache(maxsize=200_000)
def name_key(name: str) -> NameKey:
    """The key of an organisation's name. An empty base means that the name has no letters or figures."""
    bare = _WEB_END.sub("", _ADDED.sub("", unbroken(name).strip()).casefold()) or name
    words = _AND.sub("og", fold(bare)).split()
    form = ""
    stripped = True
    while stripped and len(words) > 1:
        stripped = False
        for count in range(min(_FORM_WORDS, len(words) - 1), 0, -1):
            if (code := _FORMS.get(" ".join(words[-count:]))) is not None:
                words, form, stripped = words[:-count], form or code, True
                break
    if len(words) > 1 and not form and words[0] in _FIRST_FORMS:
        form, words = _FORMS.get(words[0], words[0]), words[1:]
    return NameKey(base=" ".join(words), form=form)


def slug(text: str, *, longest: int = 40) -> str:
    """A text as a part of an id: folded, words joined by hyphens."""
    return "-".join(fold(text).split())[:longest].strip("-") or "unnamed"
