"""PDF by Typst: tagged, PDF/UA-1, with alternative texts, from the compiler's own fonts.

The compiler refuses to write a PDF/UA file with a figure without its text, so that accessibility is checked each night.
The report goes in as data, never as markup. The creation time is the edition's day: the same edition, the same bytes.
Rejected: WeasyPrint (needs system libraries), the browser's own printing (no outline, needs a browser).
"""

from __future__ import annotations

import json
import re
import unicodedata
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


_SHOWN = (
    *((0x20, 0x7E), (0xA0, 0xA0), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x377)),
    *((0x37A, 0x37F), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x482), (0x48A, 0x4FF)),
    *((0x531, 0x556), (0x559, 0x58A), (0x1E00, 0x1F15), (0x2010, 0x2027), (0x2030, 0x2040)),
    *((0x2044, 0x2052), (0x2054, 0x205E), (0x2074, 0x208E), (0x2090, 0x209C), (0x20A0, 0x20C0)),
    *((0x2100, 0x211E), (0x2126, 0x2151), (0x2153, 0x2184), (0x2190, 0x23FF), (0x2460, 0x2606)),
    *((0x2609, 0x262F), (0x2638, 0x268B), (0x2690, 0x269C), (0x26A0, 0x26A7), (0x26AA, 0x26AF)),
    *(
        (0x27C0, 0x29FF),
        (0xFB00, 0xFB06),
        (0xFFFD, 0xFFFD),
    ),
)
"""The characters that the compiler's own fonts show: Latin, Greek, Cyrillic, punctuation, currencies, arrows."""
_HIDDEN = re.compile("[^" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _SHOWN) + "]")


def displayable(text: str) -> str:
    """The text with a box for each character that the fonts lack: PDF/UA refuses a document with one that is not
    there, and a night must not stop at a vendor's emoji. The other formats show the character itself.
    """
    return _HIDDEN.sub("□", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # System fonts are left out: a document looks alike on every machine.
    return typst.Compiler(input=str(TEMPLATE), ignore_system_fonts=True)


def write(report: Spelled, path: Path) -> None:
    """Write one document. Raises typst.TypstError where it would not be accessible."""
    data = displayable(json.dumps(asdict(report), ensure_ascii=False))
    made = _compiler().compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"report": data}, timestamp=_WRITTEN_AT)
    assert isinstance(made, bytes)
    path.write_bytes(made)


RENDERER = Renderer(name="pdf", suffix=".pdf", write=write)
