"""What somebody else wrote into the store is not believed: neither bytes nor names."""

import hashlib
from pathlib import Path

import pytest

from warehouse.settings import Workspace
from warehouse.store import Store, StoreError

PAGE = b"three" * 2_000_000


@pytest.fixture
def store(tmp_path: Path) -> tuple[Store, Path]:
    """A store on this disk that holds one large piece of evidence, an edition and a ledger; and its folder."""
    kept = tmp_path / "store" / "small"
    digest = hashlib.sha256(PAGE).hexdigest()
    for name, data in {
        f"evidence/{digest[:2]}/{digest}": PAGE,
        "editions/20261120-1/overblik.duckdb": b"a database",
        "ledger/20261120-1.sqlite": b"",
        "current": b"20261120-1\ntoken\n",
    }.items():
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (kept / name).write_bytes(data)
    return Store(f"file://{tmp_path / 'store'}", "small"), kept


def test_a_store_that_nobody_touched_is_fetched(store: tuple[Store, Path], tmp_path: Path) -> None:
    place = Workspace(tmp_path / "here")
    store[0].pull(place)
    assert place.current.resolve().name == "20261120-1"


def test_bytes_of_the_store_that_do_not_give_their_name_are_refused(store: tuple[Store, Path], tmp_path: Path) -> None:
    (path,) = (one for one in store[1].glob("evidence/*/*"))
    path.write_bytes(b"f" + PAGE[1:])
    place = Workspace(tmp_path / "here")
    with pytest.raises(StoreError, match="are not those that were put there"):
        store[0].pull(place)
    assert [one for one in place.evidence.rglob("*") if one.is_file()] == []


def test_an_object_of_the_store_whose_name_leads_out_of_its_folder_is_refused(
    store: tuple[Store, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = store[0]._listed
    monkeypatch.setattr(store[0], "_listed", lambda under: listed(under) | {"../../outside": 4})
    monkeypatch.setattr(store[0], "_get", lambda name: b"evil")
    with pytest.raises(StoreError, match="leads out of its place"):
        store[0].pull(Workspace(tmp_path / "here" / "small"))
    assert not list(tmp_path.glob("**/outside"))


@pytest.mark.parametrize("name", ["../../elsewhere", "/etc", "..", ".", "", "20261120-1/../../x", ".hidden"])
def test_a_pointer_of_the_store_that_names_no_edition_is_refused(
    store: tuple[Store, Path], tmp_path: Path, name: str
) -> None:
    (store[1] / "current").write_text(f"{name}\ntoken\n", encoding="ascii")
    place = Workspace(tmp_path / "here")
    with pytest.raises(StoreError, match="names no edition"):
        store[0].pull(place)
    assert not place.current.is_symlink()
