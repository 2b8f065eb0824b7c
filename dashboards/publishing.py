"""What `publish` puts into an edition beside the site: `report/` with all documents and their ledger, `exports/`.

Each folder has what a program needs to trust it: `report/claims.json` binds every sentence and number to its query,
`exports/index.json` names every file with its format, rows, columns, size and SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboards.desk import marts_of
from dashboards.documents import build_reports
from dashboards.exporter import Written
from dashboards.exporters import all_exporters
from dashboards.ledger import ledger_of, to_bytes
from dashboards.lists import write_lists
from dashboards.renderers import all_renderers
from dashboards.report import Report, ToldBefore
from dashboards.spelling import spell
from dashboards.words import LANGS, Lang
from warehouse.edition import Edition

LEDGER = "claims.json"
INDEX = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """How many documents and exported files there are."""

    documents: int
    exports: int


def told_before(edition: Edition | None) -> ToldBefore:
    """The Danish sentences of an edition's documents; none where there is no edition or it has no ledger."""
    path = edition.folder / "report" / LEDGER if edition is not None else None
    if path is None or not path.is_file():
        return frozenset()
    ledger = json.loads(path.read_text(encoding="utf-8"))
    return frozenset(str(record["printed"]["da"]) for record in ledger["sentences"])


def write_report(report: Report, folder: Path, *, formats: Sequence[str], langs: Sequence[Lang] = LANGS) -> list[Path]:
    """Write one document in some formats and languages; the paths written."""
    shelf = all_renderers()
    written = []
    for lang in langs:
        spelled = spell(report, lang)
        for name in formats:
            path = folder / f"{report.name}.{lang}{shelf[name].suffix}"
            shelf[name].write(spelled, path)
            written.append(path)
    return written


def write_reports(edition: Edition, folder: Path, before: ToldBefore = frozenset()) -> list[Path]:
    """Write every document in every format and language, the lists, and the ledger of all."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = build_reports(edition, before)
    written = [path for report in reports for path in write_report(report, folder, formats=tuple(all_renderers()))]
    ledger = ledger_of(reports)
    for lang in LANGS:
        path = folder / f"lists.{lang}.xlsx"
        claims = write_lists(edition, path, lang)
        written.append(path)
    ledger["claims"] += claims
    (folder / LEDGER).write_bytes(to_bytes(ledger))
    return written


def write_exports(edition: Edition, folder: Path, *, only: str | None = None) -> list[Written]:
    """Write every export whose marts the edition holds, and the index of their files; `only` names one exporter."""
    folder.mkdir(parents=True, exist_ok=True)
    there = set(marts_of(edition))
    written = [
        one
        for name, exporter in all_exporters().items()
        if only in (None, name) and set(exporter.marts) <= there
        for one in exporter.write(edition, folder)
    ]
    index = {"edition": edition.id, "files": [_described(one, folder) for one in written]}
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return written


def _described(one: Written, folder: Path) -> dict[str, Any]:
    data = one.path.read_bytes()
    return {
        "path": one.path.relative_to(folder).as_posix(),
        "format": one.format,
        "meaning": one.meaning,
        "rows": one.rows,
        "columns": list(one.columns),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def publish_documents(edition: Edition, arriving: Path, previous: Edition | None) -> Published:
    """Write `report/` and `exports/` of an edition that is being published."""
    documents = write_reports(edition, arriving / "report", told_before(previous))
    exports = write_exports(edition, arriving / "exports")
    return Published(documents=len(documents), exports=len(exports))
