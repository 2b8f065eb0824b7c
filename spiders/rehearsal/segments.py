"""The parts of the rehearsal market: eight segments of IT told apart by CPV code.

The CPV prefixes of two segments never overlap, so that a study can tell them apart by prefix alone. The three
`clean` segments hold single-lot contracts only: their planted shares do not depend on how frameworks are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from spiders.rehearsal.subjects import SUBJECTS, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of the market: key, Danish name, CPV prefixes, subjects in Danish and one in English."""

    key: str
    name: str
    prefixes: tuple[str, ...]
    subjects: tuple[Subject, ...]
    english: Subject
    typical_value: int
    clean: bool = False


SEGMENTS = (
    Segment(
        key="case",
        name="Sager og dokumenter",
        prefixes=("4831",),
        typical_value=6_500_000,
        clean=True,
        subjects=SUBJECTS["case"],
        english=Subject(
            cpv="48311000",
            title="Electronic records and document management",
            lead="The contract covers delivery and maintenance of an electronic records management system.",
            need="Case workers need one overview of all documents that belong to a case.",
        ),
    ),
    Segment(
        key="business",
        name="Økonomi, løn og fagsystemer",
        prefixes=("484",),
        typical_value=14_000_000,
        subjects=SUBJECTS["business"],
        english=Subject(
            cpv="48451000",
            title="Enterprise resource planning system",
            lead="The authority seeks a system for budget, accounting and procurement.",
            need="Managers need monthly figures without manual spreadsheets.",
        ),
    ),
    Segment(
        key="health",
        name="Velfærd og sundhed",
        prefixes=("4818",),
        typical_value=11_000_000,
        subjects=SUBJECTS["health"],
        english=Subject(
            cpv="48180000",
            title="Clinical planning system",
            lead="The region seeks a planning system for outpatient clinics.",
            need="Staff need a shared calendar for rooms, equipment and people.",
        ),
    ),
    Segment(
        key="data",
        name="Dataplatforme og analyse",
        prefixes=("486", "7231"),
        typical_value=9_000_000,
        clean=True,
        subjects=SUBJECTS["data"],
        english=Subject(
            cpv="48600000",
            title="Data platform for planning and statistics",
            lead="The agency seeks a data platform for planning and public statistics.",
            need="Analysts need documented data sets that are refreshed every night.",
        ),
    ),
    Segment(
        key="integration",
        name="Integration og snitflader",
        prefixes=("482",),
        typical_value=5_500_000,
        subjects=SUBJECTS["integration"],
        english=Subject(
            cpv="48200000",
            title="Integration platform for registers",
            lead="The contract covers an integration platform between national registers and local systems.",
            need="Interfaces shall be documented and open to other suppliers on equal terms.",
        ),
    ),
    Segment(
        key="operations",
        name="Drift og infrastruktur",
        prefixes=("724", "725"),
        typical_value=18_000_000,
        subjects=SUBJECTS["operations"],
        english=Subject(
            cpv="72500000",
            title="Operation of servers and workplaces",
            lead="The contract covers operation, monitoring and backup of servers and workplaces.",
            need="Response times shall be measured and reported every month.",
        ),
    ),
    Segment(
        key="consulting",
        name="Rådgivning og udvikling",
        prefixes=("722",),
        typical_value=7_500_000,
        subjects=SUBJECTS["consulting"],
        english=Subject(
            cpv="72220000",
            title="Consultancy on IT architecture and test",
            lead="The contract covers consultancy on IT architecture, requirements and test.",
            need="Consultants shall hand over knowledge to the authority's own staff.",
        ),
    ),
    Segment(
        key="security",
        name="Sikkerhed",
        prefixes=("487",),
        typical_value=4_800_000,
        clean=True,
        subjects=SUBJECTS["security"],
        english=Subject(
            cpv="48730000",
            title="Security monitoring of critical systems",
            lead="The contract covers software for security monitoring of critical systems.",
            need="Incidents shall be detected and reported within one hour.",
        ),
    ),
)

BY_KEY = {segment.key: segment for segment in SEGMENTS}


def segment_of(cpv: str) -> str | None:
    """The key of the segment that a CPV code belongs to, or None outside IT."""
    return next((s.key for s in SEGMENTS if cpv.startswith(s.prefixes)), None)
