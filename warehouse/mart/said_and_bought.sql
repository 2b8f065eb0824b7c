-- T1.4: of the customers that name a theme in a policy paper, how many award a contract on it within 24 months?
-- Beside it stands how many of the customers with papers that do not name it did so in the last 24 months: what is
-- bought anyway. The share counts customers whose 24 months have passed, for among younger papers only the quick buyers
-- would be seen.
-- Grain: theme
-- Check: bought_count + not_bought_count + open_count = said_count
-- Check: can_tell = (bought_share is not null)
-- Check: bought_share is null or bought_share between share_low and share_high
-- Check: closed_bought_count <= closed_count and closed_bought_count <= bought_count
-- Check: silent_share is null or silent_count >= 10
-- Check: can_tell = (reason is null)
-- Column theme: the theme
-- Column theme_name_da: its name in Danish
-- Column theme_name_en: its name in English
-- Column said_count: customers with a dated paper that names it
-- Column bought_count: of them, those with an award on it within 24 months after the first such paper
-- Column not_bought_count: of them, those for whom 24 months passed without one
-- Column open_count: of them, those for whom less time has passed and no award has come
-- Column tendered_count: of them, those with a notice on it that plans or invites within 24 months
-- Column median_months: median months from paper to award, of those that bought
-- Column silent_count: customers with a paper, none of which names it
-- Column silent_bought_count: of them, those with an award on it in the 24 months before the as-of date
-- Column closed_count: customers that named it 24 months ago or longer
-- Column closed_bought_count: of these, those with an award on it within 24 months
-- Column bought_share: the share of them; NULL under ten customers that named it 24 months ago or longer
-- Column share_low: lower end of its 95 % interval (Wilson)
-- Column share_high: upper end of its 95 % interval (Wilson)
-- Column silent_share: silent_bought_count of silent_count; NULL under ten customers that do not name it
-- Column can_tell: whether ten customers or more named it 24 months ago or longer
-- Column reason: why not
with silent as (
    select
        theme.theme,
        count(*) as silent_count,
        count(*) filter (
            where exists (
                select 1
                from core.theme_event as event
                where
                    event.body_id = body.body_id
                    and event.theme = theme.theme
                    and event.act = 'award'
                    and event.event_date > (select max(study.as_of) from core.study as study) - interval 24 months
            )
        ) as silent_bought_count
    from core.theme as theme
    inner join mart.policy_body as body on body.is_customer and body.has_document
    where
        not exists (
            select 1
            from core.theme_sentence as sentence
            where sentence.body_id = body.body_id and sentence.theme = theme.theme
        )
    group by theme.theme
),

counted as (
    select
        theme.theme,
        theme.name_da as theme_name_da,
        theme.name_en as theme_name_en,
        count(purchase.body_id) as said_count,
        count(*) filter (where purchase.state = 'bought') as bought_count,
        count(*) filter (where purchase.state = 'not_bought') as not_bought_count,
        count(*) filter (where purchase.state = 'open') as open_count,
        count(*) filter (where purchase.tender_months <= 24) as tendered_count,
        count(*) filter (where purchase.is_closed) as closed_count,
        count(*) filter (where purchase.is_closed and purchase.state = 'bought') as closed_bought_count,
        median(purchase.award_months) filter (where purchase.state = 'bought') as median_months,
        coalesce(max(silent.silent_count), 0) as silent_count,
        coalesce(max(silent.silent_bought_count), 0) as silent_bought_count
    from core.theme as theme
    left join mart.theme_purchase as purchase on theme.theme = purchase.theme
    left join silent on theme.theme = silent.theme
    group by theme.theme, theme.name_da, theme.name_en
),

shares as (
    select
        *,
        case when closed_count >= 10 then closed_bought_count / closed_count end as bought_share,
        1.959964 * 1.959964 / nullif(closed_count, 0) as z2n,
        bought_share * (1 - bought_share) as spread
    from counted
)

select
    * exclude (z2n, spread),
    least(
        bought_share, (bought_share + z2n / 2 - sqrt(greatest(spread * z2n + z2n * z2n / 4, 0))) / (1 + z2n)
    ) as share_low,
    greatest(
        bought_share, (bought_share + z2n / 2 + sqrt(greatest(spread * z2n + z2n * z2n / 4, 0))) / (1 + z2n)
    ) as share_high,
    case when silent_count >= 10 then silent_bought_count / silent_count end as silent_share,
    closed_count >= 10 as can_tell,
    case
        when closed_count < 10
            then closed_count || ' customers named it 24 months ago or longer; a share needs 10'
    end as reason
from shares
