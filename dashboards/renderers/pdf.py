"""PDF by Typst: tagged, PDF/UA-1, with alternative texts, from the compiler's own fonts.

The compiler refuses to write a PDF/UA file with a figure without its text, so that accessibility is checked each night.
The report goes in as data, never as markup. The creation time is the edition's day: the same edition, the same bytes.
Rejected: WeasyPrint (needs system libraries), the browser's own printing (no outline, needs a browser).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import typst

from dashboards.renderer import Renderer
from dashboards.spelling import Spelled

TEMPLATE = Path(__file__).parent.parent / "templates" / "document.typ"
_WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""PDF asks for a time of making; the edition's day stands in the text, and a fixed one keeps the bytes the same."""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # System fonts are left out: a document looks alike on every machine.
    return typst.Compiler(input=str(TEMPLATE), ignore_system_fonts=True)


def write(report: Spelled, path: Path) -> None:
    """Write one document. Raises typst.TypstError where it would not be accessible."""
    data = json.dumps(asdict(report), ensure_ascii=False)
    made = _compiler().compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"report": data}, timestamp=_WRITTEN_AT)
    assert isinstance(made, bytes)
    path.write_bytes(made)


RENDERER = Renderer(name="pdf", suffix=".pdf", write=write)
