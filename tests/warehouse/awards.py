"""Awards drawn as text, as `core.award` has them: by the award's id."""

from __future__ import annotations

from typing import Any

from tests.warehouse.drawing import made

NOTICE = """
    notice_id | publication_date
    1-2025    | 2025-03-03
"""
FRAMEWORK = """
    notice_id | publication_date | framework_or_dps | framework_max | framework_max_currency
    1-2025    | 2025-03-03       | fa-w-rc          | 65000000      | DKK
"""


def awards(**drawn: str) -> dict[str, dict[str, Any]]:
    with made("core.award", **drawn) as building:
        return {str(row["award_id"]): row for row in building.query("from core.award")}
