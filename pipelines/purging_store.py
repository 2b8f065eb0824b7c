"""Taking out of the object store what was taken out here: evidence, editions, records, and every copy of the ledger.

What is here was cleaned before, so the store is made to follow: buried evidence goes, records and the ledger are put
anew, and an edition that only the store still has is fetched and searched like those that are here. A store that keeps
old versions of its objects keeps them all the same; its own rules must end those.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pipelines.purging import edition_traces
from pipelines.store_commands import push_now
from warehouse.settings import Settings, workspace
from warehouse.store import Store
from warehouse.tombstone import Tombstones


def follow_in_store(settings: Settings, study: str) -> str | None:
    """Make the store forget what was taken out of a study; returns a sentence, or None where there is no store.

    May be run again: what is gone stays gone. Raises `StoreError`.
    """
    if settings.store is None:
        return None
    place = workspace(settings, study)
    store, stones = Store(settings.store, study), Tombstones(place.root)
    gone = [name for name in store.editions() if _names_somebody(store, name, stones)]
    removed = store.forget(place, editions=gone)
    said = push_now(settings, study)
    return f"{removed} objects went from the object store ({len(gone)} editions), {said}"


def _names_somebody(store: Store, name: str, stones: Tombstones) -> bool:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        store.fetch_edition(name, folder)
        return next(edition_traces(folder, stones), None) is not None
