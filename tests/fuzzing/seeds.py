"""Healthy files that fuzzing starts from: small, and each of its format holds what the others do not."""

from __future__ import annotations

import io
import random

from pypdf import PdfReader, PdfWriter

from tests.fuzzing.mutations import packed
from tests.spiders.pdf_builder import pdf
from tests.spiders.poison import HEALTHY

FORMATS_OF = {
    "xml": "notice.xml",
    "ted": "ted.xml",
    "html": "page.html",
    "pdf": "paper.pdf",
    "docx": "paper.docx",
    "json": "release.json",
}
_WORDS = "Kommunen vil flytte sine fagsystemer til en cloudløsning og dele data med andre kommuner i de kommende år. "


def seeds(name: str) -> list[bytes]:
    """The healthy files of one format."""
    own = {"html": _pages, "pdf": _papers, "docx": _packages}.get(name)
    if own is not None:
        return own()
    maker = next(one for one in HEALTHY if one(random.Random(0)).name == FORMATS_OF[name])
    return [maker(random.Random(number)).data for number in range(4)]


# -- pages -----------------------------------------------------------------------------------------------------------

_LINKED = """{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Ny platform",
"datePublished":"2026-03-04T08:00:00+01:00","url":"/nyt/platform"},{"@type":"Product","name":"Sagsbehandler",
"description":"Et system til sager","offers":{"price":100}},{"@type":["JobPosting"],"title":"Udvikler"}]}"""


def _pages() -> list[bytes]:
    stamped = (
        '<meta property="article:published_time" content="2026-03-03T23:00:00Z"><meta name="dc.date" content="2026">'
        '<link rel="canonical" href="/nyt/platform"><meta property="og:title" content="Platform">'
    )
    table = "<table><tr><th>Modul</th><th>Pris</th></tr><tr><td>Arkiv</td><td>400</td></tr></table>"
    kinds = "".join(f"<li><a href='/kunder/{n}'><h3>{n}</h3><p>Bruger os</p></a></li>" for n in ("By", "Fjord", "Sund"))
    pieces = f"<div class='text'><p>{_WORDS}</p><p>{_WORDS}</p></div><div class='ad'>Annonce</div>" * 2
    return [
        _page(f"<main><h1>Strategi</h1><p>Offentliggjort 5. januar 2026</p><p>{_WORDS}</p>{table}</main>", stamped),
        _page(
            f"<article><h1>Nyt</h1><time datetime='2026-01-06'>i vinter</time>{pieces}</article>",
            f'<script type="application/ld+json">{_LINKED}</script>',
        ),
        _page(f"<h1>Løsninger</h1><h2>Kunder</h2><ul>{kinds}</ul><h2>Nyheder</h2><ul>{kinds}</ul><p>{_WORDS}</p>"),
        _page(
            "<div class='entry-date'>Tuesday, 3rd of Mar. 2026</div><div><div><blockquote><p>Ring 12 34 56 78 eller "
            f"skriv til ida@by.example</p></blockquote><dl><dt>År</dt><dd>2027-2030</dd></dl><p>{_WORDS}</p></div>",
            lang="en",
        ),
        _page(f"<p>{_WORDS}</p>" * 3, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">')
        .decode().replace('<meta charset="utf-8">', "").encode("latin-1"),
        _page(f"<h1>Styrelsen</h1><p>{_WORDS}</p>").decode().replace('charset="utf-8"', "").encode("utf-16"),
    ]  # fmt: skip


def _page(body: str, head: str = "", *, lang: str = "da") -> bytes:
    named = '<meta charset="utf-8"><title>Strategi | Kommunen</title>'
    menu = '<nav><a href="/">Forside</a><a href="/om">Om os</a></nav>'
    return (
        f'<!doctype html><html lang="{lang}"><head>{named}{head}</head>'
        f"<body>{menu}{body}<footer>© 2026 Kommunen</footer></body></html>"
    ).encode()


# -- papers ----------------------------------------------------------------------------------------------------------

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [ 7 0 R ] >>"
)
_LETTERS = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfrange <0041> <005A> <0041> <0061> <007A> [ <0061> <0062> <FB01> ] endbfrange
2 beginbfchar <0003> <0020> <0004> <00E6> endbfchar endcmap end end"""
_DRAWN = b"""q 1 0 0 1 50 700 cm BT /F1 11 Tf 14 TL 0 0 Td <00410042004300030061> Tj T* [ <0042> -300 <0043> ] TJ
1 0 0 1 0 -20 Tm 2 Tr 50 Tz 1 Ts <00610003> ' 1 2 <0062> " ET Q /X1 Do BI /W 1 /H 1 /BPC 8 /CS /G ID x EI
/Span << /ActualText (fi) >> BDC BT /F2 9 Tf 50 500 Td (Effek-) Tj 0 -12 Td (tivisering af \\(drift\\) \\351) Tj ET EMC
BT /F2 9 Tf 50 400 Td (Kommunen vil flytte sine fagsystemer til en fremtid med data i de kommende tider) Tj ET"""


def _papers() -> list[bytes]:
    plain = pdf(["Strategi\n" + _WORDS * 2] * 2, title="Strategi", created="D:20260203101500+01'00'", language="da-DK")
    headed = pdf([f"Strategi\nKapitel {n} om drift\n{_WORDS}\nSide {n}" for n in "abcd"])
    return [plain, headed, _with_fonts(), _locked(plain)]


def _with_fonts() -> bytes:
    """A page with letters of two bytes, a form inside it, an inlined picture, and a tree of pages that inherits."""
    form = b"<< /Type /XObject /Subtype /Form /BBox [ 0 0 9 9 ] /Resources << /Font << /F2 8 0 R >> >> /Length 0 >>"
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (da) >>",
        b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 /MediaBox [ 0 0 595 842 ] /Rotate 0 >>",
        b"<< /Type /Pages /Kids [ 4 0 R ] /Count 1 /Parent 2 0 R /Resources << /Font << /F1 5 0 R /F2 8 0 R >> "
        b"/XObject << /X1 9 0 R >> >> >>",
        b"<< /Type /Page /Parent 3 0 R /Contents [ 10 0 R ] >>",
        _FONT,
        b"<< /Length 0 >>\nstream\n" + _LETTERS + b"\nendstream",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 /W [ 3 [ 250 300 ] 65 90 600 ] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 /LastChar 67 /Widths [ 500 600 700 ] "
        b"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [ 65 /A /B /fi 97 /a /u00E6 ] >> >>",
        form + b"\nstream\nBT /F2 8 Tf 10 10 Td (Bilag) Tj ET\nendstream",
        b"<< /Length 0 >>\nstream\n" + _DRAWN + b"\nendstream",
    )
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(bodies, start=1))
    return b"%PDF-1.4\n" + objects + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def _locked(data: bytes) -> bytes:
    """A paper that anybody may open and nobody may change."""
    writer, held = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt("", "hemmeligt", algorithm="RC4-128")
    writer.write(held)
    return held.getvalue()


# -- packages of Office ----------------------------------------------------------------------------------------------

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_RELATED = f"{_OPEN}/officeDocument/2006/relationships"
_CORE = "application/vnd.openxmlformats-package"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    f'xmlns:w="{_OPEN}/wordprocessingml/2006/main" xmlns:mc="{_OPEN}/markup-compatibility/2006" '
    f'xmlns:r="{_RELATED}" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_STYLES = {"Normal": "Normal", "Heading1": "heading 1", "Title": "Title", "ListBullet": "List Bullet"}
_BOX = "<w:txbxContent><w:p><w:r><w:t>Boks om drift</w:t></w:r></w:p></w:txbxContent>"
_BOXED = (
    f'<mc:AlternateContent><mc:Choice Requires="wps">{_BOX}</mc:Choice><mc:Fallback><w:pict><v:textbox>{_BOX}'
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)
_CHANGED = (
    '<w:ins w:id="1" w:author="A"><w:r><w:t>tilføjet</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>slettet'
    '</w:delText></w:r></w:del><w:r><w:tab/><w:br/><w:noBreakHyphen/><w:t xml:space="preserve"> resten </w:t></w:r>'
)
_LISTED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Punkt</w:t></w:r>'
_PROPERTIES = f"""{_XML}<cp:coreProperties xmlns:cp="{_OPEN}/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Strategi</dc:title><dc:language>da-DK</dc:language>
<dcterms:created xsi:type="dcterms:W3CDTF">2026-02-03T10:15:00Z</dcterms:created><cp:revision>2</cp:revision>
</cp:coreProperties>"""


def _packages() -> list[bytes]:
    table = f"<w:tbl><w:tr><w:tc>{_line('Modul')}</w:tc><w:tc>{_line('Pris')}</w:tc></w:tr></w:tbl>"
    dated = f"<w:smartTag>{_line('Vedtaget den 5. maj 2026')}</w:smartTag>"
    held = f"<w:sdt><w:sdtContent>{_line(_WORDS)}{table}</w:sdtContent></w:sdt><w:customXml>{dated}</w:customXml>"
    return [
        _package(_line("Strategi for data", "Heading1") + _line(_WORDS) + _line("Første punkt", "ListBullet") + table),
        _package(
            f"{_line(_WORDS)}<w:p>{_CHANGED}</w:p><w:p><w:r>{_BOXED}</w:r></w:p><w:p>{_LISTED}</w:p>",
            footnotes=_notes("footnote"),
            endnotes=_notes("endnote"),
        ),
        _package(_line("Titel", "Title") + held, with_properties=False),
    ]


def _line(words: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


def _notes(kind: str) -> str:
    line = _line("Se bilag om drift")
    return f'<w:{kind} w:id="0" w:type="separator">{line}</w:{kind}><w:{kind} w:id="1">{line}</w:{kind}>'


def _package(body: str, *, with_properties: bool = True, **notes: str) -> bytes:
    """A Word document of few parts, with the styles that it uses."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
        for one, name in _STYLES.items()
    )
    said = {"document": f"<w:body>{body}</w:body>", "styles": styles, **notes}
    files = {f"word/{one}.xml": f"{_XML}<w:{one} {_NAMES}>{content}</w:{one}>" for one, content in said.items()}
    main = "".join(
        f'<Override PartName="/word/{one}.xml" ContentType="{_WORD}.{one}{".main" * (one == "document")}+xml"/>'
        for one in said
    )
    related = [(f"{_RELATED}/officeDocument", "word/document.xml")]
    if with_properties:
        related.append((f"{_OPEN}/package/2006/relationships/metadata/core-properties", "docProps/core.xml"))
        files["docProps/core.xml"] = _PROPERTIES
        main += f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}.core-properties+xml"/>'
    files["_rels/.rels"] = _relations(related)
    files["word/_rels/document.xml.rels"] = _relations(
        [(f"{_RELATED}/{one}", f"{one}.xml") for one in said if one != "document"]
    )
    types = (
        f'{_XML}<Types xmlns="{_OPEN}/package/2006/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="rels" ContentType="{_CORE}.relationships+xml"/>'
        f"{main}</Types>"
    )
    return packed({one: content.encode() for one, content in {"[Content_Types].xml": types, **files}.items()})


def _relations(related: list[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{to}"/>'
        for number, (kind, to) in enumerate([*related, (f"{_RELATED}/hyperlink", "https://by.example/x")], start=1)
    )
    links = links.replace('Target="https:', 'TargetMode="External" Target="https:')
    return f'{_XML}<Relationships xmlns="{_OPEN}/package/2006/relationships">{links}</Relationships>'
