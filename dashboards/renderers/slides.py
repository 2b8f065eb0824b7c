"""PowerPoint by python-pptx: one slide a part, tables as tables, bar charts as native charts that can be edited.

A part that does not fit one slide goes on on the next. Notes under a slide name the claims' ids, so that whoever lifts
a slide out of the deck can still say where its numbers come from.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Mm, Pt

from dashboards.renderer import MARKS, Renderer
from dashboards.renderers.word import WRITTEN_AT, steady_zip
from dashboards.spelling import Spelled, SpelledBlock

_WIDTH, _HEIGHT = Mm(338.7), Mm(190.5)
_LEFT, _TOP, _BOTTOM = Mm(15), Mm(32), Mm(178)
_ACCENT = RGBColor.from_string("1C4E73")  # type: ignore[no-untyped-call]  # the library leaves it untyped
_MUTED = RGBColor.from_string("4B5763")  # type: ignore[no-untyped-call]  # as above
_ROW = Mm(8.5)
_MOST_ROWS = 12
_CELL_LETTERS = 135
_BROAD, _BROAD_BOLD = 0.6, 0.69
"""How broad a letter is on average, of its size: those of the broadest font that stands in for a missing one."""
_LEADING, _AFTER, _INSET = 1.22, Pt(3), Mm(2.6)
"""How high a line is, of its size; the space after a paragraph; what a text box keeps free above and below."""


def write(report: Spelled, path: Path) -> None:
    """Write one deck."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    properties = deck.core_properties
    properties.title, properties.author, properties.language = report.title, "Overblik", report.lang
    properties.created = properties.modified = WRITTEN_AT
    writer = _Deck(deck, report)
    writer.first()
    for heading, blocks in _parts(report):
        writer.part(heading, blocks)
    writer.part(report.limits_title, [SpelledBlock(kind="line", text=limit) for limit in report.limits])
    held = io.BytesIO()
    deck.save(held)
    path.write_bytes(steady_zip(held.getvalue()))


def _parts(report: Spelled) -> Iterator[tuple[str, list[SpelledBlock]]]:
    heading, blocks = report.title, list[SpelledBlock]()
    for block in report.blocks:
        if block.kind == "heading":
            if blocks:
                yield heading, blocks
            heading, blocks = block.text, []
        else:
            blocks.append(block)
    if blocks:
        yield heading, blocks


class _Deck:
    """Fills slides from the top, and opens another where a block no longer fits."""

    def __init__(self, deck: Any, report: Spelled) -> None:
        self.deck, self.report = deck, report
        self.slide: Any = None
        self.at = 0
        self.heading = ""
        self.was_short = False

    def first(self) -> None:
        """The title slide."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        slide.shapes.title.text = self.report.title
        said = [self.report.subtitle, self.report.lead, *([self.report.banner] if self.report.banner else [])]
        for shape, box in ((slide.shapes.title, (Mm(45), Mm(40))), (slide.placeholders[1], (Mm(95), Mm(60)))):
            shape.left, shape.width = _LEFT, _WIDTH - 2 * _LEFT
            shape.top, shape.height = box
        slide.placeholders[1].text = "\n".join(said)
        for paragraph in slide.placeholders[1].text_frame.paragraphs:
            paragraph.font.size = Pt(18)
        for paragraph in slide.shapes.title.text_frame.paragraphs:
            paragraph.font.size, paragraph.font.color.rgb = Pt(36), _ACCENT

    def part(self, heading: str, blocks: list[SpelledBlock]) -> None:
        """One part, on as many slides as it takes; parts of single lines share one."""
        is_short = all(block.kind == "line" for block in blocks)
        if is_short and self.was_short:
            blocks = [SpelledBlock(kind="line", text=heading, tone="title"), *blocks]
        else:
            self.heading = heading
            self._open()
        self.was_short = is_short
        for block in blocks:
            need = _height(block)
            if self.at + need > _BOTTOM and self.at > _TOP:
                self._open()
            self._add(block)

    def _open(self) -> None:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        title = slide.shapes.title
        title.text = self.heading
        title.left, title.top, title.width, title.height = _LEFT, Mm(8), _WIDTH - 2 * _LEFT, Mm(20)
        for paragraph in title.text_frame.paragraphs:
            paragraph.font.size, paragraph.font.color.rgb, paragraph.alignment = Pt(24), _ACCENT, PP_ALIGN.LEFT
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        footer = slide.shapes.add_textbox(_LEFT, Mm(181), _WIDTH - 2 * _LEFT, Mm(7)).text_frame
        footer.text = self.report.footer
        footer.paragraphs[0].font.size, footer.paragraphs[0].font.color.rgb = Pt(9), _MUTED
        slide.notes_slide.notes_text_frame.text = ""
        self.slide, self.at = slide, _TOP

    def _add(self, block: SpelledBlock) -> None:
        match block.kind:
            case "bars" if block.rows:
                self._chart(block)
            case "table" | "figures" | "bars":
                self._table(block)
            case _:
                self._text(_lines(block))
        if block.claim:
            notes = self.slide.notes_slide.notes_text_frame
            notes.text = f"{notes.text}\n{block.claim}".strip()

    def _text(self, lines: list[tuple[str, int, bool]]) -> None:
        height = _text_height(lines)
        frame = self.slide.shapes.add_textbox(_LEFT, Emu(self.at), _WIDTH - 2 * _LEFT, Emu(height)).text_frame
        frame.word_wrap = True
        for place, (text, size, bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = text
            run.font.size, run.font.bold = Pt(size), bold
            paragraph.space_after = _AFTER
        self.at += height + Mm(2)

    def _table(self, block: SpelledBlock) -> None:
        if block.text:
            self._text([(block.text, 14, True)])
        if not block.rows:
            self._text([(block.alt, 12, False)])
            return
        rows = ([block.head] if block.head else []) + block.rows[:_MOST_ROWS]
        width = len(rows[0])
        numeric = block.numeric or [False] * (width - 1) + [True]
        shape = self.slide.shapes.add_table(
            len(rows), width, _LEFT, Emu(self.at), _WIDTH - 2 * _LEFT, Emu(_ROW * len(rows))
        )
        table, shares = shape.table, block.widths or [1] * width
        table.first_row = bool(block.head)
        for place, share in enumerate(shares):
            table.columns[place].width = Emu(int((_WIDTH - 2 * _LEFT) * share / sum(shares)))
        heights = _row_heights(block, rows)
        for down, cells in enumerate(rows):
            table.rows[down].height = Emu(heights[down])
            for across, text in enumerate(cells):
                cell = table.cell(down, across)
                cell.text = text
                cell.margin_top = cell.margin_bottom = Mm(0.8)
                for paragraph in cell.text_frame.paragraphs:
                    paragraph.font.size = Pt(11)
                    paragraph.alignment = PP_ALIGN.RIGHT if numeric[across] else PP_ALIGN.LEFT
        self.at += sum(heights) + Mm(2)
        self._text([(block.note, 9, False)])

    def _chart(self, block: SpelledBlock) -> None:
        data: Any = CategoryChartData(number_format="0%" if block.percent else "#,##0.##")  # type: ignore[no-untyped-call]  # the library leaves it untyped
        data.categories = [row[0] for row in block.rows]
        data.add_series(block.text, block.values)
        height = _height(block) - Mm(12)
        frame = self.slide.shapes.add_chart(
            XL_CHART_TYPE.COLUMN_CLUSTERED, _LEFT, Emu(self.at), _WIDTH - 2 * _LEFT, Emu(height), data
        )
        frame._element._nvXxPr.cNvPr.set("descr", block.alt)
        chart = frame.chart
        chart.has_legend, chart.has_title = False, True
        chart.chart_title.text_frame.text = block.text
        chart.chart_title.text_frame.paragraphs[0].font.size = Pt(14)
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = _ACCENT
        chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
        chart.category_axis.tick_labels.font.size = Pt(11)
        for place, row in enumerate(block.rows):
            label = plot.series[0].points[place].data_label
            label.has_text_frame = True
            label.text_frame.text = row[1]
            label.text_frame.paragraphs[0].font.size = Pt(11)
            label.position = XL_LABEL_POSITION.OUTSIDE_END
        self.at += height
        self._text([(block.note, 9, False)])


def _lines(block: SpelledBlock) -> list[tuple[str, int, bool]]:
    """A block's lines with their size and weight."""
    if block.kind == "finding":
        head = [(MARKS.get(block.tone, "") + block.text, 18, True)]
        return head + [(f"{label}: {text}", 12, False) for label, text in block.pairs]
    if block.kind == "quote":
        return [(block.text, 16, False), (f"{block.note} {block.link}".strip(), 10, False)]
    return [(block.text, 20, False)] if block.tone == "title" else [(block.text, 14, False)]


def _row_heights(block: SpelledBlock, rows: list[list[str]]) -> list[int]:
    """Each row as high as its longest cell needs, in the column's width."""
    shares = block.widths or [1] * (len(rows[0]) if rows else 1)
    letters = [max(6, int(_CELL_LETTERS * share / sum(shares))) for share in shares]
    lines = [max(1 + len(text) // most for text, most in zip(row, letters, strict=True)) for row in rows]
    return [int(_ROW + (count - 1) * Mm(5)) for count in lines]


def _text_height(lines: list[tuple[str, int, bool]]) -> int:
    """How high a text box is: each paragraph by its size and by the lines that it wraps into."""
    return int(_INSET + sum(_needed(text, size, is_bold=bold) for text, size, bold in lines))


def _needed(text: str, size: int, *, is_bold: bool) -> int:
    letter = Pt(size) * (_BROAD_BOLD if is_bold else _BROAD)
    lines = len(wrap(text, max(1, int((_WIDTH - 2 * _LEFT - 2 * _INSET) / letter)))) or 1
    return int(lines * Pt(size) * _LEADING + _AFTER)


def _height(block: SpelledBlock) -> int:
    if block.kind == "bars" and block.rows:
        return int(Mm(85))
    if block.kind in ("table", "figures"):
        rows = ([block.head] if block.head else []) + block.rows[:_MOST_ROWS]
        said = [[(block.text, 14, True)]] if block.text else []
        return sum(_row_heights(block, rows)) + sum(map(_text_height, [*said, [(block.note, 9, False)]])) + int(Mm(6))
    return _text_height(_lines(block)) + int(Mm(2))


RENDERER = Renderer(name="slides", suffix=".pptx", write=write)
