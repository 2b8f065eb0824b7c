"""The columns of `manifest.csv`: how each is made from records, and what counts as the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from spiders.formats import wording
from warehouse.records import Award, AwardSupplier, Lot, Notice, Organisation, Record

Said = str | Decimal | date | int | bool | tuple[str, ...] | None


class View:
    """The records of one notice, sorted for looking up."""

    def __init__(self, records: Iterable[Record]) -> None:
        held = list(records)
        self.notice = next(record for record in held if isinstance(record, Notice))
        self.lots = [record for record in held if isinstance(record, Lot)]
        self.awards = [record for record in held if isinstance(record, Award)]
        self.suppliers = [r for r in held if isinstance(r, AwardSupplier) and r.role == "supplier"]
        self.organisations = [record for record in held if isinstance(record, Organisation)]
        self.supplier_of = {o.organisation_key: o for o in self.organisations if o.role == "supplier"}

    def of(self, role: str, field: str) -> tuple[str, ...]:
        """The filled values of a field of all organisations in a role."""
        values = (getattr(each, field) for each in self.organisations if each.role == role)
        return tuple(value for value in values if value)

    def rows(self) -> list[tuple[Award, Organisation | None]]:
        """Award × supplier; an award without a supplier is one row."""
        found: list[tuple[Award, Organisation | None]] = []
        for award in self.awards:
            keys = [row.organisation_key for row in self.suppliers if row.award_id == award.award_id]
            found += [(award, self.supplier_of[key]) for key in keys] or [(award, None)]
        return found

    def withholds(self, column: str) -> bool:
        """Whether a column holds a natural person's number, which is not kept."""
        role = {"winner_ids": "supplier", "buyer_ids": "buyer"}.get(column)
        return any(o.role == role and o.is_natural_person and o.national_id is None for o in self.organisations)


def _ceilings(view: View) -> tuple[str, ...]:
    """`3000000 EUR` of the procedure and of each lot (BT-271), as the manifest lists them.

    A result's own ceiling (BT-118) is kept in the same field of the notice; the manifest does not list it, so that
    the notice's ceiling stands behind `?` in results and counts only where the manifest has it.
    """
    optional = "?" if view.notice.notice_kind == "result" else ""
    pairs = [("", each.framework_max, each.framework_max_currency) for each in view.lots]
    pairs.append((optional, view.notice.framework_max, view.notice.framework_max_currency))
    return tuple(
        f"{mark}{value.normalize():f} {code or ''}".strip() for mark, value, code in pairs if value is not None
    )


COLUMNS: dict[str, Callable[[View], Said]] = {
    "form_or_subtype": lambda view: view.notice.form,
    "notice_kind": lambda view: view.notice.notice_kind,
    "td_or_notice_type": lambda view: view.notice.notice_type,
    "is_change": lambda view: view.notice.is_change,
    "publication_number": lambda view: view.notice.publication_number,
    "oj_issue": lambda view: view.notice.oj_issue,
    "publication_date": lambda view: view.notice.publication_date,
    "dispatch_date": lambda view: view.notice.dispatch_date,
    "country": lambda view: view.notice.country,
    "language": lambda view: view.notice.language,
    "languages": lambda view: view.notice.languages,
    "title": lambda view: view.notice.title,
    "buyer_names": lambda view: view.of("buyer", "name"),
    "buyer_ids": lambda view: view.of("buyer", "national_id"),
    "buyer_towns": lambda view: view.of("buyer", "town"),
    "cpv_main": lambda view: view.notice.cpv_main,
    "cpv_all": lambda view: view.notice.cpv_all,
    "nuts": lambda view: view.notice.nuts,
    "procedure": lambda view: view.notice.procedure_type,
    "contract_nature": lambda view: view.notice.contract_nature,
    "legal_basis": lambda view: view.notice.legal_basis,
    "est_value": lambda view: view.notice.est_value,
    "est_currency": lambda view: view.notice.est_currency,
    "total_value": lambda view: view.notice.total_value,
    "total_low": lambda view: view.notice.total_low,
    "total_high": lambda view: view.notice.total_high,
    "total_currency": lambda view: view.notice.total_currency,
    "framework_max": _ceilings,
    "lots": lambda view: view.notice.lot_count,
    "framework_or_dps": lambda view: view.notice.framework_or_dps,
    "n_award_rows": lambda view: len(view.rows()),
    "n_not_awarded": lambda view: sum(1 for award in view.awards if award.status == "not_awarded"),
    "winner_names": lambda view: view.of("supplier", "name"),
    "winner_ids": lambda view: view.of("supplier", "national_id"),
    "winner_countries": lambda view: view.of("supplier", "country"),
    "deadline": lambda view: view.notice.deadline,
    "duration_first_lot": lambda view: view.notice.duration,
    "previous_notice": lambda view: view.notice.previous_notice,
    "procedure_id": lambda view: view.notice.procedure_id,
    "notice_uuid": lambda view: view.notice.notice_uuid,
    "notice_version": lambda view: view.notice.notice_version,
    "withheld_fields": lambda view: view.notice.withheld_fields,
    "schema_version": lambda view: view.notice.schema_version,
    "root_element": lambda view: view.notice.root_element,
}

_LISTS = frozenset(
    ("languages", "buyer_names", "buyer_ids", "buyer_towns", "cpv_all", "nuts", "winner_names", "winner_ids",
     "winner_countries", "framework_or_dps", "framework_max")
)  # fmt: skip
_IDS = frozenset(("buyer_ids", "winner_ids", "winner_id"))
_NUMBERS = frozenset(
    ("est_value", "total_value", "total_low", "total_high", "value", "value_low", "value_high", "lots", "n_award_rows",
     "n_not_awarded", "withheld_fields", "tenders_received", "publication_number")
)  # fmt: skip


def folded(text: str) -> str:
    """A text in the presentation that both sides share."""
    return " ".join(wording.repair(text).replace("|", "/").split())


def _id(text: str) -> str:
    """An id without blanks and without the scheme that the truth puts before OCDS ids."""
    return re.sub(r"^[A-Z]{2}-[A-Z0-9]+:", "", "".join(folded(text).split()))


def _number(text: str) -> Decimal | str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return "" if value == -1 else round(value, 4).normalize()


def written(said: Said) -> str:
    """What was read, as the manifest would write it."""
    if said is None:
        return ""
    if isinstance(said, bool):
        return "1" if said else "0"
    if isinstance(said, tuple):
        return "|".join(said)
    if isinstance(said, Decimal):
        return f"{said:f}"
    return str(said)


def same(column: str, truth: str, said: Said) -> bool:
    """Whether what was read says the same as the truth."""
    read = written(said)
    if column in _LISTS:
        one = _id if column in _IDS else folded
        separator = "," if column == "framework_or_dps" else "|"
        wanted = {one(part) for part in truth.split(separator)} - {""}
        parts = said if isinstance(said, tuple) else read.split(separator)
        found = {one(part) for part in parts} - {""}
        optional = {part for part in found if part.startswith("?")}
        return wanted | found - optional == wanted and wanted <= {part.removeprefix("?") for part in found}
    if column in _IDS:
        return _id(truth) == _id(read)
    if column in _NUMBERS:
        return _number(truth) == _number(read)
    if column in ("title", "contract_title"):  # the truth puts blanks around inline elements: "CO 2", "1 a Fase"
        return "".join(folded(truth).split()) == "".join(folded(read).split())
    if column == "language":
        return read in (truth.split() or [""])
    if column == "schema_version":
        return folded(truth).removeprefix("ocds-") == folded(read).removeprefix("ocds-")
    return folded(truth) == folded(read)
