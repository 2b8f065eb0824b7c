"""Writes the lists of paths that readers know and leave alone, from the development data: names only, no content.

    python -m tests.known_paths --data ../shared/data

Run it after looking at `mart.path_drift` and deciding that what is new there is nothing to read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spiders.format import Unreadable
from spiders.formats import ocds
from spiders.formats.drift import Known
from spiders.formats.xml import Element, local_name, parse_xml
from tests.accuracy.archives import opened

FOLDERS = {
    "eforms": ("eforms", "eforms_no", "sdk_examples"),
    "ted_export": ("ted_export",),
    "ocds": ("ocds",),
}
PLACE = Path(__file__).parents[1] / "spiders" / "formats" / "known_paths"


def element_paths(element: Element, known: Known) -> None:
    """Make every path below an element known."""
    for child in element:
        if name := local_name(child):
            element_paths(child, known.names.setdefault(name, Known()))


def key_paths(value: Any, known: Known) -> None:
    """Make every path of keys in a JSON value known."""
    if isinstance(value, list):
        for each in value:
            key_paths(each, known)
    elif isinstance(value, dict):
        for key, below in value.items():
            name = str(key).strip()
            if name and not any(map(str.isspace, name)):  # a key broken by its publisher is no path to know
                key_paths(below, known.names.setdefault(name, Known()))


def releases(data: bytes) -> Iterator[dict[str, Any]]:
    """The OCDS releases in a document."""
    for document in ocds._documents(data):
        for release, _ in ocds._releases(document):
            yield release


def seen(form: str, documents: Iterable[bytes]) -> Known:
    """The paths that stand in documents of a format; documents that are no such are passed over."""
    known = Known()
    for data in documents:
        try:
            if form == "ocds":
                for release in releases(data):
                    key_paths(release, known)
            else:
                element_paths(parse_xml(data, mixed=False), known)
        except (Unreadable, json.JSONDecodeError):
            continue
    return known


def main() -> None:
    """Write one list for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    PLACE.mkdir(exist_ok=True)
    with opened(folder, wanted=("manifest.csv", "awards.csv"), hint="notice") as place:
        assert place is not None, f"no notices below {folder}"
        for form, names in FOLDERS.items():
            files = [path for name in names for path in sorted((place / "notices" / name).rglob("*")) if path.is_file()]
            lines = list(seen(form, (path.read_bytes() for path in files)).lines())
            (PLACE / f"{form}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            print(f"{form}: {len(lines)} paths")  # noqa: T201  a command says what it did


if __name__ == "__main__":
    main()
