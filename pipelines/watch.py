"""What a watch is: a saved search that says which news somebody wants to be told, and reading a list of them.

Watches stand in the study's file as `[[watch]]` tables, or in a file beside it that ends in `.watch.toml`, so that the
study can stay as it is while people change what they watch. A watch asks for any of what it names; a key or name that
nobody knows is refused with file and line. Addresses to send to never stand here: they come from the environment.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.toml_place import line_of
from warehouse.refusal import RefusedError

if TYPE_CHECKING:
    from pipelines.study import StudyFile

BESIDE = ".watch.toml"
State = Literal["holds", "weakening", "broken", "cannot_tell"]
_CRITERIA = (
    *("players", "buyers", "technologies", "cpv", "keywords", "pages", "assumptions"),
    "contracts_within_days",
)


class WatchRefusedError(RefusedError):
    """A watch list that cannot be used, in one sentence that names the file, the line and what to do."""


class Watch(BaseModel):
    """One watch. Players and buyers by id or name; technologies by key; CPV by the codes' beginnings; pages by the
    beginnings of their addresses; keywords as they stand in titles and quotes; contracts by days to their latest end.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=80)
    players: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    cpv: tuple[Annotated[str, Field(pattern=r"^\d{2,8}$")], ...] = ()
    keywords: tuple[Annotated[str, Field(min_length=2)], ...] = ()
    pages: tuple[Annotated[str, Field(pattern=r"^https?://")], ...] = ()
    contracts_within_days: int | None = Field(default=None, ge=1, le=3660)
    assumptions: tuple[State, ...] = ()

    @property
    def asks_for_nothing(self) -> bool:
        """Whether it names no criterion, so that it could never tell anything."""
        return not any(getattr(self, name) for name in _CRITERIA)


class _WatchFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    watch: tuple[Watch, ...] = ()


def watches_beside(study: Path) -> Path:
    """Where a study's watch list may lie beside it."""
    return study.with_name(f"{study.stem}{BESIDE}")


def read_watches(study: Path, in_study: tuple[Watch, ...], text: str, technologies: set[str]) -> tuple[Watch, ...]:
    """The watches of a study: those in its file (whose text is given) and those beside it.

    Raises `WatchRefusedError` for the first thing that is wrong.
    """
    _check(study, text, in_study, technologies, taken=set())
    beside = watches_beside(study)
    if not beside.is_file():
        return in_study
    try:
        listed = beside.read_bytes().decode("utf-8")
        said = tomllib.loads(listed)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise WatchRefusedError(f"{beside}: is not valid TOML: {fault}.") from None
    try:
        held = _WatchFile.model_validate(said).watch
    except ValidationError as fault:
        raise WatchRefusedError(_sentence(beside, listed, fault)) from None
    _check(beside, listed, held, technologies, taken={watch.name for watch in in_study})
    return (*in_study, *held)


def watches_of(file: StudyFile) -> tuple[Watch, ...]:
    """Every watch of a study, checked against its technologies. Raises `WatchRefusedError`."""
    from pipelines.study_tables import technologies

    known = {technology.id for technology in technologies(file)}
    return read_watches(file.path, file.study.watch, file.text, known)


def _check(path: Path, text: str, watches: tuple[Watch, ...], technologies: set[str], taken: set[str]) -> None:
    from pipelines.study import near

    for place, watch in enumerate(watches):
        if watch.name in taken:
            where = line_of(text, ("watch", place, "name"))
            raise WatchRefusedError(f"{path}:{where}: the watch {watch.name!r} stands here a second time; rename one.")
        taken.add(watch.name)
        if watch.asks_for_nothing:
            where = line_of(text, ("watch", place))
            raise WatchRefusedError(
                f"{path}:{where}: the watch {watch.name!r} asks for nothing; name one of {', '.join(_CRITERIA)}."
            )
        for technology in watch.technologies:
            if technology not in technologies:
                where = line_of(text, ("watch", place, "technologies"))
                hint = near(technology, sorted(technologies))
                raise WatchRefusedError(f"{path}:{where}: the study has no technology {technology!r}{hint}.")


def _sentence(path: Path, text: str, fault: ValidationError) -> str:
    from pipelines.study import listed, near

    first: Any = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
    place = list(first["loc"])
    where = f"{path}:{line_of(text, place)}"
    if first["type"] == "extra_forbidden":
        known = sorted(Watch.model_fields) if len(place) > 1 else ["watch"]
        return f"{where}: unknown key {place[-1]!r}{near(str(place[-1]), known)}; known here: {listed(known)}."
    if first["type"] == "missing":
        return f"{where}: the key {place[-1]!r} is missing; add it."
    return f"{where}: {'.'.join(map(str, place))!r} cannot be {first.get('input')!r}: {first['msg'].lower()}."
