"""Daily and monthly packages of notices: gzipped tar files whose bytes depend on nothing but the notices in them."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterable, Mapping
from datetime import date

from spiders.rehearsal.eforms_writer import write_eforms
from spiders.rehearsal.issues import issue_number
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.ted_export_writer import write_ted_export

_PACKED_AT = 1_700_000_000


def write_notice(notice: NoticeEvent) -> bytes:
    """The notice in the form in which it was published."""
    return write_ted_export(notice) if notice.form == "ted_export" else write_eforms(notice)


def member_name(notice: NoticeEvent) -> str:
    """`20260717_136/00491234_2026.xml`, as the journal names members."""
    folder = f"{notice.published:%Y%m%d}_{issue_number(notice.published):03d}"
    return f"{folder}/{notice.number:08d}_{notice.published.year}.xml"


def cut(data: bytes) -> bytes:
    """The first four fifths of a file: what a broken transfer leaves."""
    return data[: len(data) * 4 // 5]


def daily_members(notices: Iterable[NoticeEvent], poison: NoticeEvent) -> dict[date, dict[str, bytes]]:
    """Every issue day's members by name; the poisoned notice stands in its package cut short."""
    days: dict[date, dict[str, bytes]] = {}
    for notice in notices:
        days.setdefault(notice.published, {})[member_name(notice)] = write_notice(notice)
    days.setdefault(poison.published, {})[member_name(poison)] = cut(write_notice(poison))
    return days


def packed(members: Mapping[str, bytes]) -> bytes:
    """Members as a gzipped tar file, sorted by name, with fixed times and owners."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(members):
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(members[name]), _PACKED_AT, 0o644
            archive.addfile(info, io.BytesIO(members[name]))
    return gzip.compress(buffer.getvalue(), compresslevel=6, mtime=0)
