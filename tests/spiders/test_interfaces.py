"""What documented interfaces have in common: credentials that go nowhere else, and answers of any kind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.archiving import Ask
from spiders.fetching import Fetcher
from spiders.interfaces import Token, next_page, read_json
from spiders.sources.doffin import KEY, DoffinOptions, read_hits
from spiders.sources.udbud_dk import CLIENT_ID, CLIENT_SECRET, UdbudOptions, read_rows
from spiders.wire import WireAnswer
from tests.spiders.interface_fakes import (
    SECRETS,
    ends,
    files_with,
    night,
)
from tests.spiders.rigged import Rigged, a_crawl


@pytest.mark.parametrize(
    ("kind", "options", "names"),
    [
        ("udbud_dk", UdbudOptions(api="http://127.0.0.1:9", login="http://127.0.0.1:9"), (CLIENT_ID, CLIENT_SECRET)),
        ("doffin", DoffinOptions(api="http://127.0.0.1:9"), (KEY,)),
    ],
)
def test_withoutinterface_credentials_nothing_is_asked_and_one_sentence_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: Any, names: tuple[str, ...]
) -> None:
    for name in names:
        monkeypatch.delenv(name, raising=False)
    crawl = night(tmp_path, kind, options)
    assert ends(crawl) == {}
    (sentence,) = crawl.incomplete
    assert sentence.startswith("nothing was asked")
    assert all(name in sentence for name in names)


@pytest.mark.usefixtures("interface_credentials")
def test_a_fault_of_ours_tells_no_secret_in_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawl = a_crawl(tmp_path, rehearsal=True)

    def broken() -> WireAnswer:
        raise RuntimeError("nobody foresaw this")

    answers = {"http://udbud.example/x": [broken]}

    async def run() -> None:
        fetcher: Fetcher = Rigged(answers).fetcher(crawl)
        await fetcher.ask(
            Ask(url="http://udbud.example/x", key="x", headers={"Authorization": SECRETS[1]}, obeys_robots=False)
        )

    asyncio.run(run())
    said = capsys.readouterr()
    assert "nobody foresaw this" in said.out + said.err + str(crawl.incomplete)
    assert SECRETS[1] not in said.out + said.err
    assert files_with(tmp_path, SECRETS[1]) == []


def test_a_token_is_used_until_shortly_before_its_end(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, rehearsal=True)
    given_out = iter(range(9))

    def token() -> WireAnswer:
        said = json.dumps({"access_token": f"t{next(given_out)}", "expires_in": 600})
        return WireAnswer(status=200, headers={"content-type": "application/json"}, body=said.encode())

    clock = [0.0]

    async def run() -> list[str]:
        fetcher = Rigged({"http://login.example/": [token]}).fetcher(crawl)
        held = Token(fetcher, "http://login.example/", SECRETS, clock=lambda: clock[0])
        headers = []
        for at in (0.0, 569.0, 571.0, 600.0):
            clock[0] = at
            headers.append((await held.header() or {})["Authorization"])
        return headers

    assert asyncio.run(run()) == ["Bearer t0", "Bearer t0", "Bearer t1", "Bearer t1"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["hits", "id", "totalt", "bekendtgoerelser", "noticeId", "bekendtgoerelseXml", "links", "next"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_answer_is_a_page_or_none(value: Any) -> None:
    document = read_json(json.dumps(value).encode())
    readers: tuple[Callable[[Any], Any], ...] = (read_rows, read_hits)
    for reader in readers:
        reader(document)
    following = next_page(document, base="https://a.example/x?y=1")
    assert following is None or following.startswith(("http", "ftp")) or ":" in following


@given(st.binary(max_size=60))
def test_any_bytes_are_json_or_none(data: bytes) -> None:
    read_json(data)
