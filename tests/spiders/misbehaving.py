"""A format for tests alone: its documents say what they do to their reader."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pyarrow as pa

from spiders.format import Format, Origin, Unreadable
from warehouse.records import Record, Text, text_digest

MARK = b"misbehave:"
LEAKED: list[bytearray] = []


def read(data: bytes, origin: Origin) -> Iterator[Record]:
    """Do what the document says; a document that says `well` has one text."""
    wish = data.removeprefix(MARK).split(b" ")[0].decode()
    if wish == "hang":
        while True:
            pass
    if wish == "sleep":
        time.sleep(600)
    if wish == "doze":  # ends by itself, but later than anything may
        time.sleep(120)
    if wish == "tire":
        time.sleep(3)
        os.kill(os.getpid(), signal.SIGSEGV)
    if wish == "deaf":  # hangs and will not hear the kernel's clocks
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF, signal.SIGALRM})
        time.sleep(600)
    if wish == "eat":
        held = []
        while True:
            held.append(bytearray(16 << 20))
    if wish in ("leak", "mumble"):  # 60 MB that stay in this process
        try:
            LEAKED.append(bytearray(60 << 20))
        except MemoryError:
            if wish == "leak":
                raise
            raise Unreadable("malformed", "a library that takes want of memory for a fault of the document") from None
    if wish == "arrow":
        LEAKED.append(bytearray(30 << 20))
        pa.array(["x" * 1_000] * 60_000)
    if wish == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if wish == "leave":
        os._exit(3)
    if wish == "raise":
        raise KeyError("a key\nof two lines")
    if wish == "refuse":
        raise Unreadable("malformed", "as it says")
    text = 7 if wish == "mistype" else data.decode()
    yield Text(
        evidence_id=origin.evidence_id,
        part=origin.part,
        source=origin.source,
        reader=FORMAT.reader,
        text_digest=text_digest(data.decode()),
        owner_kind="document",
        owner_id=origin.part or origin.evidence_id[:24],
        language=None,
        text=text,  # type: ignore[arg-type]  # the point of `mistype`
    )


FORMAT = Format(
    name="misbehaving",
    version=1,
    max_bytes=1 << 20,
    recognises=lambda head, media_type, name: head.startswith(MARK),
    read=read,
)
