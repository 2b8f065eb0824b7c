"""What a study says, in the forms that the other folders ask for: source specs, scopes, declared players, raw tables.

The folders below never see a study: they are handed their own types, filled here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pydantic import ValidationError

from pipelines.customer_tables import check_imports, customer_tables
from pipelines.night import Night
from pipelines.study import Study, StudyFile, StudySource, listed, near
from pipelines.toml_place import in_words
from pipelines.watch import watches_of
from warehouse.raw import STUDY

if TYPE_CHECKING:
    from nlp.component import Component
    from nlp.player import DeclaredPlayer
    from nlp.technology import Technology
    from nlp.theme import Theme
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
    themes(file)
    check_imports(file)
    watches_of(file)


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
    if said.delay_seconds < 1 and kind.asks_network and file.study.rehearsal is None:
        file.refuse(
            ("source", index, "delay_seconds"),
            "a real site is asked at most once a second; set delay_seconds to 1 or more.",
        )
    try:
        options = kind.options.model_validate(said.options)
    except ValidationError as fault:
        first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
        key = ".".join(str(step + 1) if isinstance(step, int) else step for step in first["loc"])
        known = sorted(kind.options.model_fields)
        place = ("source", index, "options", *first["loc"])
        if first["type"] == "extra_forbidden":
            file.refuse(
                place,
                f"{said.kind} has no option {key!r}{near(str(first['loc'][-1]), known)}; known: {listed(known)}.",
            )
        file.refuse(place, f"the option {key!r} of {said.kind} is refused: {in_words(first)}.")
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
    from nlp.lexicon import LexiconError
    from nlp.technology import load_technologies

    names = file.study.study.technologies
    try:
        return load_technologies(None if names == "all" else names)
    except LexiconError as fault:
        file.refuse(("study", "technologies"), f"{fault}.")


def themes(file: StudyFile) -> tuple[Theme, ...]:
    """The policy themes that the study looks for. Raises `StudyRefusedError` for an unknown name."""
    from nlp.lexicon import LexiconError
    from nlp.theme import load_themes

    names = file.study.study.themes
    try:
        return load_themes(None if names == "all" else names)
    except LexiconError as fault:
        file.refuse(("study", "themes"), f"{fault}.")


def taxonomy(file: StudyFile) -> str:
    """The version of what the study looks for in texts."""
    from nlp.component import components_version
    from nlp.need import load_needs, needs_version
    from nlp.technology import taxonomy_version
    from nlp.theme import themes_version

    versions = (taxonomy_version(technologies(file)), themes_version(themes(file)), needs_version(load_needs()))
    return " ".join((*versions, components_version(components(file))))


def components(file: StudyFile) -> tuple[Component, ...]:
    """The study's components with the words that find them in texts. Raises `StudyRefusedError`."""
    from nlp.component import Component

    known = {one.id for one in technologies(file)}
    for index, one in enumerate(file.study.component):
        for unknown in sorted(set(one.technologies) - known):
            file.refuse(("component", index, "technologies"), f"the study looks for no technology {unknown!r}.")
    return tuple(
        Component(id=one.id, names=one.terms or (one.name,), functions=one.functions) for one in file.study.component
    )


def declared_players(file: StudyFile) -> list[DeclaredPlayer]:
    """The players that the study names, and its customers where they come from a register."""
    from nlp.player import DeclaredPlayer

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
    taken = {player.national_id for player in own}
    return own + [
        DeclaredPlayer(
            player_id=str(one["player_id"]),
            name=str(one["name"]),
            national_id=str(one["national_id"]),
            country="DK",
            player_class="municipality",
            is_customer=True,
            is_public=True,
            note="The official list of Danish municipalities",
        )
        for one in _registered_customers(file)
        if one["national_id"] not in taken
    ]


def known_players(file: StudyFile) -> list[DeclaredPlayer]:
    """The shipped register of known players, where the study asks for it, less those that the study itself names."""
    from nlp.player import registered_players

    if not file.study.study.registered_players:
        return []
    own = {one for player in file.study.player for one in (player.id, player.name, player.national_id) if one}
    return [one for one in registered_players() if not own & {one.player_id, one.name, one.national_id}]


def customers(file: StudyFile) -> list[dict[str, Any]]:
    """The customers: those that the study declares, and all of the register where it says so."""
    declared = [
        {
            "player_id": player.id,
            "name": player.name,
            "national_id": player.national_id,
            "code": None,
            "region": None,
            "population": player.population,
        }
        for player in file.study.player
        if player.customer
    ]
    return declared + _registered_customers(file)


def _registered_customers(file: StudyFile) -> list[dict[str, Any]]:
    if file.study.study.customers != "danish_municipalities":
        return []
    from nlp.player import registered_municipalities

    return [
        {
            "player_id": national_id,
            "name": one.name,
            "national_id": national_id,
            "code": one.code,
            "region": one.region,
            "population": None,
        }
        for national_id, one in registered_municipalities().items()
    ]


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
            ("component_id", "name", "description", "segment_code", "relation", "term"),
            [
                (one.id, one.name, one.description, one.segment, relation, term)
                for one in study.component
                for relation, terms in (
                    ("name", one.terms or (one.name,)),
                    ("function", one.functions),
                    ("technology", one.technologies),
                )
                for term in terms
            ],
        ),
        "top_down": top_down(study),
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
            ("technology", "name_da", "name_en", "technology_group", "definition_da", "definition_en"),
            [
                (one.id, one.name_da, one.name_en, one.group, one.definition_da, one.definition_en)
                for one in technologies(night.file)
            ],
        ),
        "theme": _table(
            ("theme", "name_da", "name_en"), [(one.id, one.name_da, one.name_en) for one in themes(night.file)]
        ),
        "customer": pa.Table.from_pylist(
            customers(night.file),
            schema=pa.schema(
                [(name, text) for name in ("player_id", "name", "national_id", "code", "region")]
                + [("population", pa.int64())]
            ),
        ),
        **customer_tables(night.file, technologies=technologies(night.file), themes=themes(night.file)),
    }


def top_down(study: Study) -> pa.Table:
    """The study's top-down figure: one row, or none where it names none."""
    said = [] if study.top_down is None else [study.top_down]
    return pa.Table.from_pylist(
        [one.model_dump(exclude={"source"}) | {"source_note": one.source} for one in said], schema=STUDY["top_down"]
    )


def _table(names: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


def classifier(night: Night, building: Building) -> Path:
    """The folder of the classifier of notices, trained on first use from the official labels and the study's own."""
    from nlp.training import ensure_classifier
    from pipelines.notice_facts import learnt_notices

    return ensure_classifier(
        night.settings.models or night.workspace.models,
        notices=learnt_notices(building),
        languages=("da", "en"),
    )


def model_cards(folder: Path) -> pa.Table:
    """A classifier's card as `raw.model_card`: a row for each figure of it."""
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    learnt = "; ".join(f"{name}: {said['texts']} texts" for name, said in sorted(card["trained_on"].items()))
    rows = [
        {
            "model": target,
            "version": card["id"],
            "trained_on": learnt,
            "metric": name,
            "value": float(value),
            "note": card["limits"],
        }
        for target, head in sorted(card["heads"].items())
        for name, value in sorted({**head["metrics"], **head}.items())
        if isinstance(value, int | float)
    ]
    return pa.Table.from_pylist(rows, schema=STUDY["model_card"])


def load_enrichment(night: Night, building: Building, ledger: Ledger, taggers: tuple[str, ...]) -> None:
    """Load what the current taggers found into `raw.mention` and `raw.label`."""
    from nlp.enrichment import enrichment_batches
    from nlp.label_facts import current_labels
    from warehouse.parquet import read_kind
    from warehouse.records import Mention

    batches = enrichment_batches(ledger, taggers)
    building.load_table("mention", read_kind(night.workspace.records, Mention, batches))
    building.load_table("label", current_labels(ledger, night.workspace.records, taggers))
