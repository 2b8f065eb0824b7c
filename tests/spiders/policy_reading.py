"""Reading what publishers of policy hand out, as their documents' readers do."""

from __future__ import annotations

from datetime import date

from spiders.format import Format, Origin
from spiders.formats import formats, recognise
from warehouse.records import Record

SUBJECT = "digital tegnebog"


def read(data: bytes, *, url: str, media_type: str = "application/xml") -> tuple[str, list[Record]]:
    form = recognise(formats(), head=data[:4096], media_type=media_type, name=url.split(".example", 1)[-1])
    assert isinstance(form, Format)
    origin = Origin(
        evidence_id="e" * 64, source="s", url=url, media_type=media_type, publisher="P", first_seen=date(2026, 6, 1)
    )
    return form.name, [*form.read(data, origin)]
