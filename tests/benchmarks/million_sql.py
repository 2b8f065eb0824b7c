"""A million invented notices as SQL over `range`: who buys what from whom, when, and what notices say of it.

A need comes back: a *chain* has one buyer, one subject and several rounds, each a procedure that ends in a contract and
is called anew near its end. Everything follows from hashes of numbers, so that the same size gives the same tables.
Buyers and suppliers follow a power law, values a lognormal one; a third of the values is withheld.
"""

from __future__ import annotations

BUYERS = 8_000
SUPPLIERS = 24_000
ROUNDS = 3
NOTICES_A_ROUND = 1.92
"""Measured from the shares below: a call always, a result in 86 of 100, plans, amendments and corrections at times."""

CHANCE = "create or replace macro chance(a, b) as (hash(a * 1000003 + b) % 1000000) / 1000000.0"

SUBJECTS = """
create temp table subject as
select row_number() over () - 1 as subject, cpv, title from (values
    ('48311000', 'ESDH-system til den samlede forvaltning'), ('48311100', 'Elektronisk sags- og dokumenthåndtering'),
    ('48317000', 'Værktøj til arbejdsgange'), ('48442000', 'Økonomisystem med budget og bogholderi'),
    ('48450000', 'Løn- og vagtplansystem'), ('48451000', 'System til indkøb og fakturaer'),
    ('48180000', 'Omsorgssystem til sundhed og ældre'), ('48181000', 'Skærmbesøg og virtuelle konsultationer'),
    ('48600000', 'Dataplatform til ledelsesinformation'), ('48610000', 'Databaser og datavarehus'),
    ('72310000', 'Databehandling og dataudveksling'), ('48200000', 'Integrationsplatform til fagsystemer'),
    ('48219300', 'Administration af snitflader og beskeder'), ('72500000', 'Drift af servere og fagsystemer'),
    ('72514000', 'Driftscenter og brugerservice'), ('72410000', 'Internetforbindelser og netværksdrift'),
    ('72220000', 'Rådgivning om it-arkitektur'), ('72230000', 'Udvikling af kundetilpasset programmel'),
    ('72262000', 'Videreudvikling af selvbetjening'), ('48730000', 'Overvågning af netværk'),
    ('48732000', 'Beskyttelse af data og sikker deling'), ('30200000', 'Computere og skærme'),
    ('32420000', 'Netværksudstyr'), ('64212000', 'Mobiltelefoni'), ('72267000', 'Vedligeholdelse af programmel'),
    ('48900000', 'Diverse programmel og systemer'), ('79632000', 'Kurser i it')
) as t(cpv, title);
"""

PROCEDURES = f"""
create temp table round as
with chain as (
    select
        chain,
        cast(floor({BUYERS} * pow(chance(chain, 1), 2.2)) as bigint) as buyer,
        subject.cpv,
        subject.title,
        cast(12 * (1 + floor(4 * chance(chain, 3))) as integer) as months,
        cast(floor(3 * chance(chain, 4)) as integer) as renewals,
        cast(floor({SUPPLIERS} * pow(chance(chain, 5), 2.6)) as bigint) as incumbent,
        date '2013-01-01' + cast(floor(2200 * chance(chain, 6)) as integer) as first_day
    from range($chains) as r(chain)
    inner join subject on subject.subject = cast(floor(27 * chance(r.chain, 2)) as integer)
)
select
    chain.*,
    turn,
    chain.chain * {ROUNDS} + turn as procedure,
    cast(
        first_day + to_days(cast(turn * (months * (1 + renewals * 0.5) * 30.4 + 240 * (chance(procedure, 7) - 0.7))
        as integer)) as date
    ) as call_day,
    cast(call_day + to_days(cast(60 + 120 * chance(procedure, 8) as integer)) as date) as result_day,
    chance(procedure, 9) < 0.86 as has_result,
    chance(procedure, 10) < 0.08 as has_plan,
    chance(procedure, 11) < 0.07 as has_amendment,
    chance(procedure, 12) < 0.08 as has_correction,
    chance(procedure, 13) < 0.1 as is_framework,
    cast(case when chance(procedure, 14) < 0.65 then incumbent else
        floor({SUPPLIERS} * pow(chance(procedure, 15), 2.6)) end as bigint) as winner,
    case when chance(procedure, 16) < 0.3 then 1 else 2 + cast(floor(5 * chance(procedure, 17)) as integer) end as bids,
    case when chance(procedure, 18) < 0.35 then null else cast(exp(
        14.5 + 1.2 * sqrt(-2 * ln(greatest(chance(procedure, 19), 1e-6))) * cos(6.2831853 * chance(procedure, 20))
    ) as bigint) end as worth
from chain, range({ROUNDS}) as t(turn);
delete from round where call_day > date '2026-11-20';
"""

NOTICES = """
create temp table published as
with every as (
    select procedure, 'planning' as notice_kind, call_day - 90 as day, 0 as place from round where has_plan
    union all select procedure, 'competition', call_day, 1 from round
    union all select procedure, 'change', call_day + 14, 2 from round where has_correction
    union all select procedure, 'result', result_day, 3 from round where has_result
    union all select procedure, 'modification', result_day + 400, 4 from round where has_result and has_amendment
)
select
    every.* exclude (day),
    cast(every.day as date) as day,
    procedure * 5 + place as number,
    (procedure * 5 + place) || '-' || year(every.day) as notice_id,
    sha256('notice ' || (procedure * 5 + place)) as evidence_id,
    round.* exclude (procedure)
from every inner join round using (procedure)
where every.day <= date '2026-11-20';
"""

RAW: dict[str, str] = {
    "notice": """
        select evidence_id, '' as part, 'ted' as source, 'eforms@1' as reader, notice_id, 'eforms' as format,
            notice_kind, notice_kind = 'change' as is_change, notice_id as publication_number, day as publication_date,
            'DK' as country, 'DA' as language, ['DA'] as languages, title, cpv as cpv_main, [cpv] as cpv_all,
            ['DK01'] as nuts, 'open' as procedure_type,
            case when notice_kind = 'change' then (number - 1) || '-' || year(call_day) end as changed_notice,
            case when notice_kind = 'modification' then (number - 1) || '-' || year(result_day) end as modified_notice,
            case when day >= date '2023-10-01' then 'procedure-' || procedure end as procedure_id,
            case when day < date '2023-10-01' and notice_kind = 'result'
                then (number - 2) || '-' || year(call_day) end as previous_notice,
            case when is_framework then 'fa-wo-rc' else 'none' end as framework_or_dps,
            case when notice_kind = 'competition' then day + 40 end as deadline,
            1 as lot_count, 0 as withheld_fields
        from published""",
    "lot": """
        select evidence_id, '' as part, 'ted' as source, 'eforms@1' as reader, notice_id, 'LOT-0000' as lot_id,
            'lot' as lot_kind, title, cpv as cpv_main, [cpv] as cpv_all, ['DK01'] as nuts,
            case when is_framework then 'fa-wo-rc' else 'none' end as framework_or_dps,
            months as duration_value, 'month' as duration_unit, renewals as renewal_max
        from published where notice_kind in ('competition', 'result', 'modification')""",
    "award": """
        select evidence_id, '' as part, 'ted' as source, 'eforms@1' as reader, notice_id, 'CON-0001' as award_id,
            '1' as item, ['LOT-0000'] as lot_ids, 'awarded' as status, title, worth as value, 'DKK' as currency,
            case when is_framework then 'framework_ceiling' else 'contract' end as value_kind_hint,
            bids as bids_received, cast(result_day - 20 as date) as award_date
        from published where notice_kind in ('result', 'modification')""",
    "award_supplier": """
        select evidence_id, '' as part, 'ted' as source, 'eforms@1' as reader, notice_id, 'CON-0001' as award_id,
            'supplier' as role, left(md5('supplier ' || winner), 24) as organisation_key
        from published where notice_kind in ('result', 'modification')
        union all
        select evidence_id, '', 'ted', 'eforms@1', notice_id, 'CON-0001', 'supplier',
            left(md5('supplier ' || ((winner + 17) % 24000)), 24)
        from published where notice_kind in ('result', 'modification') and chance(procedure, 21) < 0.06""",
    "organisation": """
        select evidence_id, '' as part, 'ted' as source, 'eforms@1' as reader, notice_id,
            left(md5('buyer ' || buyer), 24) as organisation_key, 'buyer' as role, 'Myndighed ' || buyer as name,
            'DK:1' || lpad(buyer::varchar, 7, '0') as national_id_normalised, 'ok' as national_id_flag,
            'DK' as country, false as is_natural_person
        from published
        union all
        select evidence_id, '', 'ted', 'eforms@1', notice_id, left(md5('supplier ' || winner), 24), 'supplier',
            'Firma ' || winner || ' A/S', 'DK:2' || lpad(winner::varchar, 7, '0'), 'ok', 'DK', false
        from published where notice_kind in ('result', 'modification')
        union all
        select evidence_id, '', 'ted', 'eforms@1', notice_id, left(md5('supplier ' || ((winner + 17) % 24000)), 24),
            'supplier', 'Firma ' || ((winner + 17) % 24000) || ' A/S',
            'DK:2' || lpad(((winner + 17) % 24000)::varchar, 7, '0'), 'ok', 'DK', false
        from published where notice_kind in ('result', 'modification') and chance(procedure, 21) < 0.06""",
    "text": """
        select evidence_id, '' as part, 'ted' as source, 'eforms@1' as reader, sha256('text ' || number) as text_digest,
            'notice' as owner_kind, notice_id as owner_id, 'DA' as language, '' as text
        from published
        union all
        select sha256('page ' || page), '', 'vendor', 'html@1', sha256('page text ' || page), 'document',
            'page-' || page, 'DA', ''
        from range($pages) as r(page)""",
    "document": """
        select sha256('page ' || page) as evidence_id, '' as part, 'vendor' as source, 'html@1' as reader,
            'page-' || page as document_id, 'https://firma' || (page % 2000) || '.example/' || page as url,
            'html' as document_kind, 'Side ' || page as title, 'Firma ' || (page % 2000) || ' A/S' as publisher,
            date '2022-01-01' + cast(page % 1780 as integer) as published_date, 'metadata' as date_basis,
            'DA' as language, sha256('page text ' || page) as text_digest, 900 as char_count, [] as flags
        from range($pages) as r(page)""",
    "mention": """
        with said as (
            select sha256('text ' || number) as text_digest, number from published
            union all
            select sha256('page text ' || page), 100000000 + page from range($pages) as r(page)
        )
        select text_digest, 'technology' as target_kind, technology.technology as target,
            cast(40 + 30 * turn as bigint) as start, cast(52 + 30 * turn as bigint) as "end",
            technology.name_da as quote,
            'Løsningen bygger på ' || technology.name_da || '.' as context, 'rule' as layer, 'word:da@1' as rule
        from said, range(2) as t(turn)
        inner join technology on technology.number = (hash(said.number * 7 + t.turn) % 40)
        where chance(said.number, 30 + t.turn) < 0.25
        union all
        select text_digest, 'component', 'component' || (hash(number) % 6), 100, 110, 'dataplatform',
            'Udbuddet omfatter en dataplatform.', 'rule', 'function:word:dataplatform@1'
        from said where chance(number, 40) < 0.08
        union all
        select text_digest, 'need', ['data', 'integration', 'security', 'skills'][1 + number % 4], 150, 190,
            'Der er behov for bedre data i dag.', 'Der er behov for bedre data i dag.', 'rule', 'cue:behov for@1'
        from said where chance(number, 41) < 0.2
        union all
        select text_digest, 'theme', ['data_sharing', 'automation', 'cybersecurity'][1 + number % 3], 200, 212,
            'datadeling', 'Kommunen vil dele data.', 'rule', 'word:datadeling@1'
        from said where number > 100000000 and chance(number, 42) < 0.3""",
    "label": """
        select sha256('text ' || number) as text_digest, 'cpv_division' as target_kind,
            case when number % 9 = 0 then 'unknown' else left(cpv, 2) end as value, 0.8 as score, 'model' as layer,
            'cpv_division@1' as rule
        from published
        union all
        select sha256('page text ' || page), 'cpv_division', '48', 0.7, 'model', 'cpv_division@1'
        from range($pages) as r(page)""",
    "reading": """
        select evidence_id, '' as part, 'eforms@1' as reader, 'read' as outcome, 5 as records, 'b' as batch,
            timestamptz '2026-11-16 10:00:00Z' as read_at from published
        union all
        select sha256('page ' || page), '', 'html@1', 'read', 2, 'b', timestamptz '2026-11-16 10:00:00Z'
        from range($pages) as r(page)""",
    "evidence": """
        select evidence_id, 'ted' as source, 'https://journal.example/' || notice_id as url,
            'application/xml' as media_type, 'ted' as publisher, notice_id as publication_number, 9000 as bytes,
            timestamptz '2026-11-16 09:00:00Z' as first_seen, '20261116-1' as first_night from published
        union all
        select sha256('page ' || page), 'vendor', 'https://firma' || (page % 2000) || '.example/' || page, 'text/html',
            'Firma ' || (page % 2000) || ' A/S', null, 9000, timestamptz '2026-11-16 09:00:00Z', '20261116-1'
        from range($pages) as r(page)""",
    "fetch": """
        select row_number() over () as fetch_id, '20261116-1-vendor' as crawl_id, '20261116-1' as night_id,
            'vendor' as source, sha256('page ' || page) as evidence_id,
            'https://firma' || (page % 2000) || '.example/' || page as url, 'ok' as outcome, 200 as http_status,
            timestamptz '2026-11-16 09:00:00Z' as planned_at, timestamptz '2026-11-16 09:00:01Z' as ended_at
        from range($pages) as r(page)""",
    "resolution": f"""
        select left(md5('buyer ' || b), 24) as organisation_key, 'buyer:' || b as player_id, 'id' as layer,
            'same id' as reason, 1.0 as score from range({BUYERS}) as r(b)
        union all
        select left(md5('supplier ' || s), 24), 'supplier:' || s, 'id', 'same id', 1.0
        from range({SUPPLIERS}) as r(s)""",
    "player": f"""
        select 'buyer:' || b as player_id, 'Myndighed ' || b as name, 'DK' as country,
            case when b < 98 then 'municipality' when b < 103 then 'region' else 'state' end as player_class,
            'register' as class_layer, 'the register says so' as class_reason, true as is_public,
            b = 150 as is_focal, b < 98 as is_customer, cast([] as varchar[]) as roles, null as parent_id
        from range({BUYERS}) as r(b)
        union all
        select 'supplier:' || s, 'Firma ' || s || ' A/S', 'DK',
            ['listed', 'owner_led', 'private_equity', 'foreign_parent'][1 + s % 4], 'rule', 'its legal form', false,
            false, false, cast([] as varchar[]), case when s % 25 = 3 then 'supplier:' || (s // 25) end
        from range({SUPPLIERS}) as r(s)""",
    "customer": """
        select 'buyer:' || b as player_id, 'Myndighed ' || b as name, 'DK:1' || lpad(b::varchar, 7, '0') as national_id,
            (101 + b)::varchar as code, 'Region ' || (b % 5) as region, 20000 + 3000 * (b % 40) as population
        from range(98) as r(b)""",
}
"""Each raw table's rows; columns that are not named stay NULL. `$pages` is the number of documents."""
