"""An invented market as an edition's database that holds every mart that the dashboards read.

Names, numbers and addresses are made up here, by a fixed seed; the shapes are those that the marts promise.
`an_edition(folder)` writes it and opens it as readers do, in the warehouse's own jail.
"""

from __future__ import annotations

import hashlib
import math
import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.dashboards.world_derived import DERIVED
from tests.dashboards.world_schema import SCHEMA
from warehouse.edition import DATABASE, Edition

AS_OF = date(2026, 11, 17)
NIGHT = "2026-11-17T02"
SEGMENTS = {
    "case_management": ("Sags- og dokumenthåndtering", "Case and document management"),
    "integration": ("Integration og dataudveksling", "Integration and data exchange"),
    "hosting": ("Drift og hosting", "Operations and hosting"),
    "consulting": ("Rådgivning og udvikling", "Consulting and development"),
    "welfare": ("Velfærdsteknologi", "Welfare technology"),
}
SUPPLIERS = (
    *(
        "Nordlys Data A/S",
        "Fjordbro Systemer A/S",
        "Kløverblad IT ApS",
        "Havgus Software A/S",
        "Stenbro Konsulenter P/S",
    ),
    *(
        "Måneskær Drift A/S",
        "Bøgeskov Digital ApS",
        "Lærkereden Integration A/S",
        "Tangloppen IT",
        "Grønspætte Analytics A/S",
    ),
    *("Ørnevinge Cloud A/S", "Vestenvind Rådgivning P/S", "Kastanje Care ApS", "Solhverv Netværk A/S", "Pilefløjt A/S"),
    *(
        "Fælles Digital Drift I/S",
        "Ravsten Test ApS",
        "Isfugl Platform AB",
        "Tyttebær Registre A/S",
        "Åkande Design ApS",
    ),
    *("Birkehegn Identitet A/S", "Skovmåren Arkiv ApS"),
)
BUYERS = tuple(
    f"{name} Kommune"
    for name in (
        *("Havnsø", "Tårnby Enge", "Lyngdal", "Østerfjord", "Bakkerup", "Sølager", "Mosehøj", "Klitby", "Egeslev"),
        *("Ådalen", "Vinterlund", "Rørsø", "Brohuse", "Nyvang", "Kirkebølle", "Strandmark", "Hedelund", "Skærvad"),
    )
)
TECHNOLOGIES = {
    "api_platform": ("API-platform", "API platform", 1.9),
    "ai_assistant": ("AI-assistent", "AI assistant", 2.6),
    "data_space": ("Datarum", "Data space", 1.6),
    "digital_twin": ("Digital tvilling", "Digital twin", 1.0),
    "rpa": ("Procesrobotter", "Robotic process automation", 0.5),
    "open_source": ("Åben kildekode", "Open source", 1.1),
    "eid_wallet": ("Digital identitetstegnebog", "Digital identity wallet", 1.3),
    "blockchain": ("Blokkæder", "Blockchain", 0.8),
}
STREAMS = ("procurement", "award", "vendor", "policy")
Rows = list[dict[str, object]]


def _digest(*parts: object) -> str:
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()


def player_id(name: str) -> str:
    """A player's id in this world."""
    return f"DK:{int(_digest(name)[:7], 16) % 90000000 + 10000000}"


def an_edition(
    folder: Path, *, spoil: str = "", is_rehearsal: bool = True, is_empty: bool = False, awards: int = 260
) -> Edition:
    """Write the world into a new folder and open it."""
    World(folder, spoil=spoil, is_rehearsal=is_rehearsal, is_empty=is_empty, awards=awards)
    return Edition(folder)


class World:
    """Writes the database. `spoil` is put into texts that come from sources: names, titles, quotes, addresses."""

    def __init__(
        self,
        folder: Path,
        *,
        spoil: str = "",
        is_rehearsal: bool = True,
        is_empty: bool = False,
        awards: int = 260,
    ) -> None:
        folder.mkdir(parents=True)
        self.connection = duckdb.connect(str(folder / DATABASE), config={"threads": 1})
        self.connection.execute("create schema mart; create schema core; create table core.secret as select 1 as x")
        for name, columns in SCHEMA.items():
            self.connection.execute(f"create table mart.{name} ({columns})")
        self._spoil = spoil
        self._random = random.Random(7)
        self._common(is_rehearsal)
        if not is_empty:
            self._players()
            self._awards(awards)
            self._documents()
            self._technologies()
            self._news()
        self._derive()
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
        sources = (("ted_search", "procurement", "Publications Office"), ("vendor_sites", "vendor", "leverandørerne"))
        rows: Rows = []
        for place, (source, stream, publisher) in enumerate((*sources, ("policy_documents", "policy", "kommunerne"))):
            counts = {
                "planned": 420,
                "ok": 401,
                "unchanged": 11,
                "policy": 6,
                "failed": 2,
                "evidence": 401,
                "part": 401,
            }
            counts |= {"read": 380, "out_of_scope": 14, "quarantined": 7, "record": 2210 - place * 300}
            row: dict[str, object] = {f"{name}_count": count for name, count in counts.items()}
            row |= {"source": source, "stream": stream, "publisher": publisher, "last_ok_at": AS_OF}
            rows.append(row | {"source_kind": source, "request_difference": 0, "reading_difference": 0})
        self._load("source_coverage", rows)
        reasons = ("xml_doctype", "pdf_no_text_layer", "unknown_root")
        broken = [
            {
                "evidence_id": _digest("broken", i),
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
        return f"{text} {self._spoil}" if self._spoil else text

    def _url(self, place: int) -> str:
        if self._spoil and place % 2:
            return self._spoil
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
            evidence = _digest("notice", place)
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
                "document_id": _digest("doc", place)[:24],
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
            rows.append(
                row | {"evidence_id": _digest("page", place), "flags": ["recall_low"] if place % 9 == 0 else []}
            )
        self._load("document", rows)
        held = {str(row["publisher"]) for row in rows if row["stream"] == "policy"}
        bodies = [
            {
                "player_id": player_id(name),
                "name": self._text(name),
                "has_document": self._text(name) in held,
            }
            | {
                "document_count": 2 if self._text(name) in held else 0,
                "latest_date": AS_OF if self._text(name) in held else None,
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
                trends.append(names | _trend(stream, hits, whole))
            for place in range(7):
                text = self._text(f"{danish} skal være en del af den fælles løsning")
                context = f"I de kommende år vil kommunen se på, hvordan {text}, så borgerne møder én indgang."
                row: dict[str, object] = {
                    "owner_kind": "document",
                    "owner_id": _digest(key, place)[:24],
                    "stream": STREAMS[place % 4],
                }
                row |= {"text_digest": _digest("text", key, place), "mention_date": AS_OF - timedelta(days=place * 60)}
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
                row |= {"who": self._text(BUYERS[place]), "evidence_id": _digest("page", place)}
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
                    "evidence_id": _digest("notice", 250 + i % 9),
                    "part": "",
                }
                | {"amount_dkk": 1_500_000 if i % 5 == 1 else None}
                for i in range(12)
            ],
        )

    def _derive(self) -> None:
        for statement in DERIVED:
            self.connection.execute(statement)


def _trend(stream: str, hits: list[int], whole: int) -> dict[str, object]:
    before, after = sum(hits[:5]), sum(hits[6:])
    ratio = (after + 0.5) / (before + 0.5)
    wide = math.exp(1.96 * math.sqrt(1 / (after + 0.5) + 1 / (before + 0.5)))
    sure = ratio / wide > 1 or ratio * wide < 1
    verdict = (
        "cannot_tell" if before + after < 8 else "no_sure_change" if not sure else "rising" if ratio > 1 else "fading"
    )
    row: dict[str, object] = {
        "stream": stream,
        "documents_before": before,
        "documents_after": after,
        "verdict": verdict,
    }
    row |= {"total_before": whole * 5, "total_after": whole * 5, "rate_before": before / whole / 5, "rate_ratio": ratio}
    row |= {"ratio_low": ratio / wide, "ratio_high": ratio * wide, "rate_after": after / whole / 5, "breadth": 6}
    row |= {
        "p_value": 0.01 if sure else 0.4,
        "q_value": 0.04 if sure else 0.6,
        "quarters_seen": 4,
        "smallest_ratio": 1.7,
    }
    return row | {
        "reason": "cannot tell: named in fewer than 8 documents"
        if verdict == "cannot_tell"
        else "the difference may be chance"
    }
