"""Search without a server: one small script for each language that sets a list, and a page that looks through it.

The list is a classic script (`window.OVERBLIK_INDEX = [...]`), for a page opened from the disk may not fetch. It holds
every page by title, every contract and player that a table leads from, and nothing of a source's longer texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from dashboards.desk import Desk
from dashboards.safety import clean
from dashboards.section import Page
from dashboards.words import Lang, Words

MARTS = ("mart.player", "mart.contract_period")
_OTHERS = """select player_name, player_id from mart.player order by player_name, player_id"""
_CONTRACTS = """select title, buyer_name, supplier_names from mart.contract_period
where days_left >= 0 and title is not null
order by latest_end_date, award_key
limit 2000"""
_LONGEST = 120
_KINDS: dict[str, Words] = {
    "players": Words("aktør", "player"),
    "municipalities": Words("kommune", "municipality"),
    "technologies": Words("teknologi", "technology"),
    "questions": Words("spørgsmål", "question"),
    "themes": Words("tema", "theme"),
}
_PAGE, _CONTRACT = Words("side", "page"), Words("kontrakt", "contract")
Entry = tuple[Words, Words, str]


def search_page() -> Page:
    """The page that searches; its box stands in the template."""
    return Page(
        path="search.html",
        title=Words("Søg i udgaven", "Search the edition"),
        lead=Words(
            "Søgningen sker i din egen browser; intet sendes nogen steder hen.",
            "The search happens in your own browser; nothing is sent anywhere.",
        ),
        blocks=(),
        section="search",
    )


def entries(desk: Desk, pages: Iterable[Page]) -> list[Entry]:
    """What can be found: title, what it is, and where; pages first, in their order."""
    found: list[Entry] = []
    paged = set()
    for page in pages:
        folder, _, rest = page.path.partition("/")
        if folder == "evidence" and rest:
            continue
        found.append((page.title, _KINDS.get(folder, _PAGE) if rest else _PAGE, page.path))
        paged.add(page.title.da)
    for row in desk.ask(_OTHERS) if desk.has("mart.player") else ():
        name = row.text("player_name")
        if name and name not in paged:
            found.append((Words(name, name), _KINDS["players"], "players.html"))
    for row in desk.ask(_CONTRACTS) if desk.has("mart.contract_period") else ():
        told = " · ".join(
            part for part in (row.text("title"), row.text("buyer_name"), row.text("supplier_names")) if part
        )
        found.append((Words(told, told), _CONTRACT, "contracts.html"))
    return found


def index_script(found: list[Entry], lang: Lang) -> bytes:
    """The list as a script. `<`, and the two line ends that scripts once could not hold, are written by number."""
    rows = [[clean(title.of(lang), _LONGEST), kind.of(lang), path] for title, kind, path in found]
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    for mark in "<\u2028\u2029":
        told = told.replace(mark, f"\\u{ord(mark):04x}")
    return f"window.OVERBLIK_INDEX={told};\n".encode("utf-8", "replace")
