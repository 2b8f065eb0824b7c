"""The explorer: filters, SQL, and everything that it must refuse."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from dashboards.explorer import HOST, make_app
from dashboards.filtering import FilterRefusedError, filtered
from warehouse.edition import Edition


@pytest.fixture(scope="module")
def browser(edition: Edition) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

        with TestClient(make_app(lambda: edition.folder), base_url=f"http://{HOST}:8765") as client:
            yield client


def rows_of(text: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row.iter("td")] for row in html.fromstring(text).iterfind(".//tbody/tr")]


def test_filters_narrow_what_is_shown_by_text_number_day_and_absence(browser: Any, edition: Edition) -> None:
    def count(condition: str) -> int:
        found = edition.query(f"select least(count(*), 500) as n from mart.award where {condition}")
        return int(str(found[0]["n"]))

    cases = {
        "f.title=levering": "contains(lower(title), 'levering')",
        "f.amount_dkk=>=5000000": "amount_dkk >= 5000000",
        "f.amount_dkk=1000000..2000000": "amount_dkk between 1000000 and 2000000",
        "f.publication_date=2025-01-01..2025-06-30": "publication_date between date '2025-01-01' and date '2025-06-30'",
        "f.amount_dkk=-": "amount_dkk is null",
        "f.title=levering&f.amount_dkk=>=5000000": "contains(lower(title), 'levering') and amount_dkk >= 5000000",
    }
    for query, condition in cases.items():
        shown = rows_of(browser.get(f"/mart/award?{query}").text)
        assert len(shown) == count(condition) > 0, query


def test_a_sorted_column_stands_in_its_order(browser: Any) -> None:
    page = browser.get("/mart/award?sort=award_key&down=1").text
    keys = [row[0] for row in rows_of(page)]
    assert keys == sorted(keys, reverse=True)


def test_sql_is_answered_and_its_answer_can_be_taken_along(browser: Any) -> None:
    query = {"q": "select '=1+1' as risky, 42 as n"}
    assert rows_of(browser.get("/sql", params=query).text) == [["=1+1", "42"]]
    taken = browser.get("/sql", params=query | {"format": "csv"})
    assert taken.content.decode("utf-8-sig") == "risky,n\n'=1+1,42\n"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("drop table mart.award", "An edition is for reading: DROP is refused"),
        ("update mart.award set title = ''", "An edition is for reading: UPDATE is refused"),
        ("copy mart.award to '/tmp/out.csv'", "An edition is for reading: COPY is refused"),
        ("select * from read_csv('/etc/passwd')", "files, networks, extensions and settings are closed"),
        ("select * from '/etc/passwd'", ""),
        ("set enable_external_access = true", "An edition is for reading"),
        ("attach '/tmp/x.duckdb'", "An edition is for reading"),
        ("install httpfs", "An edition is for reading"),
        ("select 1; drop table mart.award", "There are 2 statements"),
        ("select 1) union all (select 2", "syntax error"),
    ],
)
def test_writing_and_reaching_out_are_refused_with_a_sentence(browser: Any, query: str, said: str) -> None:
    answer = browser.get("/sql", params={"q": query})
    assert answer.status_code == 400
    shown = html.fromstring(answer.text).find_class("refused")
    assert len(shown) == 1
    assert said in shown[0].text_content()
    assert "root:" not in answer.text


def test_only_reading_from_this_machine_under_its_own_name_is_answered(browser: Any) -> None:
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 421
    assert browser.get("/", headers={"host": "127.0.0.1.evil.example:8765"}).status_code == 421
    assert browser.post("/sql", data={"q": "select 1"}).status_code == 405
    assert HOST == "127.0.0.1"
    policy = browser.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_what_is_asked_is_shown_as_text(browser: Any) -> None:
    for address in ("/sql", "/mart/award"):
        page = browser.get(address, params={"q": "<script>alert(1)</script>", "f.title": '"><script>x</script>'}).text
        assert [script.get("src") for script in html.fromstring(page).iter("script")] == ["/static/explorer.js"]
    assert browser.get("/mart/nope").status_code == 404


def test_a_filter_never_becomes_part_of_the_query() -> None:
    query = filtered("award", {"title": "VARCHAR"}, {"title": "x' or 1=1 --"})
    assert "or 1=1" not in query.sql
    assert query.values == ("x' or 1=1 --",)
    with pytest.raises(FilterRefusedError, match="no column 'secret'"):
        filtered("award", {"title": "VARCHAR"}, {"secret": "x"})
    with pytest.raises(FilterRefusedError, match=r"'many' is no value of n; write a number"):
        filtered("award", {"n": "INTEGER"}, {"n": ">many"})
