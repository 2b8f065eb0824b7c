"""Settings and places: what the environment may say, and where a study keeps its things.

Everything a study keeps lies under one folder, so that copying the folder moves the study, and removing it removes
everything. Settings come from the environment (`OVERBLIK_…`) alone: what a study says is in its TOML file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What may differ from one machine to the next. Each field is read from `OVERBLIK_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="OVERBLIK_", extra="ignore")

    home: Path = Field(default=Path("overblik-data"), description="where studies keep what they collect and publish")
    contact: str = Field(
        default="https://overblik.example/crawler", description="address in the User-Agent, so that a site can complain"
    )
    models: Path | None = Field(default=None, description="where trained classifiers are kept; each study's own folder")
    proxy: str | None = Field(default=None, description="HTTP proxy for every request, e.g. http://127.0.0.1:3128")
    workers: int = Field(default=2, ge=1, le=64, description="reading and classifying processes")
    cluster: str | None = Field(
        default=None, description="where reading and enriching go: a Dask scheduler's address, or local; here if unset"
    )
    crawl_pools: dict[str, str] = Field(
        default={},
        description='Prefect deployments that collect sources, by source: {"ted": "overblik-crawl/web"}; * is any',
    )
    crawl_pool_seconds: int = Field(
        default=4 * 3600, ge=1, description="a work pool that takes longer for a source is not waited for"
    )
    store: str | None = Field(
        default=None, description="an object store that keeps what nights leave, s3://bucket/prefix"
    )
    log_format: Literal["auto", "pretty", "json"] = "auto"
    notify_urls: SecretStr = Field(
        default=SecretStr(""), description="where digests are sent: Apprise addresses, separated by white space"
    )
    keep_editions: int = Field(default=7, ge=2, description="how many editions are kept")
    raw_contact_days: int = Field(
        default=90, ge=1, description="`overblik retain` takes contact persons out of evidence older than this"
    )
    read_seconds: int = Field(default=20, ge=1, description="CPU seconds for one piece of evidence")
    read_memory_mb: int = Field(default=1024, ge=256, description="address space growth of one reading process")

    @field_validator("home")
    @classmethod
    def _names_a_folder(cls, home: Path) -> Path:
        if "?" in str(home):  # SQLite and DuckDB take what follows for options
            raise ValueError("a folder's name cannot hold a question mark")
        return home.expanduser()

    @field_validator("home", "contact", mode="before")
    @classmethod
    def _is_said(cls, said: object) -> object:
        if isinstance(said, str) and not said.strip():
            raise ValueError("it is empty; say something, or leave it out")
        return said

    @property
    def user_agent(self) -> str:
        """An honest crawler's name in the form that TED's firewall lets pass."""
        return f"Mozilla/5.0 (compatible; Overblik/0.1; +{self.contact})"


@dataclass(frozen=True)
class Workspace:
    """The folder of one study, and the name of everything in it."""

    root: Path

    @property
    def evidence(self) -> Path:
        """Answers as received, by digest."""
        return self.root / "evidence"

    @property
    def records(self) -> Path:
        """Records as Parquet, one folder a kind."""
        return self.root / "records"

    @property
    def ledger(self) -> Path:
        """The SQLite ledger of nights, crawls, requests and readings."""
        return self.root / "ledger.sqlite"

    @property
    def building(self) -> Path:
        """The database that tonight's stages fill; thrown away at will."""
        return self.root / "building.duckdb"

    @property
    def models(self) -> Path:
        """Classifiers trained here."""
        return self.root / "models"

    @property
    def editions(self) -> Path:
        """What was published, one folder a night."""
        return self.root / "editions"

    @property
    def current(self) -> Path:
        """The pointer to the edition that people read, replaced last."""
        return self.root / "current"

    @property
    def logs(self) -> Path:
        """One JSON Lines file a night."""
        return self.root / "logs"

    @property
    def lock(self) -> Path:
        """Held by the one night that may run."""
        return self.root / "night.lock"

    def make(self) -> Workspace:
        """Create the folders."""
        for folder in (self.evidence, self.records, self.models, self.editions, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def workspace(settings: Settings, study: str) -> Workspace:
    """The workspace of a study by its name."""
    return Workspace(settings.home / study)


def now() -> datetime:
    """The one place that asks the machine what time it is (UTC)."""
    return datetime.now(UTC)
