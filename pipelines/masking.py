"""Masking what raw evidence says: its bytes, the members of packages, and what is packed into the values of JSON.

A masked copy takes the place of what was received; what cannot be masked in its bytes (PDF) is removed whole, and of a
package the one member. The ledger is told first and the bytes go afterwards, so that a purge which is cut short leaves
nothing that nobody knows of: what the ledger calls taken out and the archive still holds is removed by the next one.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Literal, Protocol, cast

from spiders.packages import ZIP_FAULTS, package_kind
from warehouse import forgetting
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

_HEAD = 4096
_FAULTS = (tarfile.TarError, zlib.error, *ZIP_FAULTS)
# A notice within a value of JSON, in base64: udbud.dk hands out its pages so.
_PACKED = re.compile(rb'(?<=")(?:[A-Za-z0-9+/]|\\/){16,}={0,2}(?=")')


class Mask(Protocol):
    """Whatever masks bytes and leaves everything else of them as it is."""

    def masked_bytes(self, data: bytes) -> bytes:
        """The bytes, masked."""
        ...


def held(place: Workspace) -> set[str]:
    """The names of everything in the archive, also of what only steered a crawl."""
    named = (path.name.removesuffix(".zst") for path in place.evidence.glob("??/*"))
    return {name for name in named if re.fullmatch("[0-9a-f]{64}", name)}


def take_out(ledger: Ledger, archive: Archive, evidence_id: str, masked: bytes | None) -> bool:
    """Put a masked copy in the place of evidence, or nothing (None); whether a copy stands there."""
    if masked is not None and masked.startswith(b"%PDF"):
        masked = None  # what its plain bytes say, its packed ones may say again
    instead = archive.keep(masked) if masked is not None else ""
    forgetting.replace_evidence(ledger, evidence_id, instead, size=len(masked or b""))
    archive.remove(evidence_id)
    return bool(instead)


def end_removals(ledger: Ledger, archive: Archive) -> None:
    """Remove what was taken out and is here all the same: a removal was cut short, or a copy was brought back."""
    for row in ledger.rows("select evidence_id, instead from buried join evidence using (evidence_id)"):
        size = len(archive.read(row["instead"])) if archive.holds(row["instead"]) else 0
        forgetting.replace_evidence(ledger, row["evidence_id"], row["instead"], size=size)
    for evidence_id in forgetting.everything_buried(ledger):
        if archive.holds(evidence_id):
            archive.remove(evidence_id)


def masked_by(mask: Mask, data: bytes) -> bytes:
    """The bytes masked; of a package, its members. A package that does not open stays: nothing was read out of it."""
    kind = "zip" if data.startswith(b"PK") else package_kind(data[:_HEAD])  # a DOCX is a package to who masks
    if kind is None:
        return _masked_json(mask, data) if data.lstrip()[:1] in (b"{", b"[") else mask.masked_bytes(data)
    return _masked_package(kind, data, lambda _, content: mask.masked_bytes(content))


def without(data: bytes, parts: AbstractSet[str]) -> bytes | None:
    """A package with these of its members emptied; None where it is none, or has no such member."""
    kind = package_kind(data[:_HEAD])
    if kind is None or "" in parts:
        return None
    emptied = _masked_package(kind, data, lambda name, content: b"" if name in parts else content)
    return emptied if emptied != data else None


def _masked_json(mask: Mask, data: bytes) -> bytes:
    def repacked(found: re.Match[bytes]) -> bytes:
        try:
            said = base64.b64decode(found[0].replace(b"\\/", b"/"), validate=True)
        except (binascii.Error, ValueError):
            return found[0]
        clean = mask.masked_bytes(said)
        return base64.b64encode(clean) if clean != said else found[0]

    return mask.masked_bytes(_PACKED.sub(repacked, data))


_Change = Callable[[str, bytes], bytes]


def _masked_package(kind: str, data: bytes, change: _Change) -> bytes:
    try:
        if kind == "zip":
            return _changed_zip(data, change)
        try:
            return _changed_tar(kind, data, change)
        except tarfile.ReadError:  # one file that was compressed alone
            pack = gzip if kind == "gz" else lzma
            content = pack.decompress(data)
            clean = change("content", content)
            return pack.compress(clean) if clean != content else data
    except _FAULTS:
        return data


def _changed_tar(kind: str, data: bytes, change: _Change) -> bytes:
    changed, packed = False, io.BytesIO()
    mode = cast(Literal["w:gz", "w:xz", "w:"], "w:" if kind == "tar" else f"w:{kind}")
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as package, tarfile.open(fileobj=packed, mode=mode) as copy:
        for member in package:
            stream = package.extractfile(member) if member.isfile() else None
            content = stream.read() if stream else b""
            clean = change(member.name, content)
            changed = changed or clean != content
            member.size = len(clean)
            copy.addfile(member, io.BytesIO(clean) if stream else None)
    return packed.getvalue() if changed else data


def _changed_zip(data: bytes, change: _Change) -> bytes:
    changed, packed = False, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in package.infolist():
            content = package.read(member)
            clean = change(member.filename, content)
            changed = changed or clean != content
            copy.writestr(member, clean)
    return packed.getvalue() if changed else data
