"""The columns of every mart that the dashboards read, as the marts promise them."""

SCHEMA = {
    "study": "study varchar, title_da varchar, title_en varchar, as_of date, night_id varchar, focal_player_id "
    "varchar, "
    "country varchar, currency varchar, period_start date, is_rehearsal boolean",
    "notice": "notice_id varchar, publication_number varchar, publication_date date, notice_kind varchar, format "
    "varchar, "
    "form varchar, is_current boolean, country varchar, language varchar, title varchar, buyer_player_id varchar, "
    "buyer_name varchar, cpv_main varchar, cpv_label_da varchar, cpv_label_en varchar, segment_code varchar, "
    "segment_name_da varchar, segment_name_en varchar, procedure_id varchar, total_value double, total_currency "
    "varchar, "
    "url varchar, source varchar, evidence_id varchar, part varchar, first_night varchar",
    "award": "award_key varchar, notice_id varchar, item varchar, lot_id varchar, lot_count integer, "
    "publication_date date, "
    "award_date date, year integer, quarter date, segment_code varchar, status varchar, title varchar, "
    "buyer_player_id varchar, buyer_name varchar, supplier_names varchar, supplier_count integer, bids_received "
    "integer, "
    "amount double, currency varchar, value_kind varchar, value_flag varchar, amount_dkk double, ceiling_dkk double, "
    "rate_date date, url varchar, source varchar, evidence_id varchar, part varchar, first_night varchar",
    "award_supplier": "award_key varchar, player_id varchar, player_name varchar, role varchar, weight double, "
    "notice_id varchar, segment_code varchar, year integer, evidence_id varchar, part varchar",
    "buyer": "player_id varchar, buyer_name varchar, player_class varchar, notice_count integer, award_count integer, "
    "supplier_count integer, known_value_dkk double, value_coverage double, first_notice_date date, "
    "last_notice_date date",
    "supplier": "player_id varchar, supplier_name varchar, player_class varchar, is_public boolean, award_count "
    "double, "
    "participation_count integer, buyer_count integer, known_value_dkk double, value_coverage double, "
    "first_award_date date, last_award_date date",
    "player": "player_id varchar, player_name varchar, country varchar, national_id varchar, player_class varchar, "
    "class_layer varchar, class_reason varchar, is_public boolean, is_focal boolean, is_customer boolean, roles "
    "varchar[], "
    "parent_id varchar, parent_name varchar, organisation_count integer, names varchar[], website varchar",
    "document": "document_id varchar, url varchar, source varchar, stream varchar, publisher varchar, title varchar, "
    "document_kind varchar, published_date date, date_basis varchar, language varchar, char_count integer, "
    "version_count integer, first_seen_date date, last_seen_date date, first_night varchar, last_changed_night "
    "varchar, "
    "evidence_id varchar, part varchar, flags varchar[]",
    "mention": "text_digest varchar, owner_kind varchar, owner_id varchar, stream varchar, technology varchar, "
    "technology_name_da varchar, technology_name_en varchar, technology_group varchar, mention_date date, "
    "quote_start integer, quote_end integer, quote varchar, context varchar, layer varchar, rule varchar, url varchar, "
    "title varchar, who varchar, evidence_id varchar, part varchar",
    "market_size": "segment_code varchar, year integer, award_count integer, known_value_count integer, "
    "known_value_dkk double, value_coverage double, imputed_low_dkk double, imputed_mid_dkk double, "
    "imputed_high_dkk double, framework_ceiling_count integer, framework_ceiling_dkk double, single_bid_count integer, "
    "bids_known_count integer, is_provisional boolean, is_part_year boolean, outside_framework_count integer, "
    "outside_framework_coverage double, can_tell boolean, reason varchar",
    "market_mekko": "segment_code varchar, player_id varchar, player_name varchar, cell_place integer, "
    "holder_count integer, known_value_dkk double, segment_known_value_dkk double, segment_share double, "
    "share_in_segment double, value_coverage double, is_uncertain boolean, can_tell boolean, reason varchar",
    "supplier_share": "segment_code varchar, period varchar, player_id varchar, player_name varchar, award_count "
    "double, "
    "award_share double, share_low double, share_high double, known_value_dkk double, value_share double, "
    "value_coverage double, total_award_count integer, supplier_count integer, buyer_count integer, can_tell boolean, "
    "reason varchar",
    "technology_quarter": "technology varchar, stream varchar, quarter date, document_count integer, "
    "stream_document_count integer, rate double, source_count integer",
    "technology_trend": "technology varchar, technology_name_da varchar, technology_name_en varchar, "
    "technology_group varchar, stream varchar, first_quarter date, last_quarter date, documents_before integer, "
    "documents_after integer, total_before "
    "integer, "
    "total_after integer, rate_before double, rate_after double, halves_ratio double, "
    "rate_ratio double, ratio_low double, ratio_high "
    "double, "
    "p_value double, q_value double, breadth integer, quarters_seen integer, verdict varchar, reason varchar, "
    "smallest_ratio double",
    "player_profile": "player_id varchar, player_name varchar, player_class varchar, is_public boolean, "
    "parent_name varchar, award_count double, participation_count integer, award_share double, share_low double, "
    "share_high double, known_value_dkk double, value_coverage double, buyer_count integer, "
    "top_buyers struct(player_id varchar, name varchar, award_count double)[], "
    "segments struct(segment_code varchar, award_count double)[], "
    "technologies struct(technology varchar, name varchar, mention_count integer)[], names varchar[], "
    "contracts_ending_12m integer, last_award_date date, document_count integer, news_count integer",
    "contract": "contract_id varchar, notice_id varchar, status varchar, buyer_player_id varchar, buyer_name varchar, "
    "supplier_ids varchar[], supplier_names varchar, title varchar, segment_code varchar, start_date date, end_date "
    "date, latest_end_date date, days_left integer, end_basis varchar, amount_dkk double, evidence_id varchar, part "
    "varchar, url varchar",
    "contract_period": "award_key varchar, notice_id varchar, buyer_player_id varchar, buyer_name varchar, "
    "supplier_names varchar, title varchar, segment_code varchar, start_date date, end_date date, latest_end_date "
    "date, "
    "basis varchar, days_left integer, half_year varchar, amount_dkk double, evidence_id varchar, part varchar, url "
    "varchar",
    "source_coverage": "source varchar, source_kind varchar, stream varchar, publisher varchar, planned_count integer, "
    "ok_count integer, unchanged_count integer, policy_count integer, failed_count integer, evidence_count integer, "
    "part_count integer, read_count integer, out_of_scope_count integer, quarantined_count integer, "
    "record_count integer, last_ok_at timestamp, request_difference integer, reading_difference integer",
    "quarantine": "evidence_id varchar, part varchar, source varchar, url varchar, reader varchar, reason varchar, "
    "detail varchar, read_at timestamp",
    "news": "news_kind varchar, news_id varchar, news_date date, title varchar, who varchar, url varchar, "
    "evidence_id varchar, "
    "part varchar, amount_dkk double",
    "policy_body": "body_id varchar, player_id varchar, name varchar, is_customer boolean, document_count integer, "
    "latest_date date, "
    "has_document boolean",
    "edition_note": "note_code varchar, note_da varchar, note_en varchar",
    "model_card": "model varchar, version varchar, trained_on varchar, metric varchar, value double, note varchar",
    "data_dictionary": "table_schema varchar, table_name varchar, column_name varchar, column_position integer, "
    "data_type varchar, comment varchar, table_comment varchar, grain varchar, depends_on varchar[]",
}
