"""What a study's players are called, for who reads texts; and the roles that registers and names give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines import study_tables
from warehouse.raw import STUDY
from warehouse.records import Player

if TYPE_CHECKING:
    from nlp.market_role import Naming
    from pipelines.study import StudyFile


def market_names(file: StudyFile) -> Naming:
    """The names under which texts may give a player a role: the declared players' first, then the register's."""
    from nlp.market_role import naming

    players = [*study_tables.declared_players(file), *study_tables.known_players(file)]
    return naming((name, one.player_id) for one in players for name in (one.name, *one.aliases))


def stated_roles(players: Iterable[Player]) -> pa.Table:
    """The rows of `raw.player_role`: one for each role that a register or the study states, or that a name says."""
    from nlp.market_role import market_roles

    rows = [
        {"player_id": one.player_id, "role": found.role, "layer": found.layer, "quote": found.quote}
        for one in players
        for found in market_roles(name=one.name, player_class=one.player_class, stated=one.roles)
    ]
    return pa.Table.from_pylist(rows, schema=STUDY["player_role"])
