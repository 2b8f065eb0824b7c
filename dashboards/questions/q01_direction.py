"""Question 1: where do municipalities say they are going, and what do they buy?"""

from __future__ import annotations

from dashboards.findings import policy
from dashboards.question import ROWS, Block, Question, plain_told
from dashboards.telling import Teller, col
from dashboards.words import Words

_THEMES = """select theme, theme_name_da, theme_name_en, named_count, body_count, share, share_low, share_high,
    coverage, can_tell, reason
from mart.policy_theme
where named_count > 0
order by named_count desc, theme"""


def answer(teller: Teller) -> list[Block]:
    """The theme that most name, the league of themes, and how many bodies have said nothing that we hold."""
    asked = teller.ask(_THEMES)
    if not asked:
        return list(policy(teller))
    row = asked.first
    scope = teller.desk.scope(
        Words("kunder med en strategi, politik eller plan", "customers with a strategy, policy or plan"),
        method="mart.policy_theme",
        streams=("policy",),
        n=row.number("body_count"),
        coverage=row.number("coverage"),
    )
    what = teller.say(
        "q1.theme",
        "Flest nævner temaet »{theme_da}«: {named} af de {bodies}, vi har dokumenter fra",
        "Most name the theme “{theme_en}”: {named} of the {bodies} whose documents we hold",
        theme_da=asked.claim("theme_name_da", "text"),
        theme_en=asked.claim("theme_name_en", "text"),
        named=asked.claim("named_count"),
        bodies=asked.claim("body_count"),
    )
    if row.flag("can_tell"):
        sure = teller.say(
            "q1.theme_sure",
            "Andelen er {share} (interval {low} – {high})",
            "The share is {share} (interval {low} – {high})",
            share=asked.claim("share", "share"),
            low=asked.claim("share_low", "share"),
            high=asked.claim("share_high", "share"),
        )
    else:
        sure = teller.untold("q1.theme_sure", asked, "body_count")
    unknown = teller.say(
        "q1.theme_unknown",
        "En manglende strategi er ikke en lav prioritet; dokumenter dækker kun {coverage} af kunderne",
        "A missing strategy is not a low priority; documents cover only {coverage} of the customers",
        coverage=asked.claim("coverage", "share"),
    )
    table = teller.grid(
        "q1.themes",
        Words("Temaer, som flest nævner", "Themes that most name"),
        asked,
        col("Tema", "Theme", "theme_name_{lang}", width=3),
        col("Nævner det", "Name it", "named_count", "count"),
        col("Af", "Of", "body_count", "count"),
        scope=scope,
        most=ROWS,
    )
    return [plain_told(teller, what, sure, scope, unknown=unknown, figure=("theme_share", row.text("theme"))), table]


QUESTION = Question(
    number=1,
    title=Words("Hvor siger kommunerne, de er på vej hen?", "Where do municipalities say they are going?"),
    marts=("mart.policy_theme", "mart.policy_body"),
    answer=answer,
)
