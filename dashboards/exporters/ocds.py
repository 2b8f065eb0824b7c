"""The procurement facts as OCDS 1.1 release packages, one a year of publication.

A release is one current notice: its parties, what is bought, awards with suppliers and values, contracts with periods.
Values are those that the market's figures use: only trusted ones, in the currency as published; framework ceilings are
not given as values. What OCDS asks for and no source says is left out rather than made up.

The prefix of the ocid is ours and not registered with the Open Contracting Partnership: whoever publishes these files
outside the house registers one and replaces it. Rejected: one package of everything (larger than memory), compiled
releases (a choice of which notice wins, which belongs to the reader).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dashboards.claims import plain
from dashboards.exporter import Exporter, Written
from dashboards.safety import web_address
from warehouse.edition import Edition

PREFIX = "ocds-overblik"
VERSION = "1.1"
_TAGS = {
    "planning": ["planning"],
    "competition": ["tender"],
    "result": ["award", "contract"],
    "modification": ["contractAmendment"],
    "change": ["tenderUpdate"],
}
_STATUS = {"awarded": "active", "not_awarded": "unsuccessful", "open": "pending"}
_YEARS = "select distinct year(publication_date) as year from mart.notice where is_current order by year"
_NOTICES = """select * from mart.notice
where is_current and year(publication_date) = {year}
order by notice_id"""
_AWARDS = """select award.*, period.start_date, period.end_date
from mart.award as award
left join mart.contract_period as period on period.award_key = award.award_key
where year(award.publication_date) = {year}
order by award.award_key"""
_SUPPLIERS = """select link.* from mart.award_supplier as link
inner join mart.award as award on award.award_key = link.award_key
where year(award.publication_date) = {year} and link.role = 'supplier'
order by link.award_key, link.player_id"""
_BUYERS = """select link.award_key, link.player_id, link.player_name, award.notice_id
from mart.award_buyer as link
inner join mart.award as award on award.award_key = link.award_key
where year(award.publication_date) = {year}
order by award.notice_id, link.player_id"""
Row = Mapping[str, object]


def write(edition: Edition, folder: Path) -> list[Written]:
    """Write one package a year under `ocds/`."""
    written = []
    (folder / "ocds").mkdir(parents=True, exist_ok=True)
    for found in edition.query(_YEARS):
        if found["year"] is None:
            continue
        year = int(str(found["year"]))
        path = folder / "ocds" / f"{year}.json"
        releases = _releases(edition, year)
        package = {
            "uri": f"urn:overblik:{edition.id}:ocds:{year}",
            "version": VERSION,
            "publishedDate": _moment(edition.query("select as_of from mart.study")[0]["as_of"]),
            "publisher": {"name": "Overblik"},
            "releases": releases,
        }
        path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")
        written.append(Written(path=path, format="ocds", meaning="OCDS 1.1 release package", rows=len(releases)))
    return written


def _releases(edition: Edition, year: int) -> list[dict[str, Any]]:
    awards, suppliers, buyers = (
        _grouped(edition.query(sql.format(year=year)), key)
        for sql, key in ((_AWARDS, "notice_id"), (_SUPPLIERS, "award_key"), (_BUYERS, "notice_id"))
    )
    return [
        release(
            notice,
            awards=awards.get(str(notice["notice_id"]), []),
            suppliers=suppliers,
            buyers=buyers.get(str(notice["notice_id"]), []),
        )
        for notice in edition.query(_NOTICES.format(year=year))
    ]


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[str(row[key])].append(row)
    return grouped


def release(notice: Row, *, awards: list[Row], suppliers: Mapping[str, list[Row]], buyers: list[Row]) -> dict[str, Any]:
    """One notice as an OCDS release."""
    bought = {str(row["player_id"]): str(row["player_name"]) for row in buyers}
    if notice["buyer_player_id"] and not bought:
        bought[str(notice["buyer_player_id"])] = str(notice["buyer_name"] or notice["buyer_player_id"])
    won = {
        str(row["player_id"]): str(row["player_name"])
        for award in awards
        for row in suppliers.get(str(award["award_key"]), [])
    }
    parties = [
        {
            "id": key,
            "name": {**won, **bought}[key],
            "roles": [*_if(key in bought, "buyer"), *_if(key in won, "supplier")],
        }
        for key in sorted({**bought, **won})
    ]
    buyer = next(iter(bought), None)
    return _without_nothing(
        {
            "ocid": f"{PREFIX}-{notice['procedure_id'] or notice['notice_id']}",
            "id": str(notice["notice_id"]),
            "date": _moment(notice["publication_date"]),
            "tag": _TAGS.get(str(notice["notice_kind"]), ["tender"]),
            "initiationType": "tender",
            "language": str(notice["language"] or "").lower(),
            "parties": parties,
            "buyer": {"id": buyer, "name": bought[buyer]} if buyer else None,
            "tender": _tender(notice),
            "awards": [_award(award, suppliers.get(str(award["award_key"]), [])) for award in awards],
            "contracts": [_contract(award) for award in awards if award["status"] == "awarded"],
        }
    )


def _if(condition: bool, value: str) -> list[str]:
    return [value] if condition else []


def _tender(notice: Row) -> dict[str, Any]:
    item = None
    if notice["cpv_main"]:
        item = {
            "id": "1",
            "classification": {
                "scheme": "CPV",
                "id": str(notice["cpv_main"]),
                "description": notice["cpv_label_en"],
            },
        }
    url = web_address(str(notice["url"] or ""))
    return _without_nothing(
        {
            "id": str(notice["procedure_id"] or notice["notice_id"]),
            "title": notice["title"],
            "items": [_without_nothing(item)] if item else None,
            "tenderPeriod": {"endDate": _moment(notice["deadline"])} if notice["deadline"] else None,
            "documents": [{"id": "notice", "documentType": "tenderNotice", "url": url}] if url else None,
        }
    )


def _award(award: Row, suppliers: list[Row]) -> dict[str, Any]:
    return _without_nothing(
        {
            "id": str(award["award_key"]),
            "title": award["title"],
            "status": _STATUS.get(str(award["status"])),
            "date": _moment(award["award_date"]),
            "value": _value(award),
            "suppliers": [{"id": str(row["player_id"]), "name": str(row["player_name"])} for row in suppliers],
            "relatedLots": [str(award["lot_id"])] if award["lot_id"] else None,
        }
    )


def _contract(award: Row) -> dict[str, Any]:
    period = {"startDate": _moment(award["start_date"]), "endDate": _moment(award["end_date"])}
    return _without_nothing(
        {
            "id": f"{award['award_key']}-contract",
            "awardID": str(award["award_key"]),
            "title": award["title"],
            "value": _value(award),
            "period": _without_nothing(period),
        }
    )


def _value(award: Row) -> dict[str, Any] | None:
    """The value as published, where it is trusted and of a kind that may be added."""
    if award["amount_dkk"] is None or award["amount"] is None or not award["currency"]:
        return None
    return {"amount": plain(award["amount"]), "currency": str(award["currency"])}


def _moment(day: object) -> str | None:
    return f"{day.isoformat()[:10]}T00:00:00Z" if isinstance(day, date) else None


def _without_nothing(held: Mapping[str, Any]) -> dict[str, Any]:
    """OCDS leaves out what is not known; an empty value would say that there is none."""
    return {key: value for key, value in held.items() if value not in (None, "", [], {})}


EXPORTER = Exporter(
    name="ocds",
    marts=("mart.notice", "mart.award", "mart.award_supplier", "mart.award_buyer", "mart.contract_period"),
    write=write,
)
