"""Which language a text is in, per document: what the page says of itself, checked against its words.

Rejected: the page's own word alone (templates say `en` over Danish text), one language per site (public sites mix).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

KNOWN = ("da", "de", "en", "es", "et", "fi", "fr", "is", "it", "lt", "lv", "nl", "no", "nn", "pl", "pt", "sv")
_SAME = {"nb": "no", "nn": "no", "iw": "he"}
_CLOSE = ({"da", "no", "sv"}, {"de", "nl"}, {"es", "pt"})  # detectors confuse these; a page's own word settles it
_SAMPLE = 4_000
_ENOUGH = 100
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second and 70 MB, where no page needs it

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    detector.set_languages([one for one in KNOWN if one in detector.labels])
    return detector


def _code(said: str | None) -> str | None:
    match = re.match(r"\s*([A-Za-z]{2})(?:[-_].*|\s*)$", said or "")
    code = match.group(1).lower() if match else None
    return _SAME.get(code, code) if code else None


def language_of(text: str, *, said: str | None = None) -> str | None:
    """The language of a text, upper-case ISO 639-1 (all Norwegian is NO), or None where nothing tells.

    `said` is what the document says of itself (`da`, `nb-NO`). A text of some length is believed over it, unless the
    two are languages that detectors confuse.
    """
    declared = _code(said)
    words = " ".join(_LETTERS.findall(_sample(text)))
    if len(words) < 20:
        return declared.upper() if declared else None
    found = str(_detector().classify(words)[0])
    found = _SAME.get(found, found)
    unsure = len(words) < _ENOUGH or any({declared, found} <= pair for pair in _CLOSE)
    if declared in KNOWN and unsure:
        return declared.upper()
    return found.upper()


def _sample(text: str) -> str:
    """Some of a text's middle too: a beginning is often a menu or an English cover."""
    if len(text) <= 2 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + " " + text[middle : middle + _SAMPLE]
