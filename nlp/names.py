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
    }
)
# Doubled spellings of letters that not every keyboard has: Aarhus and Århus, Muenchen and München.
_DIGRAPHS = re.compile("aa|ae|oe|ue")
_ABBREVIATED = re.compile(r"\b((?:\w\.){2,}\w?)")
_SLASHED = re.compile(r"\b([a-z]{1,3})/([a-z]{1,3})\b")
_NOT_WORD = re.compile(r"[^\w]+|_+")

# Legal forms of fifteen countries, after folding; forms that mean the same share a code.
_FORMS: dict[str, str] = {
    form: code
    for code, forms in {
        "as": "as|aktieselskab|aksjeselskap|a s",
        "aps": "aps|anpartsselskab",
        "is": "is|interessentskab|i s",
        "ks": "ks|kommanditselskab|k s",
        "ps": "ps|partnerselskab|p s",
        "amba": "amba|andelsselskab|fmba|smba",
        "ivs": "ivs",
        "asa": "asa",
        "sa-no": "sf|ks no",
        "ab": "ab|aktiebolag|aktiebolaget|publ|ab publ",
        "hb": "hb|handelsbolag|kb|kommanditbolag",
        "oy": "oy|oyj|osakeyhtio|ab oy|oy ab",
        "gmbh": "gmbh|gesellschaft mit beschrankter haftung|ggmbh|mbh",
        "gmbhkg": "gmbh co kg|gmbh og co kg|gmbh and co kg",
        "ag": "ag|aktiengesellschaft",
        "kg": "kg|ohg|gbr",
        "ev": "ev|eingetragener verein",
        "bv": "bv|besloten vennootschap|bvba|srl be",
        "nv": "nv|naamloze vennootschap",
        "sa": "sa|societe anonyme|sociedad anonima|sau|sas|sasu",
        "sarl": "sarl|eurl|sca|scop|snc",
        "sl": "sl|slu|sociedad limitada|sociedade limitada",
        "spa": "spa|societa per azioni",
        "srl": "srl|srls|societa a responsabilita limitata",
        "spzoo": "sp z oo|spolka z oo|spolka z ograniczona odpowiedzialnoscia|sp zoo|spzoo",
        "spa-pl": "spolka akcyjna|sp k|sp j|spolka jawna|spolka komandytowa",
        "sro": "sro|spol s ro|spol sro",
        "as-cz": "akciova spolecnost",
        "doo": "doo|dd|d o o|ad|ead|eood|ood|jsc|sia|uab|ou|sp z o o",
        "ltd": "ltd|limited|ltd company|private limited",
        "plc": "plc|public limited company",
        "llp": "llp|lp|llc|inc|incorporated|corp|corporation|company",
        "kft": "kft|zrt|nyrt|bt",
        "lda": "lda|limitada|unipessoal lda",
    }.items()
    for form in forms.split("|")
}
_FORM_WORDS = max(len(form.split()) for form in _FORMS)


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name as a key: its folded words without the legal form, and the legal form's code ("" where none is said)."""

    base: str
    form: str


def fold(text: str) -> str:
    """A text in lower-case Latin letters and figures, words apart by one space."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = "".join(one for one in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(one))
    plain = _ABBREVIATED.sub(lambda found: found.group().replace(".", ""), plain.translate(_LETTERS))
    plain = _SLASHED.sub(r"\1\2", plain)
    return _DIGRAPHS.sub(lambda found: found.group()[0], _NOT_WORD.sub(" ", plain)).strip()


@lru_cache(maxsize=200_000)
def name_key(name: str) -> NameKey:
    """The key of an organisation's name. An empty base means that the name has no letters or figures."""
    words = fold(name).split()
    form = ""
    stripped = True
    while stripped and len(words) > 1:
        stripped = False
        for count in range(min(_FORM_WORDS, len(words) - 1), 0, -1):
            if (code := _FORMS.get(" ".join(words[-count:]))) is not None:
                words, form, stripped = words[:-count], form or code, True
                break
    if len(words) > 1 and not form and words[0] in ("as", "ab", "oy", "is", "ao", "ooo", "uab"):
        form, words = _FORMS.get(words[0], words[0]), words[1:]
    return NameKey(base=" ".join(words), form=form)


def slug(text: str, *, longest: int = 40) -> str:
    """A text as a part of an id: folded, words joined by hyphens."""
    return "-".join(fold(text).split())[:longest].strip("-") or "unnamed"
