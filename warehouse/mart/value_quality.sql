-- How much of a source's award money can be trusted: its awards by kind of value and by verdict on the amount.
-- Awards that were made, and amendments (kind amendment_total). Only rows with is_trusted count anywhere as money.
-- Grain: source, value_kind, value_flag
-- Check: award_count > 0
-- Check: share between 0 and 1 and kind_share between 0 and 1
-- Check: is_trusted or trusted_dkk is null
-- Column source: the source
-- Column value_kind: contract, call_off, framework_ceiling, estimate, amendment_total or unknown
-- Column value_flag: ok, or why the amount is not to be trusted
-- Column is_trusted: whether such amounts are market values that may be summed
-- Column award_count: how many awards or amendments
-- Column share: their part of the source's, 0 to 1; amendments apart from awards
-- Column kind_share: their part of the source's of the same kind
-- Column trusted_dkk: the sum of the trusted amounts in kroner; of amendments it is no sum of money spent, so NULL
with said as (
    select
        notice.source,
        award.value_kind,
        award.value_flag,
        award.amount_dkk,
        false as is_amendment
    from core.award as award
    inner join core.notice as notice on award.notice_id = notice.notice_id
    where award.status = 'awarded'
    union all
    select
        notice.source,
        'amendment_total' as value_kind,
        statement.value_flag,
        null as amount_dkk,
        true as is_amendment
    from core.award_statement as statement
    inner join core.notice as notice on statement.notice_id = notice.notice_id
    where statement.notice_kind = 'modification' and statement.status = 'awarded'
),

counted as (
    select
        source,
        value_kind,
        value_flag,
        is_amendment,
        count(*) as award_count,
        sum(amount_dkk) as trusted_dkk
    from said
    group by all
)

select
    source,
    value_kind,
    value_flag,
    value_flag = 'ok' and value_kind in ('contract', 'call_off') as is_trusted,
    award_count,
    award_count / sum(award_count) over (partition by source, is_amendment) as share,
    award_count / sum(award_count) over (partition by source, is_amendment, value_kind) as kind_share,
    trusted_dkk
from counted
