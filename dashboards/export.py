"""The main marts that the site offers to take along; their files are the edition's own exports.

The site links to them beside it (`exports/`) rather than holding a second copy, which was a tenth of its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One mart to take along: its name and what a row is."""

    name: str
    meaning: Words


EXPORTS = (
    Export(name="award", meaning=Words("en tildeling", "an award")),
    Export(name="award_supplier", meaning=Words("en vinder af en tildeling", "a winner of an award")),
    Export(name="supplier", meaning=Words("en leverandør", "a supplier")),
    Export(name="buyer", meaning=Words("en ordregiver", "a buyer")),
    Export(name="player", meaning=Words("en aktør", "a player")),
    Export(name="market_size", meaning=Words("et segment i et år", "a segment in a year")),
    Export(name="supplier_share", meaning=Words("en leverandør i et segment", "a supplier in a segment")),
    Export(name="technology_trend", meaning=Words("en teknologi i en strøm", "a technology in a stream")),
    Export(
        name="contract_period",
        meaning=Words("en tildeling og dens kontrakts slutdato", "an award and the end of its contract"),
    ),
    Export(name="document", meaning=Words("et dokument", "a document")),
)
