"""What a study says, in the forms that the other folders ask for: source specs, scopes, declared players, raw tables.

The folders below never see a study: they are handed their own types, filled here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pydantic import ValidationError

from pipelines.night import Night
from pipelines.study import KnownPlayer, StudyFile, StudySource, listed, near

if TYPE_CHECKING:
    from nlp.resolution import DeclaredPlayer
    from nlp.technology import Technology
    from spiders.reading import Scope
    from spiders.source import SourceSpec
    from warehouse.database import Building

    from warehouse.ledger import Ledger

JUDGEMENTS = Path(__file__).parent.parent / "nlp" / "judgements.csv"


def check_shelves(file: StudyFile) -> None:
    """Check every name that a study takes from a shelf (kinds of sources, technologies, themes) and every option.

    Raises `StudyRefusedError` with file, line and what is known.
    """
    for source in file.study.source:
        source_spec(file, source.name)
    technologies(file)


def source_spec(file: StudyFile, name: str) -> SourceSpec:
    """One source as spiders want it. Raises `StudyRefusedError` for an unknown kind or option."""
    from spiders.source import SourceSpec, sources

    shelf = sources()
    index, said = _source(file, name)
    if said.kind not in shelf:
        file.refuse(
            ("source", index, "kind"),
            f"there is no kind of source {said.kind!r}{near(said.kind, shelf)}; known: {listed(sorted(shelf))}.",
        )
    kind = shelf[said.kind]
    try:
        options = kind.options.model_validate(said.options)
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(step + 1) if isinstance(step, int) else step for step in first["loc"])
        known = sorted(kind.options.model_fields)
        place = ("source", index, "options", *first["loc"])
        if first["type"] == "extra_forbidden":
            file.refuse(
                place,
                f"{said.kind} has no option {key!r}{near(str(first['loc'][-1]), known)}; known: {listed(known)}.",
            )
        file.refuse(place, f"the option {key!r} of {said.kind} is refused: {first['msg'].lower()}.")
    return SourceSpec(
        name=said.name,
        kind=said.kind,
        publisher=said.publisher or kind.publisher,
        stream=said.stream,
        delay_seconds=said.delay_seconds,
        options=options,
        scope_countries=said.scope.countries,
        scope_cpv=said.scope.cpv,
        period_start=file.study.study.period_start,
    )


def _source(file: StudyFile, name: str) -> tuple[int, StudySource]:
    names = [source.name for source in file.study.source]
    if name not in names:
        file.refuse(("source",), f"the study has no source {name!r}{near(name, names)}; it has {listed(names)}.")
    return names.index(name), file.study.source[names.index(name)]


def scopes(file: StudyFile) -> dict[str, Scope]:
    """Which notices of each source concern the study, for reading."""
    from spiders.reading import Scope

    return {
        source.name: Scope(countries=source.scope.countries, cpv_prefixes=source.scope.cpv)
        for source in file.study.source
    }


def technologies(file: StudyFile) -> tuple[Technology, ...]:
    """The technologies that the study looks for. Raises `StudyRefusedError` for an unknown name."""
    from nlp.technology import UnknownTechnologyError, load_technologies

    names = file.study.study.technologies
    try:
        return load_technologies(None if names == "all" else names)
    except UnknownTechnologyError as fault:
        file.refuse(("study", "technologies"), str(fault))


def taxonomy(file: StudyFile) -> str:
    """The version of what the study looks for in texts."""
    from nlp.technology import taxonomy_version

    return taxonomy_version(technologies(file))


def declared_players(file: StudyFile) -> list[DeclaredPlayer]:
    """The players that the study and, where it asks for them, the registers name. The study's own word wins."""
    from nlp.resolution import DeclaredPlayer, registered_players

    study = file.study.study
    own = [
        DeclaredPlayer(
            player_id=player.id,
            name=player.name,
            aliases=player.aliases,
            national_id=player.national_id,
            country=player.country or study.country,
            player_class=player.player_class,
            roles=player.roles,
            parent=player.parent,
            website=player.website,
            is_focal=player.id == study.focal,
            is_customer=player.customer,
            note=player.source,
        )
        for player in file.study.player
    ]
    taken = {player.player_id for player in own} | {player.national_id for player in own if player.national_id}
    registers = registered_players(
        market=study.registered_players, municipalities=study.customers == "danish_municipalities"
    )
    return own + [player for player in registers if not {player.player_id, player.national_id} & taken]


def customers(file: StudyFile) -> list[dict[str, Any]]:
    """The customers: those that the study declares, or all that the register of municipalities holds."""
    declared = [_customer(player) for player in file.study.player if player.customer]
    if file.study.study.customers != "danish_municipalities":
        return declared
    from nlp.resolution import registered_players

    return declared + [
        {
            "player_id": player.player_id,
            "name": player.name,
            "national_id": player.national_id,
            "code": None,
            "region": None,
            "population": None,
        }
        for player in registered_players(market=False, municipalities=True)
    ]


def _customer(player: KnownPlayer) -> dict[str, Any]:
    return {
        "player_id": player.id,
        "name": player.name,
        "national_id": player.national_id,
        "code": None,
        "region": None,
        "population": player.population,
    }


def raw_tables(night: Night) -> dict[str, pa.Table]:
    """The study itself as raw tables: study, segment, component, study_source, technology, theme, customer."""
    from spiders.source import sources

    study = night.file.study
    shelf = sources()
    text = pa.string()
    return {
        "study": pa.table(
            {
                "study": [study.name],
                "title_da": [study.study.title_da],
                "title_en": [study.study.title_en],
                "as_of": pa.array([night.as_of], pa.date32()),
                "night_id": [night.night_id],
                "focal_player_id": [study.study.focal],
                "country": [study.study.country],
                "currency": [study.study.currency],
                "period_start": pa.array([study.study.period_start], pa.date32()),
                "is_rehearsal": [study.rehearsal is not None],
            }
        ),
        "segment": _table(
            ("segment_code", "name_da", "name_en", "cpv_prefix"),
            [(one.id, one.name_da, one.name_en, prefix) for one in study.segment for prefix in one.cpv],
        ),
        "component": _table(
            ("component_id", "name", "description", "term"),
            [(one.id, one.name, one.description, term) for one in study.component for term in one.terms or (one.name,)],
        ),
        "study_source": _table(
            ("source", "source_kind", "stream", "publisher", "licence", "terms"),
            [
                (
                    one.name,
                    one.kind,
                    one.stream,
                    one.publisher or shelf[one.kind].publisher,
                    shelf[one.kind].licence,
                    shelf[one.kind].terms,
                )
                for one in study.source
            ],
        ),
        "technology": _table(
            ("technology", "name_da", "name_en", "technology_group", "definition_en"),
            [(one.id, one.name_da, one.name_en, one.group, one.definition_en) for one in technologies(night.file)],
        ),
        "customer": pa.Table.from_pylist(
            customers(night.file),
            schema=pa.schema(
                [(name, text) for name in ("player_id", "name", "national_id", "code", "region")]
                + [("population", pa.int64())]
            ),
        ),
    }


def _table(names: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def load_enrichment(night: Night, building: Building, ledger: Ledger) -> None:
    """Load the mentions and labels of the current taggers, and the cards of the classifiers that made them."""
    from nlp.enrichment import current_enrichment

    for name, table in current_enrichment(
        root=night.workspace.root, ledger=ledger, technologies=technologies(night.file)
    ).items():
        building.load_table(name, table)
