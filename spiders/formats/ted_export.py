"""TED_EXPORT: the notices of the Official Journal from 2011 until eForms (R2.0.7, R2.0.8 and R2.0.9).

The header is coded alike in all versions and says number, dates, country, kind, procedure and nature. The form below
it comes in two layouts, told apart by its elements and not by its version: defence notices kept the R2.0.8 layout until
2023 inside newer headers. A notice holds up to 24 language versions of its form; the first original one is read, and
each notice counts once. `TED_ESENDERS` is what a sender handed in, not what was published: refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from spiders.format import Format, Origin, Unreadable
from spiders.formats import codes, wording
from spiders.formats.drift import drift_records, is_looked_at, known_paths, unknown_elements
from spiders.formats.parties import Parties, Stamp, stamp
from spiders.formats.ted_awards import read_ted_awards
from spiders.formats.ted_forms import FormReading, read_form
from spiders.formats.ted_paths import FORM, NOTICE
from spiders.formats.ted_r208 import read_old_form
from spiders.formats.xml import MAX_BYTES, Element, Found, local_name, parse_xml, root_name
from warehouse.records import Notice, Record, Text, text_digest

NAME = "ted_export"
VERSION = 2

_ROOT = "TED_EXPORT"
_READ = tuple(NOTICE.paths())  # forms share a table and not their names
_RECEPTION_ROOTS = frozenset(("TED_ESENDERS", "TED_ESENDER"))
# TD_DOCUMENT_TYPE. Where the glossary leaves room (calls made by a prior notice, qualification systems, works
# concessions) the class is the one of the reference sample, so that counts stay comparable with it.
_KIND_OF_DOCUMENT = {
    "0": "planning", "A": "planning", "P": "planning", "M": "planning", "B": "planning", "O": "planning",
    "C": "planning", "1": "planning", "2": "change", "3": "competition", "4": "planning", "5": "competition",
    "6": "planning", "7": "result", "D": "competition", "E": "planning", "H": "competition", "I": "planning",
    "J": "result", "K": "modification", "Q": "competition", "R": "result", "S": "planning", "V": "result",
    "Y": "competition",
}  # fmt: skip


def _recognises(head: bytes, media_type: str | None, name: str) -> bool:
    del media_type, name  # the root element decides
    return root_name(head) in _RECEPTION_ROOTS | {_ROOT}


def read(data: bytes, origin: Origin) -> Iterable[Record]:
    """The records of one notice of the Official Journal. Raises `Unreadable` with the reason for everything else."""
    return extract(data, origin)


def extract(data: bytes, origin: Origin) -> list[Record]:
    """What `read` gives: every TED_EXPORT document was published, so that there is no further gate."""
    root = parse_xml(data, mixed=True)
    kind = local_name(root)
    if kind in _RECEPTION_ROOTS:
        raise Unreadable("not_a_published_notice", "TED_ESENDERS is what a sender handed in")
    if kind != _ROOT:
        raise Unreadable("unknown_format", f"root element {str(root.tag)[:120]}")
    found = NOTICE.read(root)
    if "header" not in found:
        raise Unreadable("malformed", "there is no CODED_DATA_SECTION")
    header: Found = found["header"][-1]
    notice_id = _notice_id(root, header, origin)
    forms = list(found["forms"][-1]) if "forms" in found else []
    return _records(root, header, forms, origin, notice_id=notice_id)


def _notice_id(root: Element, header: Found, origin: Origin) -> str:
    for said in (root.get("DOC_ID"), header.get("number"), origin.publication_number):
        number = codes.publication_number(said)
        if number is not None:
            if codes.is_placeholder_number(number):
                raise Unreadable("placeholder_number", number)
            return number
    raise Unreadable("missing_identity", "neither DOC_ID nor NO_DOC_OJS says the notice's number")


def _records(root: Element, header: Found, forms: list[Element], origin: Origin, *, notice_id: str) -> list[Record]:
    marks = stamp(origin, FORMAT.reader)
    parties = Parties(notice_id=notice_id, marks=marks)
    originals = [form for form in forms if form.get("CATEGORY") == "ORIGINAL"] or [
        form for form in forms if form.get("LG")
    ]
    form = originals[0] if originals else None
    found = {} if form is None else FORM.read(form)
    if form is None:
        reading = FormReading()
    elif "old" in found:
        reading = read_old_form(form, notice_id=notice_id, marks=marks, parties=parties)
    else:
        texts = wording.Texts()
        reading = read_form(found, texts, notice_id=notice_id, marks=marks, parties=parties)
        reading.awards = read_ted_awards(found, texts, notice_id=notice_id, marks=marks, parties=parties)
    notice = _notice(root, header, forms, form, reading, origin, notice_id=notice_id, marks=marks)
    records: list[Record] = [notice, *reading.lots, *reading.awards, *parties.records()]
    body = wording.joined(
        (notice.title, notice.description, *(text for lot in reading.lots for text in (lot.title, lot.description)))
    )
    if body:
        records.append(
            Text(
                **marks,
                text_digest=text_digest(body),
                owner_kind="notice",
                owner_id=notice_id,
                language=notice.language,
                text=body,
            )
        )
    if is_looked_at(origin):
        unknown = unknown_elements(root, known_paths(NAME, read=_READ))
        records += drift_records(unknown, form=NAME, notice_id=notice_id, marks=marks)
    return records


def _notice(
    root: Element,
    header: Found,
    forms: list[Element],
    form: Element | None,
    reading: FormReading,
    origin: Origin,
    *,
    notice_id: str,
    marks: Stamp,
) -> Notice:
    document = header.get("document")
    published = codes.calendar_date(header.get("published"))
    issue = header.get("issue")
    estimate = (reading.est_value, reading.est_currency)
    if reading.est_value is None:
        estimate = _coded(header, "ESTIMATED_TOTAL")
    coded_cpv = [code for said in header.get("cpv", ()) if (code := codes.cpv(said))]
    total, low, high, total_currency = _totals(header, reading)
    return Notice(
        **marks,
        notice_id=notice_id,
        notice_uuid=_uuid(forms),
        format=NAME,
        schema_version=root.get("VERSION") or (form.get("VERSION") if form is not None else None),
        root_element=_ROOT,
        form=local_name(form) if form is not None else None,
        notice_kind=_KIND_OF_DOCUMENT.get(document or "", "other"),
        notice_type=document,
        is_change=document == "2",
        changed_notice=reading.changed,
        modified_notice=codes.publication_number(header.get("previous")) if document == "K" else None,
        publication_number=notice_id,
        oj_issue=f"{int(issue)}/{published.year}" if issue and issue.isdigit() and published else None,
        publication_date=published,
        dispatch_date=codes.calendar_date(header.get("dispatched")),
        country=codes.country(header.get("country")),
        language=_language(header, form),
        languages=tuple(sorted({code for f in forms if (code := codes.language(f.get("LG")))})),
        title=reading.title,
        description=reading.description,
        cpv_main=reading.cpv_main or next(iter(coded_cpv), None),
        cpv_all=codes.distinct([*coded_cpv, *reading.cpv_all]),
        nuts=codes.distinct(header.get("nuts", ()) or reading.nuts),
        procedure_type=header.get("procedure"),
        contract_nature=header.get("nature"),
        legal_basis=reading.legal_basis or header.get("directive"),
        previous_notice=reading.previous or header.get("previous"),
        est_value=estimate[0],
        est_currency=estimate[1],
        total_value=total,
        total_low=low,
        total_high=high,
        total_currency=total_currency,
        framework_or_dps=reading.framework_or_dps,
        deadline=reading.deadline or codes.calendar_date(header.get("submission")),
        duration=reading.duration,
        lot_count=len(reading.lots),
        url=origin.url,
    )


def _uuid(forms: list[Element]) -> str | None:
    for form in forms:
        if str(form.tag).endswith("NOTICE_UUID") and local_name(form) == "NOTICE_UUID" and form.text:
            return form.text.strip() or None
    return None


def _language(header: Found, form: Element | None) -> str | None:
    said = form.get("LG") if form is not None else None
    return codes.language(said) or codes.language((header.get("language") or "").split(" ")[0])


def _coded(header: Found, kind: str) -> tuple[Decimal | None, str | None]:
    """A value of the coded header, which repeats what the form says."""
    for element in header.get("value", ()):
        if element.get("TYPE") == kind:
            value = codes.amount(element.text)
            if value is not None:
                return value, codes.currency(element.get("CURRENCY"))
    return None, None


def _totals(header: Found, reading: FormReading) -> tuple[Decimal | None, Decimal | None, Decimal | None, str | None]:
    """The notice's total, or the range that stands in its place, and the currency."""
    if reading.total_value is not None or reading.total_low is not None:
        return reading.total_value, reading.total_low, reading.total_high, reading.total_currency
    value, currency = _coded(header, "PROCUREMENT_TOTAL")
    return value, None, None, currency


FORMAT = Format(name=NAME, version=VERSION, max_bytes=MAX_BYTES, recognises=_recognises, read=read)
