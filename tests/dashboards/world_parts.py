"""The names of the invented world, and the numbers that one trend is made of."""

from __future__ import annotations

import hashlib
import math
from datetime import date

AS_OF = date(2026, 11, 17)
NIGHT = "2026-11-17T02"
SEGMENTS = {
    "case_management": ("Sags- og dokumenthåndtering", "Case and document management"),
    "integration": ("Integration og dataudveksling", "Integration and data exchange"),
    "hosting": ("Drift og hosting", "Operations and hosting"),
    "consulting": ("Rådgivning og udvikling", "Consulting and development"),
    "welfare": ("Velfærdsteknologi", "Welfare technology"),
}
SUPPLIERS = (
    *(
        "Nordlys Data A/S",
        "Fjordbro Systemer A/S",
        "Kløverblad IT ApS",
        "Havgus Software A/S",
        "Stenbro Konsulenter P/S",
    ),
    *(
        "Måneskær Drift A/S",
        "Bøgeskov Digital ApS",
        "Lærkereden Integration A/S",
        "Tangloppen IT",
        "Grønspætte Analytics A/S",
    ),
    *("Ørnevinge Cloud A/S", "Vestenvind Rådgivning P/S", "Kastanje Care ApS", "Solhverv Netværk A/S", "Pilefløjt A/S"),
    *(
        "Fælles Digital Drift I/S",
        "Ravsten Test ApS",
        "Isfugl Platform AB",
        "Tyttebær Registre A/S",
        "Åkande Design ApS",
    ),
    *("Birkehegn Identitet A/S", "Skovmåren Arkiv ApS"),
)
BUYERS = tuple(
    f"{name} Kommune"
    for name in (
        *("Havnsø", "Tårnby Enge", "Lyngdal", "Østerfjord", "Bakkerup", "Sølager", "Mosehøj", "Klitby", "Egeslev"),
        *("Ådalen", "Vinterlund", "Rørsø", "Brohuse", "Nyvang", "Kirkebølle", "Strandmark", "Hedelund", "Skærvad"),
    )
)
TECHNOLOGIES = {
    "api_platform": ("API-platform", "API platform", 1.9),
    "ai_assistant": ("AI-assistent", "AI assistant", 2.6),
    "data_space": ("Datarum", "Data space", 1.6),
    "digital_twin": ("Digital tvilling", "Digital twin", 1.0),
    "rpa": ("Procesrobotter", "Robotic process automation", 0.5),
    "open_source": ("Åben kildekode", "Open source", 1.1),
    "eid_wallet": ("Digital identitetstegnebog", "Digital identity wallet", 1.3),
    "blockchain": ("Blokkæder", "Blockchain", 0.8),
}
STREAMS = ("procurement", "award", "vendor", "policy")
Rows = list[dict[str, object]]


def digest(*parts: object) -> str:
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()


def player_id(name: str) -> str:
    """A player's id in this world."""
    return f"DK:{int(digest(name)[:7], 16) % 90000000 + 10000000}"


def trend(stream: str, hits: list[int], whole: int) -> dict[str, object]:
    """One technology's row in one stream, from its counts by quarter."""
    before, after = sum(hits[:5]), sum(hits[6:])
    ratio = (after + 0.5) / (before + 0.5)
    wide = math.exp(1.96 * math.sqrt(1 / (after + 0.5) + 1 / (before + 0.5)))
    sure = ratio / wide > 1 or ratio * wide < 1
    verdict = (
        "cannot_tell" if before + after < 8 else "no_sure_change" if not sure else "rising" if ratio > 1 else "fading"
    )
    row: dict[str, object] = {
        "stream": stream,
        "documents_before": before,
        "documents_after": after,
        "verdict": verdict,
    }
    row |= {"total_before": whole * 5, "total_after": whole * 5, "rate_before": before / whole / 5, "rate_ratio": ratio}
    row |= {"halves_ratio": after / before if before else None}
    row |= {"ratio_low": ratio / wide, "ratio_high": ratio * wide, "rate_after": after / whole / 5, "breadth": 6}
    row |= {
        "p_value": 0.01 if sure else 0.4,
        "q_value": 0.04 if sure else 0.6,
        "quarters_seen": 4,
        "smallest_ratio": 1.7,
    }
    return row | {
        "reason": "cannot tell: named in fewer than 8 documents"
        if verdict == "cannot_tell"
        else "the difference may be chance"
    }
