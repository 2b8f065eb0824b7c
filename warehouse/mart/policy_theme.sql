-- How many of the study's customers name a policy theme, of those with a strategy, policy or plan that we hold.
-- A customer without a document is not counted as silent: it is missing.
-- Grain: theme
-- Check: named_count <= body_count
-- Check: share is null or share between share_low and share_high
-- Column theme: the theme
-- Column theme_name_da: its name in Danish
-- Column theme_name_en: its name in English
-- Column named_count: customers with a policy document that names it
-- Column body_count: customers with a policy document
-- Column customer_count: all customers
-- Column share: named_count of body_count
-- Column share_low: lower end of its 95 % interval (Wilson)
-- Column share_high: upper end of its 95 % interval (Wilson)
-- Column coverage: body_count of customer_count
-- Column can_tell: whether there are ten bodies or more
-- Column reason: why not
with held as (
    select
        count(*) as customer_count,
        count(*) filter (where has_document) as body_count
    from mart.policy_body
    where is_customer
),

named as (
    select
        theme.theme,
        theme.name_da,
        theme.name_en,
        count(body_theme.body_id) as named_count
    from core.theme as theme
    left join mart.body_theme as body_theme on theme.theme = body_theme.theme and body_theme.is_customer
    group by theme.theme, theme.name_da, theme.name_en
),

shares as (
    select
        named.*,
        held.body_count,
        held.customer_count,
        named.named_count / nullif(held.body_count, 0) as share,
        1.959964 * 1.959964 / nullif(held.body_count, 0) as z2n
    from named
    cross join held
)

select
    theme,
    name_da as theme_name_da,
    name_en as theme_name_en,
    named_count,
    body_count,
    customer_count,
    share,
    greatest(0, (share + z2n / 2 - sqrt(greatest(share * (1 - share) * z2n + z2n * z2n / 4, 0))) / (1 + z2n))
        as share_low,
    least(1, (share + z2n / 2 + sqrt(greatest(share * (1 - share) * z2n + z2n * z2n / 4, 0))) / (1 + z2n))
        as share_high,
    body_count / nullif(customer_count, 0) as coverage,
    body_count >= 10 as can_tell,
    case when body_count < 10 then body_count || ' customers have a policy document; a share needs 10' end as reason
from shares
