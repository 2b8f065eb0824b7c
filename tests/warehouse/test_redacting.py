"""What is secret is masked wherever it stands, and what is not is left as it is."""

from collections.abc import Iterator

import pytest

from warehouse import redacting
from warehouse.redacting import REDACTED, redacted

SECRET = "kanarie7Hemmelig"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(redacting, "_known", set())
    redacting.learn.cache_clear()
    yield
    redacting.learn.cache_clear()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PREFECT_SERVER_DATABASE_CONNECTION_URL", f"postgresql+asyncpg://prefect:{SECRET}@db.example/prefect"),
        ("OVERBLIK_STORE", f"s3://key:{SECRET}@store.example/overblik"),
        ("DATABASE_URL", f"postgresql://db.example/overblik?user=o&password={SECRET}"),
        ("CACHE", f"redis://:{SECRET}@cache.example:6379/0"),
        ("SOME_DSN", f"host=db.example user=overblik password={SECRET}"),
        ("SOME_DSN", f"Server=db.example;Pwd={SECRET};Database=overblik"),
        ("PGPASSWORD", SECRET),
        ("PASSWORD", SECRET),
        ("TOKEN", SECRET),
        ("MYSQL_PWD", SECRET),
        ("proxy_password", SECRET),
    ],
)
def test_a_password_in_a_variable_is_masked_and_its_host_is_not(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    said = redacted(f"db.example refused {SECRET} for overblik of prefect at {value}")
    assert SECRET not in said
    assert said.startswith(f"db.example refused {REDACTED} for overblik of prefect at ")


def test_a_password_that_is_written_in_percents_is_masked_in_both_spellings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://o:hem%40meligt@db.example/o")
    assert redacted("hem@meligt and hem%40meligt") == f"{REDACTED} and {REDACTED}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://anna:kort@a.example/x refused", "https://[redacted]@a.example/x refused"),
        ("s3://k:a+b@c@store.example", "s3://[redacted]@store.example"),
        ('{"url": "redis://:pw@cache.example/0"}', '{"url": "redis://[redacted]@cache.example/0"}'),
        ("http://a.example:80/ asked by mail@b.example", "http://a.example:80/ asked by mail@b.example"),
        ("https://a.example/who:what@b", "https://a.example/who:what@b"),
        ("2026/S 227-123456 12:30 a@b.example", "2026/S 227-123456 12:30 a@b.example"),
    ],
)
def test_user_and_password_in_any_address_are_masked_though_nobody_said_that_they_are_secret(
    text: str, shown: str
) -> None:
    assert redacted(text) == shown


def test_what_is_no_secret_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_URL", "https://public.example/overblik/page?q=kommune")
    monkeypatch.setenv("SOME_DSN", "postgresql://localhost/overblik")
    told = "localhost overblik public.example kommune https://public.example/overblik/page?q=kommune"
    assert redacted(told) == told
