"""How firmly a sentence promises: a vision, an aim, a measure, money, or a day by which it is done.

The strongest cue in the sentence counts. A sentence without a cue has no grade: it describes, and promises nothing.
Rejected: a trained classifier (no labelled sentences of councils exist, and a cue can be argued with).
"""

from __future__ import annotations

import re

GRADES = ("vision", "aim", "measure", "budget", "deadline")
"""From the softest to the firmest."""

_CUES = {
    "deadline": r"\b(?:inden|senest|innen|senast|før udgangen af|by|before|no later than"
    r"|bis(?: ende)?|till|til og med)\b"
    r"[^.;]{0,40}?\b20[2-9]\d\b",
    "budget": r"\b(?:mio|million\w*|mia|tkr|kr)\b\.?|\b(?:afsæt\w*|afsat|bevilg\w*|bevilj\w*"
    r"|budget\w*|anslag\w*|avsätt\w*"
    r"|finansier\w*|fund(?:s|ed|ing)|allocat\w+|haushaltsmittel\w*)\b",
    "measure": r"\b(?:iværksæt\w*|indfør\w*|innfør\w*|inför\w*|etabler\w*|gennemfør\w*"
    r"|gjennomfør\w*|genomför\w*|opret\w*"
    r"|udrul\w*|afprøv\w*|tag(?:er|e) i brug|ta i bruk|implement\w*|introduc\w+|establish\w*"
    r"|launch\w*|roll(?:s|ed)? out"
    r"|pilot\w*|einführ\w*|eingeführt)\b",
    "aim": r"\b(?:skal|skulle|ska|vil|mål\w*|formål\w*|ønsker|önskar|must|shall|will|aims?|goals?"
    r"|objective\w*|soll(?:en)?|ziel\w*)\b",
    "vision": r"\b(?:vision\w*|ambition\w*|drøm\w*|stræb\w*|på sigt|fremtid\w*|framtid\w*|aspir\w+"
    r"|in future|zukunft\w*)\b",
}
_COMPILED = tuple((grade, re.compile(_CUES[grade], re.IGNORECASE)) for grade in reversed(GRADES))


def grade_of(sentence: str) -> str | None:
    """The firmest grade that a cue in the sentence gives; None where there is no cue."""
    return next((grade for grade, cue in _COMPILED if cue.search(sentence)), None)
