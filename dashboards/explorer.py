"""The explorer: live filters over every mart and a box for SQL, in a browser on the same machine.

It runs on Starlette and uvicorn, which come with Prefect: nothing more is installed, and the same jail answers as for
`overblik sql` (read-only, no files, no network, locked settings, limits of time and memory). Each request opens the
edition anew, so that the next night's edition is seen at once. It listens on loopback alone and answers no other host
name, so that no page elsewhere can ask through the reader's browser.

Rejected: Streamlit as an extra (290 MB more, a lock file of its own, telemetry on by default, tables as a canvas that
screen readers and printers do not see).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.document import HERE, environment
from dashboards.filtering import MOST_ROWS, filtered
from dashboards.safety import clean
from dashboards.showing import one_line
from warehouse.edition import Edition, run_sql
from warehouse.refusal import RefusedError

HOST = "127.0.0.1"
HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
SECONDS = 20.0
_LONGEST_CELL = 240
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_MARTS = """select table_name, any_value(table_comment) as meaning from mart.data_dictionary
where table_schema = 'mart' group by table_name order by table_name"""
_COLUMNS = """select column_name, data_type, coalesce(comment, '') as comment from mart.data_dictionary
where table_schema = 'mart' and table_name = $1 order by column_position"""
_FIRST = "select player_name, award_share, share_low, share_high\nfrom mart.supplier_share\nlimit 20"
Call = Callable[[Request], Awaitable[Response]]


class _Doors(BaseHTTPMiddleware):
    """Answers only reading requests to loopback's own names, and tells browsers to run nothing else."""

    async def dispatch(self, request: Request, call_next: Call) -> Response:
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if host not in HOSTS:
            answer: Response = PlainTextResponse("This answers on 127.0.0.1 only.", status_code=421)
        elif request.method not in ("GET", "HEAD"):
            answer = PlainTextResponse("An edition is for reading.", status_code=405)
        else:
            answer = await call_next(request)
        answer.headers.update(_HEADERS)
        return answer


class _Explorer:
    """The pages, over whatever edition `folder` says is current."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self.folder = folder

    def home(self, request: Request) -> Response:
        """All marts, with what a row is."""
        with Edition(self.folder()) as edition:
            marts = [(str(row["table_name"]), clean(str(row["meaning"] or ""))) for row in edition.query(_MARTS)]
            return _page("home", edition=edition.id, marts=marts)

    def mart(self, request: Request) -> Response:
        """One mart with a filter above each column; as CSV with `format=csv`."""
        name = request.path_params["name"]
        with Edition(self.folder()) as edition:
            columns = edition.query(_COLUMNS, [name])
            if not columns:
                return _page("refused", edition=edition.id, sentence=f"There is no mart {name!r}.", status=404)
            types = {str(row["column_name"]): str(row["data_type"]) for row in columns}
            said = {column: request.query_params.get(f"f.{column}", "") for column in types}
            sort, down = request.query_params.get("sort", ""), request.query_params.get("down") == "1"
            sentence, rows = "", list[list[str]]()
            try:
                query = filtered(name, types, said, sort=sort, down=down)
                found = edition.query(query.sql, query.values)
                if request.query_params.get("format") == "csv":
                    return _csv(list(types), [list(row.values()) for row in found], name)
                rows = [[_cell(value) for value in row.values()] for row in found]
            except RefusedError as refused:
                sentence = str(refused)
            asked = {f"f.{column}": text for column, text in said.items() if text}
            return _page(
                "mart",
                edition=edition.id,
                name=name,
                columns=[(str(row["column_name"]), str(row["comment"])) for row in columns],
                said=said,
                rows=rows[:MOST_ROWS],
                more=len(rows) > MOST_ROWS,
                sentence=sentence,
                sort=sort,
                down=down,
                asked=urlencode(asked),
                status=400 if sentence else 200,
            )

    def sql(self, request: Request) -> Response:
        """A box for one select, and its answer."""
        query = request.query_params.get("q", "")
        sentence, columns, rows, more = "", list[str](), list[list[str]](), False
        with Edition(self.folder()) as edition:
            if query.strip():
                try:
                    limited = f"select * from ({query.strip().rstrip(';')}\n) limit {MOST_ROWS + 1}"  # noqa: S608  the reader's own question, in the jail
                    edition.columns(query.strip().rstrip(";"))  # refuses, in its own words, what is no single select
                    answer = run_sql(edition, limited, seconds=SECONDS)
                    columns, more = list(answer.columns), len(answer.rows) > MOST_ROWS
                    if request.query_params.get("format") == "csv":
                        return _csv(columns, [list(row) for row in answer.rows], "answer")
                    rows = [[_cell(value) for value in row] for row in answer.rows[:MOST_ROWS]]
                except RefusedError as refused:
                    sentence = str(refused)
            return _page(
                "sql",
                edition=edition.id,
                query=query or _FIRST,
                columns=columns,
                rows=rows,
                more=more,
                sentence=sentence,
                asked=urlencode({"q": query}),
                status=400 if sentence else 200,
            )


def _page(kind: str, *, status: int = 200, **said: object) -> Response:
    text = environment().get_template("explorer.html.j2").render(kind=kind, most=MOST_ROWS, **said)
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else one_line(str(value), _LONGEST_CELL)


def _csv(columns: list[str], rows: list[list[object]], name: str) -> Response:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_plain(value) for value in row] for row in rows[:MOST_ROWS]])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    data = text.getvalue().encode("utf-8-sig", "replace")
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


def _plain(value: object) -> object:
    if isinstance(value, list | dict):
        value = str(value)
    if isinstance(value, str):
        value = value.replace("\r", "\n")  # left unquoted by the writer, a reader would begin a new row there
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA) else value


def _static(name: str, kind: str) -> Callable[[Request], Response]:
    data = (HERE / "static" / name).read_bytes()
    return lambda _: Response(data, media_type=kind)


def make_app(folder: Callable[[], Path]) -> Starlette:
    """The application; `folder` says, at each request, where the current edition is."""
    explorer = _Explorer(folder)
    app = Starlette(
        routes=[
            Route("/", explorer.home),
            Route("/mart/{name}", explorer.mart),
            Route("/sql", explorer.sql),
            Route("/static/explorer.css", _static("explorer.css", "text/css")),
            Route("/static/explorer.js", _static("explorer.js", "text/javascript")),
        ]
    )
    app.add_middleware(_Doors)
    return app
