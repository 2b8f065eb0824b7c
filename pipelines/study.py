"""What a study is: a question, its limits, and whom and what it concerns; reading one, and refusing a wrong one.

A study is one TOML file. It names everything that may differ between two users of Overblik (whose strategy, which
sources, players, technologies, customers, period, currency), so that nothing of that kind stands in code. A key or a
name that nobody knows is refused with file and line: a misspelt key that was ignored would be a silent wrong answer.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from pipelines.guard import Guard
from pipelines.radar import Radar
from pipelines.strategy import KEYS, Strategy, check_strategy
from pipelines.toml_place import in_words, line_of
from pipelines.watch import BESIDE, Watch
from warehouse.refusal import RefusedError
from warehouse.settings import now

STUDIES = Path(__file__).parent / "studies"

PLAYER_CLASSES = (
    "municipality",
    "region",
    "state",
    "joint_public_company",
    "association",
    "community",
    "listed",
    "private_equity",
    "owner_led",
    "foreign_parent",
    "consultancy",
    "research",
    "private",
    "unknown",
)
ROLES = (
    "platform_owner",
    "system_vendor",
    "integrator",
    "operator",
    "consultant",
    "standard_body",
    "buyer_community",
    "data_holder",
)


class StudyRefusedError(RefusedError):
    """A study that cannot be used, in one sentence that names the file, the line and what to do."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Table):
    """The `[study]` table: name, titles, limits."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$")
    title_da: str
    title_en: str
    country: str = Field(pattern=r"^[A-Z]{2}$")
    currency: Literal["DKK", "EUR"] = "DKK"
    period_start: date
    focal: str
    owners: tuple[str, ...] = ()
    customers: Literal["danish_municipalities", "declared"] = "declared"
    registered_players: bool = False
    technologies: tuple[str, ...] | Literal["all"] = "all"
    themes: tuple[str, ...] | Literal["all"] = "all"
    strategy: str | None = None


class Rehearsal(_Table):
    """The `[rehearsal]` table: this study asks the invented world, served on loopback, and nobody else."""

    seed: int = 7


class Component(_Table):
    """A part of the focal organisation's offering.

    `terms` name the component itself, `functions` what it does in anybody's words; `technologies` do the same.
    """

    id: str = Field(pattern=r"^[a-z0-9_-]+$")
    name: str
    description: str = ""
    terms: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    segment: str | None = None


class TopDown(_Table):
    """What customers spend in a year by somebody else's count: kroner a head, whose inhabitants, and who says so."""

    low_per_head_dkk: float = Field(gt=0)
    high_per_head_dkk: float = Field(gt=0)
    year: int
    source: str
    inhabitants: int | None = Field(default=None, gt=0)


class Segment(_Table):
    """A named part of the market: CPV codes that begin with one of `cpv`."""

    id: str = Field(pattern=r"^[a-z0-9_-]+$")
    name_da: str
    name_en: str
    cpv: tuple[str, ...] = Field(min_length=1)


class KnownPlayer(_Table):
    """A player that the study registers as a fact, with the source of the fact."""

    id: str = Field(pattern=r"^[A-Za-z0-9:_-]+$")
    name: str
    aliases: tuple[str, ...] = ()
    national_id: str | None = None
    country: str | None = None
    player_class: str = "unknown"
    roles: tuple[str, ...] = ()
    parent: str | None = None
    website: str | None = None
    customer: bool = False
    population: int | None = None
    source: str


class PeerGroup(_Table):
    """Customers that the study compares with one another: ids of players, or names or codes from the register."""

    name: str = Field(min_length=1)
    members: tuple[str, ...] = Field(min_length=1)


class Scope(_Table):
    """Which notices of a source concern the study: buyer's country, and the beginnings of CPV codes."""

    countries: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()


class StudySource(_Table):
    """One source: its kind on the shelf, what it is called here, and its options (checked by the kind itself)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$")
    kind: str
    publisher: str | None = None
    stream: Literal["procurement", "vendor", "policy"]
    delay_seconds: float = Field(default=5.0, ge=0, le=3600)
    scope: Scope = Scope()
    options: dict[str, Any] = {}


class Import(_Table):
    """A spreadsheet that the study brings along (see `pipelines.importing`); `columns` maps our names to its header."""

    path: str
    kind: Literal["survey", "usage", "interview", "price_index"]
    columns: dict[str, str] = {}
    scale: tuple[float, float] = (1, 5)


class Study(Strategy):
    """A whole study, as its file says it: its own tables, and those of its strategy unless they stand in a file."""

    study: Question
    rehearsal: Rehearsal | None = None
    top_down: TopDown | None = None
    component: tuple[Component, ...] = ()
    segment: tuple[Segment, ...] = ()
    player: tuple[KnownPlayer, ...] = ()
    peer_group: tuple[PeerGroup, ...] = ()
    source: tuple[StudySource, ...] = Field(min_length=1)
    imports: tuple[Import, ...] = Field(default=(), alias="import")
    watch: tuple[Watch, ...] = ()
    guard: Guard = Guard()
    radar: Radar = Radar()

    @property
    def name(self) -> str:
        """The study's name: also its folder's."""
        return self.study.name


class StudyFile:
    """A study together with the file that it was read from, so that refusals can point into it."""

    def __init__(self, path: Path, text: str, study: Study) -> None:
        self.path = path
        self.text = text
        self.study = study
        self.strategy_file: StrategyFile | StudyFile = self

    @property
    def strategy(self) -> Strategy:
        """The study's assumptions, options, plan and initiatives, wherever they stand."""
        return self.study if self.strategy_file is self else self.strategy_file.strategy

    @property
    def digest(self) -> str:
        """SHA-256 of the file, and of the one that it names: part of what an edition was made from."""
        more = "" if self.strategy_file is self else self.strategy_file.text
        return hashlib.sha256((self.text + more).encode()).hexdigest()

    def refuse(self, place: Sequence[str | int], sentence: str) -> NoReturn:
        """Refuse the study for what stands at `place`."""
        raise StudyRefusedError(f"{self.path}:{line_of(self.text, place)}: {sentence}")


class StrategyFile:
    """The file of strategy that a study names."""

    def __init__(self, path: Path, text: str, strategy: Strategy) -> None:
        self.path = path
        self.text = text
        self.strategy = strategy

    def refuse(self, place: Sequence[str | int], sentence: str) -> NoReturn:
        """Refuse the study for what stands at `place` of this file."""
        raise StudyRefusedError(f"{self.path}:{line_of(self.text, place)}: {sentence}")


def shipped() -> dict[str, Path]:
    """The studies that come with Overblik, by name."""
    return {path.stem: path for path in sorted(STUDIES.glob("*.toml")) if not path.name.endswith(BESIDE)}


def find(name: str) -> Path:
    """The file of a study: a shipped one by name, or any path. Raises `StudyRefusedError`."""
    known = shipped()
    if name in known:
        return known[name]
    path = Path(name)
    if path.is_file():
        return path
    if path.exists():
        raise StudyRefusedError(f"{name}: this is no plain file; name a study file, or one of {listed(known)}.")
    if path.suffix == ".toml" or len(path.parts) > 1:
        raise StudyRefusedError(f"{name}: there is no such file; name a study file, or one of {listed(known)}.")
    raise StudyRefusedError(f"There is no study {name!r}{near(name, known)}; name a file, or one of {listed(known)}.")


def read(name: str) -> StudyFile:
    """Read and check a study. Raises `StudyRefusedError` with one sentence for the first thing that is wrong."""
    path = find(name)
    text, study = _said(path, Study)
    file = StudyFile(path, text, study)
    if study.study.strategy is not None:
        own = next((key for key in KEYS if key in study.model_fields_set), None)
        if own is not None:
            file.refuse((own,), f"[study] strategy names a file, so {own!r} must stand there; move it.")
        beside = path.parent / study.study.strategy
        if not beside.is_file():
            file.refuse(("study", "strategy"), f"there is no file {beside}; name one that lies beside the study.")
        file.strategy_file = StrategyFile(beside, *_said(beside, Strategy))
    _check_names(file)
    return file


_Shape = TypeVar("_Shape", bound=BaseModel)


def _said(path: Path, shape: type[_Shape]) -> tuple[str, _Shape]:
    """The text of a TOML file and what it says, in a shape. Raises `StudyRefusedError`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        said = tomllib.loads(text)
    except UnicodeDecodeError as fault:
        raise StudyRefusedError(f"{path}: is not UTF-8 text (byte {fault.start}); save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as fault:
        raise StudyRefusedError(f"{path}: is not valid TOML: {fault}.") from None
    except OSError as fault:
        raise StudyRefusedError(f"{path}: cannot be read: {fault.strerror}.") from None
    try:
        return text, shape.model_validate(said)
    except ValidationError as fault:
        raise StudyRefusedError(_sentence(path, text, fault)) from None


def _sentence(path: Path, text: str, fault: ValidationError) -> str:
    # A misspelt key is both unknown and missing; the unknown one is what the writer can see.
    first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
    place = [step for step in first["loc"] if not (isinstance(step, str) and step.startswith(("literal[", "tuple[")))]
    key = ".".join(str(step + 1) if isinstance(step, int) else step for step in place)
    where = f"{path}:{line_of(text, place)}"
    if first["type"] == "extra_forbidden":
        known = _keys_at(place[:-1])
        return f"{where}: unknown key {key!r}{near(str(place[-1]), known)}; known here: {listed(known)}."
    if first["type"] == "missing":
        return f"{where}: the key {key!r} is missing; add it."
    return f"{where}: {key!r} cannot be {first.get('input')!r}: {in_words(first)}."


def _keys_at(place: Sequence[object]) -> list[str]:
    table: Any = Study
    for step in place:
        if isinstance(step, str) and isinstance(table, type) and issubclass(table, BaseModel):
            table = _model_in(_by_key(table)[step].annotation)
    return sorted(_by_key(table)) if isinstance(table, type) and issubclass(table, BaseModel) else []


def _by_key(table: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a table by the key that the file has for them."""
    return {field.alias or name: field for name, field in table.model_fields.items()}


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if found := _model_in(part):
            return found
    return None


def _check_names(file: StudyFile) -> None:
    study = file.study
    ids = [player.id for player in study.player]
    for shelf, names in (
        ("source", [one.name for one in study.source]),
        ("player", ids),
        ("segment", [one.id for one in study.segment]),
        ("component", [one.id for one in study.component]),
    ):
        for index, name in enumerate(names):
            if name in names[:index]:
                key = "name" if shelf == "source" else "id"
                file.refuse((shelf, index, key), f"{shelf} {name!r} stands here a second time; names are used once.")
    for index, component in enumerate(study.component):
        if component.segment is not None:
            segments = [one.id for one in study.segment]
            _check_word(file, ("component", index, "segment"), component.segment, segments)
    if study.study.focal not in ids:
        hint = near(study.study.focal, ids)
        file.refuse(("study", "focal"), f"the focal organisation {study.study.focal!r} is no [[player]]{hint}; add it.")
    for owner in study.study.owners:
        if owner not in ids:
            file.refuse(("study", "owners"), f"the owner {owner!r} is no [[player]]{near(owner, ids)}; add it.")
    for index, player in enumerate(study.player):
        if player.parent is not None and player.parent not in ids:
            file.refuse(
                ("player", index, "parent"),
                f"the parent {player.parent!r} is no [[player]]{near(player.parent, ids)}; add it.",
            )
        _check_word(file, ("player", index, "player_class"), player.player_class, PLAYER_CLASSES)
        for role in player.roles:
            _check_word(file, ("player", index, "roles"), role, ROLES)
    if study.study.period_start > now().date():
        file.refuse(("study", "period_start"), f"the period begins on {study.study.period_start}, which is to come.")
    check_strategy(
        file.strategy_file,
        file.strategy,
        players=ids,
        components=[one.id for one in study.component],
        laws=law_dates(),
    )


def _check_word(file: StudyFile, place: Sequence[str | int], word: str, known: Sequence[str]) -> None:
    if word not in known:
        file.refuse(place, f"there is no {place[-1]} {word!r}{near(word, known)}; known: {listed(known)}.")


def law_dates() -> list[str]:
    """The laws whose dates are registered, by id."""
    place = Path(__file__).parent.parent / "warehouse" / "seeds" / "law_date.csv"
    with place.open(encoding="utf-8", newline="") as rows:
        return [row["law_id"] for row in csv.DictReader(rows)]


def near(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    """A hint at the known word that was probably meant, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def listed(known: Sequence[str] | Mapping[str, object]) -> str:
    """Known words as part of a sentence."""
    return ", ".join(known) or "nothing"
