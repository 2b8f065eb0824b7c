"""The search API of the rehearsal world, with the habits of the real one.

Heterogeneous values, error codes, two ways of paging, an iteration token that is still there after the last page, and
one answer that says `timedOut` and holds half a page.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from spiders.rehearsal.answers import Answer, Memory, json_answer
from spiders.rehearsal.eforms_writer import LANGUAGES, zoned
from spiders.rehearsal.expert_query import QueryError, parse_query
from spiders.rehearsal.issues import issue_number
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.segments import BY_KEY

HOST = "api.ted.example"
PATH = "/v3/notices/search"
MAX_LIMIT = 250
MAX_WINDOW = 15_000
TIMED_OUT_AT = 1
_KEYS = {
    "query",
    "fields",
    "limit",
    "page",
    "scope",
    "paginationMode",
    "onlyLatestVersions",
    "checkQuerySyntax",
    "iterationNextToken",
}
_TYPES = {
    "planning": "pin-only",
    "competition": "cn-standard",
    "result": "can-standard",
    "veat": "veat",
    "modification": "can-modif",
}
_COUNTRY_NAMES = {"DK": ("DNK", "Danmark"), "SE": ("SWE", "Sverige"), "NO": ("NOR", "Norge")}


def _refused(code: str, message: str) -> Answer:
    return json_answer({"message": message, "error": {"type": code}}, status=400)


def _fields(notice: NoticeEvent) -> dict[str, Any]:
    """Every field that the world knows of a notice, in the service's mixed shapes."""
    language = LANGUAGES[notice.language].lower()
    country, country_name = _COUNTRY_NAMES[notice.buyers[0].country]
    label = BY_KEY[notice.segment].name if notice.segment else "Varer og tjenester"
    kind = _TYPES[notice.kind]
    won = [bid for _, _, bid in notice.winning()]
    base = f"http://ted.example/{{}}/notice/{notice.notice_id}"
    values: dict[str, Any] = {
        "publication-number": notice.notice_id,
        "publication-date": zoned(notice.published),
        "ojs-number": f"{issue_number(notice.published)}/{notice.published.year}",
        "notice-identifier": notice.uuid,
        "notice-version": int(notice.version),
        "notice-type": {"value": kind, "label": kind} if notice.number % 3 == 0 else kind,
        "form-type": "result" if notice.kind == "result" else notice.kind,
        "procedure-identifier": notice.procedure,
        "procedure-type": notice.procedure_type,
        "official-language": [language.upper()],
        "buyer-name": {language: [buyer.name for buyer in notice.buyers]},
        "buyer-country": [country],
        "organisation-name-buyer": {language: [buyer.name for buyer in notice.buyers]},
        "notice-title": {language: f"{country_name} – {label} – {notice.title}"},
        "classification-cpv": [notice.cpv, *notice.cpvs],
        "place-of-performance": [notice.nuts],
        "winner-name": {language: [party.name for bid in won for party in bid.suppliers]} if won else None,
        "winner-country": ["DNK" for _ in won] or None,
        "tender-value": [str(bid.value) for bid in won if bid.value is not None] or None,
        "tender-value-cur": [notice.currency for bid in won if bid.value is not None] or None,
        "total-value": float(notice.total) if notice.total is not None else None,
        "total-value-cur": [notice.currency] if notice.total is not None else None,
        "estimated-value-proc": float(notice.estimate) if notice.estimate is not None else None,
        "deadline-receipt-tender-date-lot": [zoned(lot.deadline) for lot in notice.lots if lot.deadline] or None,
        "links": {
            "xml": {"MUL": f"{base.format('en')}/xml"},
            "html": {"DAN": base.format("da").replace("/notice/", "/notice/-/detail/")},
        },
    }
    return values


KNOWN_FIELDS = frozenset(
    {
        "publication-number",
        "publication-date",
        "ojs-number",
        "notice-identifier",
        "notice-version",
        "notice-type",
        "form-type",
        "procedure-identifier",
        "procedure-type",
        "official-language",
        "buyer-name",
        "buyer-country",
        "organisation-name-buyer",
        "notice-title",
        "classification-cpv",
        "place-of-performance",
        "winner-name",
        "winner-country",
        "tender-value",
        "tender-value-cur",
        "total-value",
        "total-value-cur",
        "estimated-value-proc",
        "deadline-receipt-tender-date-lot",
        "links",
    }
)


def search(notices: tuple[NoticeEvent, ...], body: bytes, as_of: date, memory: Memory) -> Answer:
    """One POST to the search: a page of notices published up to `as_of`, or the service's refusal."""
    try:
        asked = json.loads(body)
    except ValueError:
        return _refused("INVALID_JSON", "The request body is not JSON")
    if not isinstance(asked, dict) or set(asked) - _KEYS:
        return _refused("UNKNOWN_KEY", "Unrecognised key in the request body")
    fields, limit, page = asked.get("fields"), asked.get("limit", 10), asked.get("page", 1)
    if not isinstance(fields, list) or not fields:
        return _refused("FIELDS_EMPTY", "Parameter 'fields' must not be empty")
    if not isinstance(limit, int) or not isinstance(page, int) or limit < 1 or page < 1:
        return _refused("INVALID_VALUE", "Parameters 'limit' and 'page' must be positive numbers")
    if limit > MAX_LIMIT:
        return _refused("SEARCH_EXCEEDS_MAX_LIMIT", f"Limit must not exceed {MAX_LIMIT}")
    if set(fields) - KNOWN_FIELDS:
        return _refused("QUERY_UNKNOWN_FIELD", f"Unknown field {sorted(set(fields) - KNOWN_FIELDS)[0]}")
    try:
        query = parse_query(str(asked.get("query", "")))
    except QueryError as refusal:
        return _refused(str(refusal.args[0]), "The query cannot be understood")
    hits = query.run(tuple(notice for notice in notices if notice.published <= as_of))
    iterates = asked.get("paginationMode") == "ITERATION"
    if not iterates and page * limit > MAX_WINDOW:
        return _refused("SEARCH_WINDOW_TOO_WIDE", f"Page times limit must not exceed {MAX_WINDOW}")
    start = _start(asked.get("iterationNextToken")) if iterates else (page - 1) * limit
    if start is None:
        return json_answer({"message": "Internal server error"}, status=500)
    found = hits[start : start + limit]
    is_cut = len(found) > 1 and memory.times("search") == TIMED_OUT_AT
    if is_cut:
        found = found[: len(found) // 2]
    rows = []
    for notice in found:
        known = _fields(notice)
        rows.append({name: known[name] for name in fields if known[name] is not None})
    # The token does not advance past the end, so that it comes back non-empty and repeated after the last page.
    reached = min(start + (0 if is_cut else limit), len(hits))
    token = f"after-{reached:06d}" if iterates else None
    said = {"notices": rows, "totalNoticeCount": len(hits), "iterationNextToken": token, "timedOut": is_cut}
    return json_answer(said)


def _start(token: object) -> int | None:
    """Where a page begins: at the top without a token, where the token says, None for a token that was never given."""
    if token in (None, ""):
        return 0
    said = str(token)
    return int(said[6:]) if said.startswith("after-") and said[6:].isdigit() else None
