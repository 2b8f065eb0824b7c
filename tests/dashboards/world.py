"""An invented market as an edition's database that holds every mart that the dashboards read.

Names, numbers and addresses are made up here, by a fixed seed; the shapes are those that the marts promise.
`an_edition(folder)` writes it and opens it as readers do, in the warehouse's own jail.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.dashboards.world_coverage import source_coverage
from tests.dashboards.world_derived import DERIVED
from tests.dashboards.world_marts import columns_of, rows_of
from tests.dashboards.world_parts import (
    AS_OF,
    BUYERS,
    NIGHT,
    SEGMENTS,
    STREAMS,
    SUPPLIERS,
    TECHNOLOGIES,
    Rows,
    digest,
    player_id,
    trend,
)
from tests.dashboards.world_schema import SCHEMA
from warehouse.edition import DATABASE, Edition
from warehouse.model import read_models


def an_edition(
    folder: Path,
    *,
    spoil: Sequence[str] = (),
    is_rehearsal: bool = True,
    is_empty: bool = False,
    awards: int = 260,
    without: Sequence[str] = (),
) -> Edition:
    """Write the world into a new folder, without some marts, and open it."""
    World(folder, spoil=spoil, is_rehearsal=is_rehearsal, is_empty=is_empty, awards=awards, without=without)
    return Edition(folder)


class World:
    """Writes the database; the texts of `spoil` are put in turn into texts that come from sources."""

    def __init__(
        self,
        folder: Path,
        *,
        spoil: Sequence[str] = (),
        is_rehearsal: bool = True,
        is_empty: bool = False,
        awards: int = 260,
        without: Sequence[str] = (),
    ) -> None:
        folder.mkdir(parents=True)
        self.connection = duckdb.connect(str(folder / DATABASE), config={"threads": 1})
        self.connection.execute("create schema mart; create schema core; create table core.secret as select 1 as x")
        for name, columns in SCHEMA.items():
            self.connection.execute(f"create table mart.{name} ({columns})")
        self._columns = columns_of()
        for name, listed in self._columns.items():
            if name in SCHEMA:
                for column, kind in listed:
                    self.connection.execute(f"alter table mart.{name} add column {column} {kind}")
            else:
                self.connection.execute(f"create table mart.{name} ({', '.join(' '.join(pair) for pair in listed)})")
        self._spoil = cycle(spoil) if spoil else None
        self._random = random.Random(7)
        self._common(is_rehearsal)
        if not is_empty:
            self._players()
            self._awards(awards)
            self._documents()
            self._technologies()
            self._news()
            for name, listed in self._columns.items():
                if name not in SCHEMA:
                    self._load(name, rows_of(name, listed, self._text, self._url))
        self._derive()
        for name in without:
            self.connection.execute(f"drop table mart.{name}")
        self.connection.close()

    def _load(self, name: str, rows: Rows) -> None:
        if rows:
            self.connection.register("incoming", pa.Table.from_pylist(rows))
            self.connection.execute(f"insert into mart.{name} by name select * from incoming")
            self.connection.unregister("incoming")

    def _common(self, is_rehearsal: bool) -> None:
        study = {"study": "world", "title_da": "Digital infrastruktur i kommunerne", "night_id": NIGHT, "country": "DK"}
        study |= {"title_en": "Digital infrastructure of municipalities", "currency": "DKK"}
        self._load(
            "study",
            [study | {"as_of": AS_OF, "is_rehearsal": is_rehearsal, "focal_player_id": player_id(SUPPLIERS[15])}],
        )
        self._load("source_coverage", source_coverage())
        reasons = ("xml_doctype", "pdf_no_text_layer", "unknown_root")
        broken = [
            {
                "evidence_id": digest("broken", i),
                "part": "",
                "source": "ted_search",
                "url": self._url(i),
                "reader": "eforms@3",
            }
            | {"reason": reasons[i % 3], "detail": self._text("linje 4 er ikke XML"), "read_at": AS_OF}
            for i in range(7)
        ]
        self._load("quarantine", broken)
        card = {
            "model": "player_class",
            "version": "4",
            "trained_on": "412 navne",
            "metric": "macro-F1",
            "note": "5-fold",
        }
        note = {"note_code": "no_vendor_source", "note_da": "En note.", "note_en": "A note."}
        self._load("edition_note", [note])
        self._load("model_card", [card | {"value": 0.91}])

    def _text(self, text: str) -> str:
        return f"{text} {next(self._spoil)}" if self._spoil else text

    def _url(self, place: int) -> str:
        if self._spoil and place % 2:
            return next(self._spoil)
        return f"https://notices.example.org/notice/{place}?lang=da&view=full"

    def _players(self) -> None:
        rows: Rows = []
        for place, name in enumerate((*SUPPLIERS, *BUYERS)):
            is_buyer = name in BUYERS
            is_joint = name.endswith("I/S")
            kind = "municipality" if is_buyer else "joint_public_company" if is_joint else "private"
            row: dict[str, object] = {"player_id": player_id(name), "player_name": self._text(name), "country": "DK"}
            row |= {
                "national_id": player_id(name),
                "player_class": kind,
                "class_layer": "register" if place % 3 else "rule",
            }
            row |= {
                "class_reason": self._text("It is a company by the legal form in its name."),
                "is_public": is_buyer or is_joint,
            }
            row |= {"is_focal": is_joint, "is_customer": is_buyer, "roles": ["buyer" if is_buyer else "supplier"]}
            row |= {"names": [self._text(name), name.upper()], "organisation_count": 2, "website": self._url(place)}
            if place == 4:
                row |= {"parent_id": player_id(SUPPLIERS[0]), "parent_name": self._text(SUPPLIERS[0])}
            rows.append(row)
        self._load("player", rows)

    def _awards(self, count: int) -> None:
        pick = self._random
        notices: Rows = []
        awards: Rows = []
        links: Rows = []
        periods: Rows = []
        weights = [1 / (place + 2.5) for place in range(len(SUPPLIERS))]
        for place in range(count):
            day = date(2019, 1, 7) + timedelta(days=int(place / count * 2870))
            segment = pick.choices(list(SEGMENTS), weights=(8, 6, 4, 5, 0.3))[0]
            buyer = pick.choice(BUYERS)
            winners = sorted(set(pick.choices(SUPPLIERS, weights=weights, k=1 if pick.random() < 0.88 else 2)))
            evidence = digest("notice", place)
            key = f"{place:06d}-{day.year}"
            title = self._text(
                f"{pick.choice(('Levering af', 'Ny', 'Videreførelse af'))} {SEGMENTS[segment][0].lower()}"
            )
            kind = pick.choices(("contract", "framework_ceiling", "unknown"), weights=(46, 12, 42))[0]
            amount = round(math.exp(pick.gauss(15.2, 1.1)), -3)
            base: dict[str, object] = {
                "notice_id": key,
                "publication_date": day,
                "segment_code": segment,
                "title": title,
            }
            base |= {"buyer_player_id": player_id(buyer), "buyer_name": self._text(buyer), "evidence_id": evidence}
            base |= {"part": "", "url": self._url(place), "source": "ted_search", "first_night": NIGHT}
            names = {"segment_name_da": SEGMENTS[segment][0], "segment_name_en": SEGMENTS[segment][1]}
            facts = {
                "publication_number": key,
                "notice_kind": "result",
                "format": "eforms",
                "form": "29",
                "language": "DA",
            }
            notices.append(base | names | facts | {"is_current": True, "cpv_main": "72000000", "country": "DK"})
            award: dict[str, object] = base | {
                "award_key": f"{key}#1",
                "status": "awarded",
                "year": day.year,
                "currency": "DKK",
            }
            award |= {
                "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
                "award_date": day - timedelta(days=21),
            }
            award |= {
                "supplier_names": self._text(", ".join(winners)),
                "supplier_count": len(winners),
                "value_kind": kind,
            }
            award |= {
                "bids_received": pick.choice((1, 1, 2, 3, 4, 6, None)),
                "value_flag": "ok" if kind == "contract" else "no_value",
            }
            award |= {"amount_dkk": amount if kind == "contract" else None, "lot_count": 1}
            award["ceiling_dkk"] = amount * 3 if kind == "framework_ceiling" else None
            awards.append(award)
            for winner in winners:
                link: dict[str, object] = {
                    "award_key": f"{key}#1",
                    "player_id": player_id(winner),
                    "weight": 1 / len(winners),
                }
                link |= {
                    "player_name": self._text(winner),
                    "role": "supplier",
                    "notice_id": key,
                    "segment_code": segment,
                }
                links.append(link | {"year": day.year, "evidence_id": evidence, "part": ""})
            end = day + timedelta(days=pick.choice((730, 1095, 1460)))
            period = {
                name: award[name]
                for name in ("award_key", "notice_id", "buyer_player_id", "buyer_name", "supplier_names")
            }
            period |= {
                name: award[name] for name in ("title", "segment_code", "amount_dkk", "evidence_id", "part", "url")
            }
            period |= {
                "start_date": day,
                "end_date": end,
                "latest_end_date": end + timedelta(days=365),
                "basis": "duration in the result notice",
            }
            periods.append(
                period
                | {
                    "days_left": (end - AS_OF).days + 365,
                    "half_year": f"{(end + timedelta(days=365)).year}-H{1 if end.month < 7 else 2}",
                }
            )
        self._load("notice", notices)
        self._load("award", awards)
        self._load("award_supplier", links)
        self._load("contract_period", periods)

    def _documents(self) -> None:
        rows: Rows = []
        for place in range(40):
            stream = "policy" if place % 2 else "vendor"
            who = BUYERS[place % 12] if stream == "policy" else SUPPLIERS[place % 20]
            row: dict[str, object] = {
                "document_id": digest("doc", place)[:24],
                "url": self._url(place),
                "stream": stream,
            }
            row |= {
                "source": "policy_documents" if stream == "policy" else "vendor_sites",
                "publisher": self._text(who),
            }
            row |= {
                "title": self._text(f"Digital retning {2020 + place % 7}"),
                "document_kind": "html",
                "date_basis": "metadata",
            }
            row |= {
                "published_date": AS_OF - timedelta(days=place * 41),
                "language": "DA",
                "version_count": 1 + place % 3,
            }
            row |= {
                "first_seen_date": AS_OF,
                "last_seen_date": AS_OF,
                "first_night": NIGHT,
                "part": "",
                "char_count": 4000,
            }
            rows.append(row | {"evidence_id": digest("page", place), "flags": ["recall_low"] if place % 9 == 0 else []})
        self._load("document", rows)
        held = set(BUYERS[1:12:2])
        bodies = [
            {
                "player_id": player_id(name),
                "body_id": player_id(name),
                "is_customer": True,
                "name": self._text(name),
                "has_document": name in held,
            }
            | {
                "document_count": 2 if name in held else 0,
                "latest_date": AS_OF if name in held else None,
            }
            for name in BUYERS
        ]
        self._load("policy_body", bodies)

    def _technologies(self) -> None:
        pick = self._random
        quarters = [date(2024 + i // 4, i % 4 * 3 + 1, 1) for i in range(11)]
        series: Rows = []
        trends: Rows = []
        mentions: Rows = []
        for key, (danish, english, lift) in TECHNOLOGIES.items():
            names = {"technology": key, "technology_name_da": danish, "technology_name_en": english}
            names |= {"technology_group": "platform"}
            for stream in STREAMS:
                whole = 80 if stream != "policy" else 3
                hits = [
                    min(whole, round(whole * 0.16 * (lift if i > 5 else 1) * pick.uniform(0.7, 1.3))) for i in range(11)
                ]
                series += [
                    {
                        "technology": key,
                        "stream": stream,
                        "quarter": day,
                        "document_count": n,
                        "stream_document_count": whole,
                    }
                    | {"rate": n / whole, "source_count": 3}
                    for day, n in zip(quarters, hits, strict=True)
                ]
                trends.append(names | trend(stream, hits, whole))
            for place in range(7):
                text = self._text(f"{danish} skal være en del af den fælles løsning")
                context = f"I de kommende år vil kommunen se på, hvordan {text}, så borgerne møder én indgang."
                row: dict[str, object] = {
                    "owner_kind": "document",
                    "owner_id": digest(key, place)[:24],
                    "stream": STREAMS[place % 4],
                }
                row |= {"text_digest": digest("text", key, place), "mention_date": AS_OF - timedelta(days=place * 60)}
                row |= {
                    "quote": text,
                    "context": context,
                    "quote_start": 44,
                    "quote_end": 44 + len(text),
                    "layer": "rule",
                }
                row |= {
                    "rule": f"{key}@2",
                    "url": self._url(place),
                    "title": self._text("Digital strategi"),
                    "part": "",
                }
                row |= {"who": self._text(BUYERS[place]), "evidence_id": digest("page", place)}
                mentions.append(names | row)
        self._load("technology_quarter", series)
        self._load("technology_trend", trends)
        self._load("mention", mentions)

    def _news(self) -> None:
        kinds = ("new_notice", "new_award", "new_document", "changed_document", "expiring_contract")
        self._load(
            "news",
            [
                {
                    "news_kind": kinds[i % 5],
                    "news_date": AS_OF - timedelta(days=i),
                    "title": self._text("Nyt fra kilden"),
                }
                | {
                    "who": self._text(BUYERS[i]),
                    "url": self._url(i),
                    "evidence_id": digest("notice", 250 + i % 9),
                    "part": "",
                }
                | {"amount_dkk": 1_500_000 if i % 5 == 1 else None}
                for i in range(12)
            ],
        )

    def _derive(self) -> None:
        for statement in DERIVED:
            self.connection.execute(statement)
        self._lineage()

    def _lineage(self) -> None:
        """What each table is made from, as the shipped models say it."""
        for name, model in read_models().items():
            schema, _, table = name.partition(".")
            if schema == "core":
                row = "insert into mart.data_dictionary (table_schema, table_name, depends_on) values (?, ?, ?)"
                self.connection.execute(row, [schema, table, sorted(model.reads)])
            else:
                known = "update mart.data_dictionary set depends_on = ? where table_schema = 'mart' and table_name = ?"
                self.connection.execute(known, [sorted(model.reads), table])
