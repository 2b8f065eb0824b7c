"""Small TED_EXPORT documents for tests, in both layouts, with invented buyers and suppliers."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.spiders.eforms_builder import tag, wrap


def attributes(**values: str) -> str:
    """` NAME="value"` for each."""
    return "".join(f' {name}="{value}"' for name, value in values.items())


def empty(name: str, **values: str) -> str:
    """`<NAME a="b"/>`."""
    return f"<{name}{attributes(**values)}/>"


def paragraphs(name: str, *lines: str) -> str:
    """An element of `P`s; the lines are XML already."""
    return wrap(name, *(f"<P>{line}</P>" for line in lines))


def address(kind: str, name: str, *, number: str = "", country: str = "DK", extra: str = "") -> str:
    """An address of R2.0.9."""
    return wrap(
        kind,
        tag("OFFICIALNAME", name),
        tag("NATIONALID", number) if number else "",
        tag("TOWN", "Fjordby"),
        empty("COUNTRY", VALUE=country),
        extra,
    )


def contractor(name: str, *, number: str = "", country: str = "DK", size: str = "") -> str:
    """A `CONTRACTOR` of R2.0.9."""
    return wrap(
        "CONTRACTOR",
        address("ADDRESS_CONTRACTOR", name, number=number, country=country),
        f"<{size}/>" if size else "",
    )


def lot(number: str, title: str, *, extra: str = "", item: str = "1") -> str:
    """An `OBJECT_DESCR`."""
    parts = (paragraphs("TITLE", title), tag("LOT_NO", number) if number else "", extra)
    return f'<OBJECT_DESCR ITEM="{item}">{"".join(parts)}</OBJECT_DESCR>'


BODY = wrap("CONTRACTING_BODY", address("ADDRESS_CONTRACTING_BODY", "Fjordby Kommune", number="10000009"))


def thing(title: str = "Nyt fagsystem", *parts: str, cpv: str = "48000000") -> str:
    """An `OBJECT_CONTRACT`."""
    return wrap(
        "OBJECT_CONTRACT",
        paragraphs("TITLE", title),
        wrap("CPV_MAIN", empty("CPV_CODE", CODE=cpv)),
        paragraphs("SHORT_DESCR", "Drift.", "Vedligehold."),
        *parts,
    )


@dataclass(kw_only=True)
class Ted:
    """A TED_EXPORT document; `xml()` writes it."""

    form: str = "F03_2014"
    number: str = "107140-2021"
    document: str = "7"
    schema: str = "R2.0.9"
    language: str = "DA"
    languages: str = "DA"
    country: str = "DK"
    coded: str = ""
    body: str = ""
    translations: list[tuple[str, str]] = field(default_factory=list)
    more_originals: list[tuple[str, str]] = field(default_factory=list)
    before_forms: str = ""

    def xml(self) -> str:
        """The document as text, without an XML declaration."""
        serial, year = self.number.split("-")
        data = wrap(
            "NOTICE_DATA",
            tag("NO_DOC_OJS", f"{year}/S 043-{serial.zfill(6)}"),
            tag("LG_ORIG", self.languages),
            empty("ISO_COUNTRY", VALUE=self.country),
            '<ORIGINAL_CPV CODE="48000000">Software</ORIGINAL_CPV>',
            self.coded,
        )
        codif = wrap(
            "CODIF_DATA",
            tag("DS_DATE_DISPATCH", "20210226"),
            f'<TD_DOCUMENT_TYPE CODE="{self.document}">Some notice</TD_DOCUMENT_TYPE>',
            '<NC_CONTRACT_NATURE CODE="4">Services</NC_CONTRACT_NATURE>',
            '<PR_PROC CODE="1">Open procedure</PR_PROC>',
        )
        issue = wrap("REF_OJS", tag("NO_OJ", "43"), tag("DATE_PUB", "20210303"))
        forms = self.before_forms + self._form(self.form, "ORIGINAL", self.language, self.body)
        forms += "".join(self._form(self.form, "ORIGINAL", lg, body) for lg, body in self.more_originals)
        forms += "".join(self._form(self.form, "TRANSLATION", lg, body) for lg, body in self.translations)
        namespace = f"http://publications.europa.eu/resource/schema/ted/{self.schema}/publication"
        return (
            f'<TED_EXPORT xmlns="{namespace}" DOC_ID="{serial.zfill(6)}-{year}" EDITION="2021043" '
            f'VERSION="{self.schema}.S04.E01">'
            + wrap("CODED_DATA_SECTION", issue, data, codif)
            + wrap("FORM_SECTION", forms)
            + "</TED_EXPORT>"
        )

    @staticmethod
    def _form(name: str, category: str, language: str, body: str) -> str:
        return f'<{name} CATEGORY="{category}" LG="{language}">{body}</{name}>'

    def data(self) -> bytes:
        """The document as UTF-8 bytes."""
        return f'<?xml version="1.0" encoding="UTF-8"?>{self.xml()}'.encode()


def awarded(*parts: str, lot_number: str = "1", item: str = "1") -> str:
    """An `AWARD_CONTRACT` with an `AWARDED_CONTRACT`."""
    inner = tag("LOT_NO", lot_number) + wrap("AWARDED_CONTRACT", *parts)
    return f'<AWARD_CONTRACT ITEM="{item}">{inner}</AWARD_CONTRACT>'


def result(*awards: str, **options: object) -> Ted:
    """A contract award notice of R2.0.9."""
    body = empty("LEGAL_BASIS", VALUE="32014L0024") + BODY + thing("Nyt fagsystem", lot("1", "Ældre")) + "".join(awards)
    return Ted(**{"body": body, **options})  # type: ignore[arg-type]  # tests pass the fields by name
