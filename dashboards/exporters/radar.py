"""The technology radar for other people's drawing programs: Zalando JSON, Thoughtworks' BYOR CSV, AOE Markdown.

Their rings are advice to developers; ours say how far a technology has come in public procurement. Established maps to
"adopt", adopt to "trial", explore to "assess", and both watch and fading to "hold", with our own ring in the text.
A radar there has four quadrants, and we have more groups of technologies: `_GROUPS` says which group goes where; one
that it does not know stands with the systems of the sector.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from dashboards.desk import slug
from dashboards.exporter import Exporter, Written
from dashboards.renderers.markdown import escaped
from dashboards.rows import Row
from dashboards.showing import one_line
from warehouse.edition import Edition

RING_PLACES = {"established": 0, "adopt": 1, "explore": 2, "watch": 3, "fading": 3}
"""Our rings from the middle outwards, as the four rings of the formats."""
RING_NAMES = ("adopt", "trial", "assess", "hold")
_NEARNESS = {"established": 4, "adopt": 3, "explore": 2, "watch": 1, "fading": 0}
_STATUS = {2: "New", 1: "Moved In", 0: "No Change", -1: "Moved Out"}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
QUADRANTS = ("Data and AI", "Platforms and integration", "Trust and sovereignty", "Sector systems")
_GROUPS = {
    **dict.fromkeys(("data", "ai", "geodata", "iot"), 0),
    **dict.fromkeys(("integration", "interoperability", "cloud", "development", "automation", "platforms"), 1),
    **dict.fromkeys(("security", "identity", "sovereignty"), 2),
}
_RINGS = "select * from mart.technology_ring order by technology"
Move = Literal[-1, 0, 1, 2]


class Blip:
    """One technology on the radar."""

    def __init__(self, row: Row) -> None:
        there = row.columns
        self.technology = row.text("technology")
        named = row.text("technology_name_en") if "technology_name_en" in there else ""
        self.label = one_line(named or self.technology.replace("_", " ").capitalize())
        self.ring = row.text("ring")
        self.quadrant = _GROUPS.get(row.text("quadrant"), len(QUADRANTS) - 1)
        self.quadrant_name = QUADRANTS[self.quadrant]
        self.reason = one_line(row.text("reason"), 600)
        self.move = _move(row.text("previous_ring"), self.ring) if row.flag("moved") else 0

    @property
    def place(self) -> int:
        """The ring counted from the middle."""
        return RING_PLACES[self.ring]


def _move(before: str, now: str) -> Move:
    """Of a technology that moved: new where it was on no ring before, else inwards or outwards."""
    if before not in _NEARNESS:
        return 2
    difference = _NEARNESS[now] - _NEARNESS[before]
    return 1 if difference > 0 else -1 if difference < 0 else 0


def blips(rows: Sequence[Row]) -> list[Blip]:
    """The technologies that stand on a ring, in the order of their names."""
    return [Blip(row) for row in rows if row.text("ring") in RING_PLACES]


def zalando(held: Sequence[Blip], date: str) -> str:
    """Zalando's `config.json`: ring and quadrant by number, moved as -1, 0, 1 or 2 (new)."""
    entries = [
        {
            "quadrant": blip.quadrant,
            "ring": blip.place,
            "label": blip.label,
            "active": True,
            "moved": blip.move,
            "link": f"../../site/en/technologies/{slug(blip.technology)}.html",
        }
        for blip in held
    ]
    return json.dumps({"date": date, "entries": entries}, ensure_ascii=False, indent=1) + "\n"


def byor(held: Sequence[Blip]) -> str:
    """Thoughtworks' CSV: name, ring, quadrant, isNew, status, description."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["name", "ring", "quadrant", "isNew", "status", "description"])
    for blip in held:
        cells = [blip.label, RING_NAMES[blip.place], blip.quadrant_name, "TRUE" if blip.move == 2 else "FALSE"]
        cells += [_STATUS[blip.move], f"{blip.ring}: {blip.reason}"]
        writer.writerow([f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue()


def aoe(blip: Blip) -> str:
    """AOE's Markdown: front matter (as JSON strings, which are YAML) and the reason as text."""
    matter = {
        "title": blip.label,
        "ring": RING_NAMES[blip.place],
        "quadrant": slug(blip.quadrant_name),
        "tags": [blip.ring],
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in matter.items()]
    return "\n".join(["---", *lines, "---", "", escaped(f"{blip.ring}: {blip.reason}"), ""])


def write(edition: Edition, folder: Path) -> list[Written]:
    """Write the three formats under `radar/`."""
    held = blips([Row(row) for row in edition.query(_RINGS)])
    as_of = str(edition.query("select as_of from mart.study")[0]["as_of"])
    root = folder / "radar"
    release = root / "aoe" / "radar" / as_of
    release.mkdir(parents=True, exist_ok=True)
    files = {
        root / "radar.zalando.json": ("zalando", zalando(held, as_of[:7].replace("-", "."))),
        root / "radar.byor.csv": ("byor", byor(held)),
        root / "aoe" / "config.json": ("aoe", _aoe_config()),
    }
    files |= {release / f"{slug(blip.technology)}.md": ("aoe", aoe(blip)) for blip in held}
    written = []
    for path, (fmt, text) in files.items():
        path.write_text(text, encoding="utf-8", errors="replace")
        rows = 1 if path.suffix == ".md" else len(held)
        written.append(Written(path=path, format=fmt, meaning="the technology radar", rows=rows))
    return written


def _aoe_config() -> str:
    config = {
        "rings": [{"id": name, "title": name.capitalize()} for name in RING_NAMES],
        "quadrants": [{"id": slug(name), "title": name} for name in QUADRANTS],
    }
    return json.dumps(config, ensure_ascii=False, indent=1) + "\n"


EXPORTER = Exporter(name="radar", marts=("mart.technology_ring",), write=write)
