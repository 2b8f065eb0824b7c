"""The marts of the invented world that follow from its other marts."""

DERIVED = (
    """insert into mart.data_dictionary by name
    select schema_name as table_schema, table_name, column_name, column_index as column_position, data_type,
        'meaning of ' || column_name as comment, 'A row of ' || table_name || '.' as table_comment, 'x' as "grain"
    from duckdb_columns() where schema_name = 'mart'""",
    """insert into mart.contract by name
    select notice_id || '#' as contract_id, notice_id, 'awarded' as status, buyer_player_id, buyer_name,
        (select list(l.player_id order by l.player_id) from mart.award_supplier l
         where l.award_key = contract_period.award_key) as supplier_ids,
        supplier_names, title, segment_code, start_date, end_date, latest_end_date, days_left, basis as end_basis,
        amount_dkk,
        evidence_id, part, url
    from mart.contract_period""",
    """insert into mart.market_size by name
    with doubled as (select unnest(['all', segment_code]) as segment_code, * exclude (segment_code) from mart.award)
    select segment_code, year, count(*) as award_count, count(amount_dkk) as known_value_count,
        coalesce(sum(amount_dkk), 0) as known_value_dkk, count(amount_dkk) / count(*) as value_coverage,
        1.3 * sum(amount_dkk) as imputed_low_dkk, 1.9 * sum(amount_dkk) as imputed_mid_dkk,
        2.6 * sum(amount_dkk) as imputed_high_dkk, count(ceiling_dkk) as framework_ceiling_count,
        sum(ceiling_dkk) as framework_ceiling_dkk, count(*) filter (bids_received = 1) as single_bid_count,
        count(bids_received) as bids_known_count, year = 2026 as is_provisional,
        year = 2026 as is_part_year, count(*) - count(ceiling_dkk) as outside_framework_count,
        count(amount_dkk) / (count(*) - count(ceiling_dkk)) as outside_framework_coverage, count(*) >= 10 as can_tell,
        case when count(*) < 10 then 'cannot tell: fewer than 10 awards' end as reason
    from doubled group by segment_code, year""",
    """insert into mart.supplier_share by name
    with doubled as (
        select unnest(['all', l.segment_code]) as segment_code, l.player_id, l.player_name, l.weight, a.amount_dkk,
            a.buyer_player_id, l.award_key
        from mart.award_supplier l join mart.award a using (award_key)),
    totals as (
        select segment_code, count(distinct award_key) as n, count(distinct player_id) as suppliers
        from doubled group by 1)
    select segment_code, 'all' as period, player_id, any_value(player_name order by player_name) as player_name,
        sum(weight) as award_count, any_value(n) as total_award_count, any_value(suppliers) as supplier_count,
        count(distinct buyer_player_id) as buyer_count, sum(amount_dkk * weight) as known_value_dkk,
        any_value(n) >= 10 as can_tell,
        case when any_value(n) < 10 then 'cannot tell: fewer than 10 awards' end as reason,
        case when any_value(n) >= 10 then sum(weight) / any_value(n) end as award_share,
        case when any_value(n) >= 10
            then greatest(0, sum(weight) / any_value(n) - 0.48 / sqrt(any_value(n))) end as share_low,
        case when any_value(n) >= 10 then sum(weight) / any_value(n) + 1.9 / sqrt(any_value(n)) * 0.3 end as share_high,
        count(amount_dkk) / count(*) as value_coverage
    from doubled join totals using (segment_code) group by segment_code, player_id""",
    """insert into mart.market_mekko by name
    with held as (
        select segment_code, player_id, player_name, known_value_dkk, value_coverage,
            row_number() over (partition by segment_code order by known_value_dkk desc, player_id) as place
        from mart.supplier_share where segment_code <> 'all' and known_value_dkk > 0),
    cells as (
        select segment_code, case when place <= 5 then player_id else 'others' end as player_id,
            min(case when place <= 5 then player_name end) as player_name, min(place) as cell_place,
            count(*) as holder_count, sum(known_value_dkk) as known_value_dkk, min(value_coverage) as value_coverage
        from held group by all)
    select *, sum(known_value_dkk) over (partition by segment_code) as segment_known_value_dkk,
        sum(known_value_dkk) over (partition by segment_code) / sum(known_value_dkk) over () as segment_share,
        known_value_dkk / sum(known_value_dkk) over (partition by segment_code) as share_in_segment,
        value_coverage < 0.7 as is_uncertain, true as can_tell, null as reason
    from cells""",
    """insert into mart.supplier by name
    select player_id, player_name as supplier_name, player_class, is_public, award_count, participation_count,
        buyer_count,
        known_value_dkk, value_coverage, first_award_date, last_award_date
    from mart.player join (
        select l.player_id, sum(l.weight) as award_count, count(*) as participation_count,
            count(distinct a.buyer_player_id) as buyer_count, sum(a.amount_dkk * l.weight) as known_value_dkk,
            count(a.amount_dkk) / count(*) as value_coverage, min(a.publication_date) as first_award_date,
            max(a.publication_date) as last_award_date
        from mart.award_supplier l join mart.award a using (award_key) group by 1) using (player_id)""",
    """insert into mart.buyer by name
    select buyer_player_id as player_id,
        any_value(buyer_name order by buyer_name) as buyer_name, count(*) as award_count
    from mart.award group by 1""",
    """insert into mart.player_profile by name
    select s.player_id, s.supplier_name as player_name, s.player_class, s.is_public, p.parent_name, s.award_count,
        s.participation_count, h.award_share, h.share_low, h.share_high, s.known_value_dkk, s.value_coverage,
        s.buyer_count, p.names, s.last_award_date, 2 as document_count, 0 as news_count,
        [{'player_id': 'DK:1', 'name': 'Havnsø Kommune', 'award_count': 3.0}] as top_buyers,
        [{'segment_code': 'hosting', 'award_count': s.award_count}] as segments,
        [{'technology': 'rpa', 'name': 'Procesrobotter', 'mention_count': 2}] as technologies,
        (select count(*) from mart.contract c
         where list_contains(c.supplier_ids, s.player_id) and c.days_left between 0 and 365) as contracts_ending_12m
    from mart.supplier s join mart.player p using (player_id)
    join mart.supplier_share h on h.player_id = s.player_id and h.segment_code = 'all'""",
    """insert into mart.quote_light by name
    select unnest(['market_value', 'award_count', 'single_bids', 'market_estimate']) as figure, 'all/' || year as slice,
        'tal' as label_da, 'figure' as label_en, 'mart.market_size' as source_table,
        unnest(['yellow', 'green', 'red', 'yellow']) as light,
        unnest(['quote only with this beside it: small n: 12',
            'quote with scope and date: n, coverage and interval meet the rules',
            'do not quote: n is 3, under 10', 'quote only with this beside it: a part of the year only']) as reason
    from mart.market_size where segment_code = 'all'""",
)
