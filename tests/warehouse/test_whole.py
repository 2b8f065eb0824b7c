"""The whole warehouse at once: empty and tiny studies build, and the same input gives the same tables."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pyarrow as pa
import pytest

from tests.warehouse.drawing import STUDY, table_of
from tests.warehouse.test_market import market
from tests.warehouse.test_trend import stream
from warehouse.content import table_hash
from warehouse.database import Building
from warehouse.edition import Edition, write_edition_database
from warehouse.model import broken_claims, build, read_models
from warehouse.raw import RAW

TABLES = """
    study: study title_da title_en as_of night_id
    notice: notice_id publication_number publication_date notice_kind format form is_current country language title
        buyer_player_id buyer_name cpv_main cpv_label_da cpv_label_en segment_code segment_name_da segment_name_en
        procedure_id total_value total_currency url source evidence_id part first_night
    lot: notice_id lot_id title cpv_main segment_code start_date end_date latest_end_date duration_months renewal_max
        evidence_id part
    award: award_key notice_id item lot_id lot_count publication_date award_date year quarter segment_code status title
        buyer_player_id buyer_name supplier_names supplier_count bids_received amount currency value_kind value_flag
        amount_dkk rate_date url source evidence_id part first_night
    award_supplier: award_key player_id player_name role weight notice_id segment_code year evidence_id part
    award_buyer: award_key player_id player_name weight
    buyer: player_id buyer_name player_class notice_count award_count supplier_count known_value_dkk value_coverage
        first_notice_date last_notice_date
    supplier: player_id supplier_name player_class is_public award_count participation_count buyer_count known_value_dkk
        value_coverage first_award_date last_award_date
    player: player_id player_name country national_id player_class class_layer class_reason is_public is_focal
        is_customer roles parent_id parent_name organisation_count names website
    document: document_id url source stream publisher title document_kind published_date date_basis language char_count
        version_count first_seen_date last_seen_date first_night last_changed_night evidence_id flags
    mention: text_digest owner_kind owner_id stream technology technology_name_da technology_name_en technology_group
        mention_date quote_start quote_end quote context layer rule url title who evidence_id part
    market_size: segment_code year award_count known_value_count known_value_dkk value_coverage imputed_low_dkk
        imputed_mid_dkk imputed_high_dkk framework_ceiling_count framework_ceiling_dkk single_bid_count bids_known_count
        is_provisional is_part_year outside_framework_count outside_framework_coverage can_tell reason
    supplier_share: segment_code period player_id player_name award_count award_share share_low share_high
        known_value_dkk value_share value_coverage total_award_count supplier_count buyer_count can_tell reason
    technology_quarter: technology stream quarter document_count stream_document_count rate source_count
    technology_trend: technology technology_name_da technology_name_en technology_group stream documents_before
        documents_after total_before total_after rate_before rate_after rate_ratio ratio_low ratio_high p_value q_value
        breadth quarters_seen verdict reason smallest_ratio
    player_profile: player_id player_name player_class is_public parent_name award_count participation_count award_share
        share_low share_high known_value_dkk value_coverage buyer_count top_buyers segments technologies names
        contracts_ending_12m last_award_date document_count news_count
    contract_period: award_key notice_id buyer_player_id buyer_name supplier_names title segment_code start_date
        end_date latest_end_date basis days_left half_year amount_dkk evidence_id part url
    source_coverage: source source_kind stream publisher planned_count ok_count unchanged_count policy_count
        failed_count evidence_count part_count read_count out_of_scope_count quarantined_count record_count last_ok_at
        request_difference reading_difference
    quarantine: evidence_id part source url reader reason detail read_at
    news: news_kind news_date title who url evidence_id part amount_dkk
    policy_body: player_id name document_count latest_date has_document
    cpv_label: cpv_code level label_da label_en
    model_card: model version
    data_dictionary: table_schema table_name column_name data_type comment
    edition_note: note_code note_da note_en
"""


def promised() -> dict[str, set[str]]:
    """Columns that dashboards, checks and analysts rely on, by mart."""
    found: dict[str, set[str]] = {}
    for word in TABLES.split():
        if word.endswith(":"):
            table = word[:-1]
            found[table] = set()
        else:
            found[table].add(word)
    return found


def whole(path: Path, *, threads: int = 2, backwards: bool = False, **drawn: str) -> Building:
    """A building of a study with these raw tables, all models built."""
    building = Building(path, threads=threads, fresh=True)
    building.load_table("study", table_of(STUDY, RAW["study"]))
    for name, text in drawn.items():
        table = table_of(text, RAW[name])
        building.load_table(name, table.take(pa.array(range(len(table)))[::-1]) if backwards else table)
    build(building)
    return building


def test_an_empty_study_builds_has_every_promised_column_and_cannot_tell(tmp_path: Path) -> None:
    technology = "technology | name_da\nai | kunstig intelligens"
    with whole(tmp_path / "b.duckdb", technology=technology) as building:
        for table, columns in promised().items():
            assert columns <= set(building.table(f"mart.{table}").column_names), table
        sizes = building.query("select distinct can_tell, reason from mart.market_size")
        assert sizes == [{"can_tell": False, "reason": "cannot tell: no awards"}]
        assert building.query("select distinct verdict from mart.technology_trend") == [{"verdict": "cannot_tell"}]
        notes = {str(row["note_code"]) for row in building.query("from mart.edition_note")}
        assert notes == {"first_night", "no_policy_source", "no_vendor_source", "no_award"}
        uncommented = building.query("from mart.data_dictionary where comment is null or table_comment is null")
        assert uncommented == []


def test_a_study_without_even_itself_builds(tmp_path: Path) -> None:
    with Building(tmp_path / "b.duckdb") as building:
        assert build(building)
        assert building.query("from mart.market_size") == []
        # A build asks nothing of a table without a row: here every check and grain is asked.
        for model in read_models().values():
            assert not any(broken_claims(building, model)), model.name


def test_a_study_of_one_notice_builds_and_publishes(tmp_path: Path) -> None:
    with whole(tmp_path / "b.duckdb", **market({"a": 1})) as building:
        (share,) = building.query("from mart.supplier_share where period = 'all' and segment_code = 'all'")
        assert (share["can_tell"], share["award_count"]) == (False, 1.0)
        write_edition_database(building, tmp_path / "edition" / "overblik.duckdb")
    with Edition(tmp_path / "edition") as edition:
        assert edition.query("select supplier_names from mart.award") == [{"supplier_names": "a"}]


DAYS = (
    "",
    "0001-01-01",
    "1899-12-31",
    "1990-01-01",
    "2025-03-03",
    "2199-12-31",
    "2262-04-12",
    "9998-01-01",
    "9999-12-31",
)
LENGTHS = ("", "0 day", "1 day", "100000 day", "5217 week", "48 month", "1200 month", "120000 month", "10000 year")
RENEWALS = (
    "| |",
    "20 | |",
    "2147483647 | hver gang 10000 år | ",
    "| 9999 x 12 måneder | ",
    " | | option på forlængelse 99 x 12 months",
)


def at_the_ends_of_time() -> dict[str, str]:
    """Drawn tables of notices that say the first and last days that a date can be, and lengths that lead beyond."""
    notices = ["notice_id | notice_kind | publication_date | deadline | procedure_id | duration | cpv_main"]
    lots = ["notice_id | lot_id | start_date | end_date | deadline | duration_value | duration_unit"]
    lots[0] += " | renewal_max | renewal_text | options_text"
    awards = ["notice_id | award_id | lot_ids | award_date | contract_date | value | currency"]
    suppliers = ["notice_id | award_id | organisation_key"]
    organisations = ["notice_id | organisation_key | role | name"]
    for number, (published, start) in enumerate(product(DAYS, DAYS)):
        for kind in ("competition", "result", "modification"):
            notice = f"{kind}{number}"
            notices.append(f"{notice} | {kind} | {published} | {start} | {number} | 999 MONTHS | 48000000")
            organisations.append(f"{notice} | k | buyer | Egeby Kommune")
            if kind == "competition":
                continue
            organisations.append(f"{notice} | s | supplier | Egekode")
            for place, length in enumerate(LENGTHS):
                end, renewal = DAYS[(number + place) % len(DAYS)], RENEWALS[(number + place) % len(RENEWALS)]
                value, _, unit = length.partition(" ")
                lots.append(f"{notice} | L{place} | {start} | {end} | {end} | {value} | {unit} | {renewal}")
                awards.append(
                    f"{notice} | {place} | [L{place}] | {end} | {start} | {1000 * (number + place + 3)} | SEK"
                )
                suppliers.append(f"{notice} | {place} | s")
            awards.append(f"{notice} | none | [] | {start} | {published} | 5000 | DKK")
    drawn = {
        "notice": notices,
        "lot": lots,
        "award": awards,
        "award_supplier": suppliers,
        "organisation": organisations,
    }
    return {name: "\n".join(lines) for name, lines in drawn.items()}


def test_no_date_of_a_notice_and_no_sum_of_dates_leaves_the_calendar(tmp_path: Path) -> None:
    with whole(tmp_path / "b.duckdb", **at_the_ends_of_time()) as building:
        (calendar,) = building.query("from core.calendar")
        columns = building.query(
            "select schema_name || '.' || table_name as name, column_name as day from duckdb_columns() "
            "inner join duckdb_tables() using (schema_name, table_name) "
            "where schema_name in ('core', 'mart') and (data_type = 'DATE' or starts_with(data_type, 'TIMESTAMP'))"
        )
        outside = [
            (column["name"], column["day"], said)
            for column in columns
            for said in building.query(
                f"select min({column['day']})::varchar as first, max({column['day']})::varchar as last "
                f"from {column['name']} where {column['day']} not between ? and ?",
                [calendar["first_date"], calendar["last_date"]],
            )
            if said["first"] is not None
        ]
        assert outside == []
        periods = building.query("select distinct end_date, latest_end_date from mart.contract_period")
        assert calendar["last_date"] in {row["latest_end_date"] for row in periods}, "some were led beyond it"
        for name in building.names("mart"):
            building.table(f"mart.{name}").to_pylist()


@pytest.mark.soak
def test_tables_do_not_depend_on_threads_or_on_the_order_of_records(tmp_path: Path) -> None:
    drawn = market({"a": 7, "b": 5, "c": 3}, known=12)
    extra = stream([1, 2, 2, 3, 6, 8, 11, 15], total=16)
    drawn |= {name: extra[name] for name in ("text", "mention", "technology")}
    with whole(tmp_path / "one.duckdb", threads=1, **drawn) as first:
        tables = [f"{schema}.{name}" for schema in ("core", "mart") for name in first.names(schema)]
        expected = {table: table_hash(first, table) for table in tables}
        stored = {table: first.table(table) for table in tables}
    with whole(tmp_path / "two.duckdb", threads=4, backwards=True, **drawn) as second:
        assert {table: table_hash(second, table) for table in tables} == expected
        for table in tables:
            assert second.table(table).equals(stored[table]), f"{table}: the rows are stored in another order"
