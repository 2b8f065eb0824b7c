"""What each stage does: plain functions that take a night and return one sentence about what they did.

Each stage can be run again at any time: it looks at what is there (archive, ledger, record files), does what is
missing, and leaves the rest. Frames and tables stay inside the folders that make them; between stages only names go.
Heavy libraries are imported where a stage needs them, so that the command line answers at once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from nlp.page_change import VERSION as PAGE_CHANGE
from pipelines import customer_tables, guarding, page_change_rules, player_roles, study_tables, trend_tables
from pipelines.night import Night, NightRefusedError, add_up, check_sums
from pipelines.strategy_tables import load_strategy
from pipelines.watch import watches_beside
from warehouse import edition as editions
from warehouse.archive import write_durably
from warehouse.failpoint import failpoint
from warehouse.redacting import redacted
from warehouse.refusal import RefusedError

log = structlog.get_logger(__name__)
Progress = Callable[[int, int], None]

FAILED = "FAILED "
"""What stands before the word of a source that could not be collected."""
NOTHING_NEW = "nothing new since the current edition"


@dataclass(frozen=True)
class Stage:
    """One stage: its name, what it says it does, and the function."""

    name: str
    purpose: str
    run: Callable[[Night], str]


class SourceFailedError(RefusedError):
    """A source could not be collected; one sentence."""


def source_names(night: Night) -> list[str]:
    """The names of the study's sources, in the order of the file."""
    return [source.name for source in night.file.study.source]


def collect_source(night: Night, name: str) -> str:
    """Collect one source in a process of its own. Raises `SourceFailedError`; what was fetched is kept all the same."""
    from spiders.crawling import collect

    spec = study_tables.source_spec(night.file, name)
    result = collect(
        spec,
        root=night.workspace.root,
        night_id=night.night_id,
        as_of=night.as_of,
        settings=night.settings,
        allow_loopback=night.file.study.rehearsal is not None,
    )
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(result.by_outcome.items()))
    said = f"{name}: {result.planned} requests ({outcomes or 'none'}), {result.new_evidence} new"
    if result.outcome == "failed":
        raise SourceFailedError(f"{said}; it failed: {result.reason}")
    if result.outcome == "postponed":
        return f"{name}: {result.reason}"
    if result.outcome == "partial":
        return f"{said}, in part: {str(result.reason)[:200]}"
    return said


def collect(night: Night) -> str:
    """Collect every source in turn; one that fails does not keep the others from being collected."""
    said = []
    for name in source_names(night):
        try:
            said.append(collect_source(night, name))
        except SourceFailedError as fault:
            log.error("a source failed", source=name, reason=str(fault))
            said.append(f"{FAILED}{fault}")
    return "; ".join(said)


def read(night: Night) -> str:
    """Turn unread evidence into records, or into quarantine rows with their reason."""
    from pipelines.keeping_out import mask_new, remove_named
    from spiders.reading import read_new

    place, scopes = night.workspace, study_tables.scopes(night.file)
    with night.ledger as ledger:
        if masked := mask_new(place, ledger):
            log.info("evidence that names somebody who was taken out is masked", pieces=masked)
    result = read_new(root=place.root, settings=night.settings, scopes=scopes, progress=progress())
    with night.ledger as ledger:
        removed = remove_named(place, ledger)
    if removed:
        log.info("evidence that names somebody who was taken out is removed", pieces=removed)
        result.add(read_new(root=place.root, settings=night.settings, scopes=scopes))  # packages, without the member
    quarantined = sum(result.quarantined.values())
    return (
        f"{result.evidence} pieces of evidence, {result.parts} parts: {result.read} read "
        f"({result.out_of_scope} outside the study's scope), {quarantined} quarantined"
    )


def load(night: Night) -> str:
    """Load records, the ledger and the study itself into `raw`."""
    from warehouse.database import Building

    if nothing_new(night):
        return NOTHING_NEW
    with Building(night.workspace.building, fresh=True) as building, night.ledger as ledger:
        loaded = building.load_records(root=night.workspace.root, ledger=ledger)
        failpoint("load.records")
        for name, table in study_tables.raw_tables(night).items():
            building.load_table(name, table)
        trend_tables.load_terms_and_groups(night, building)
        load_strategy(night, building)
    return ", ".join(f"{loaded.get(kind, 0)} {kind}s" for kind in ("notice", "award", "organisation", "document"))


def resolve(night: Night) -> str:
    """Decide which organisations are one player, and of what class."""
    from nlp.resolution import resolve as resolve_organisations
    from warehouse.database import Building
    from warehouse.records import Player, Resolution, to_table

    if nothing_new(night):
        return NOTHING_NEW
    with Building(night.workspace.building) as building:
        resolved = resolve_organisations(
            organisations=building.table("raw.organisation"),
            declared=study_tables.declared_players(night.file),
            registered=study_tables.known_players(night.file),
            judgements=study_tables.JUDGEMENTS,
        )
        failpoint("resolve.found")
        building.load_table("player", to_table(Player, resolved.players))
        building.load_table("resolution", to_table(Resolution, resolved.resolutions))
        building.load_table("review", resolved.review_table())
        building.load_table("player_role", player_roles.stated_roles(resolved.players))
    asked = f", {len(resolved.review)} pairs to look at" if resolved.review else ""
    return f"{len(resolved.resolutions)} organisations are {len(resolved.players)} players{asked}"


def enrich(night: Night) -> str:
    """Find technologies, themes and CPV groups in texts that no current tagger has seen, and what changed on pages."""
    from nlp.barrier import load_barriers
    from nlp.enrichment import enrich_new
    from nlp.need import load_needs
    from nlp.page_changes import find_page_changes
    from nlp.role import load_roles
    from pipelines.notice_facts import facts_of_texts
    from warehouse.database import Building

    if nothing_new(night):
        return NOTHING_NEW
    with Building(night.workspace.building) as building:
        model = study_tables.classifier(night, building)
        building.load_table("model_card", study_tables.model_cards(model))
        facts = facts_of_texts(building)
    result = enrich_new(
        root=night.workspace.root,
        settings=night.settings,
        technologies=study_tables.technologies(night.file),
        themes=study_tables.themes(night.file),
        needs=load_needs(),
        barriers=load_barriers(),
        roles=load_roles(),
        about=customer_tables.aboutness(night.file.study, registered=study_tables.known_players(night.file)),
        components=study_tables.components(night.file),
        market=player_roles.market_names(night.file),
        classifier=model,
        facts=facts,
        progress=progress(),
    )
    with Building(night.workspace.building) as building, night.ledger as ledger:
        rules = page_change_rules.ignored(night.file)
        changed = find_page_changes(building=building, root=night.workspace.root, ignored=rules)
        page_change_rules.load_page_changes(night, building, ledger)
        study_tables.load_enrichment(night, building, ledger, result.taggers)
        trend_tables.load_term_candidates(night, building)
        trend_tables.load_policy_sentences(building)
    return (
        f"{result.new_texts} new texts: {result.mentions} mentions, {result.labels} labels; "
        f"{changed.pairs} pages changed: {changed.changes} changes of substance"
    )


def build(night: Night) -> str:
    """Build every core and mart table and check each one."""
    from warehouse.database import Building
    from warehouse.model import build as build_models

    if nothing_new(night):
        return NOTHING_NEW
    with Building(night.workspace.building) as building:
        runs = build_models(building)
    warnings = [warning for run in runs for warning in run.warnings]
    for warning in warnings:
        log.warning("a model raises a hand", warning=warning)
    return f"{len(runs)} models, all checks passed, {len(warnings)} warnings"


def publish(night: Night) -> str:
    """Publish the built database as a new edition with its report; or nothing, and say why."""
    sums = add_up(night)
    check_sums(night, sums)
    guarding.keep_back(night, guarding.judge_ledger(night))
    if nothing_new(night):
        return NOTHING_NEW
    # These take a second to import, which a night without news need not pay.
    from dashboards.publishing import publish_documents
    from dashboards.site import build_site
    from pipelines.digest_commands import publish_digest
    from pipelines.verifying import claims_hold, documents_hold
    from warehouse.database import Building

    place = night.workspace
    edition_id = night.night_id
    arriving = place.editions / f".{edition_id}.arriving"
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(parents=True)
    with Building(place.building) as building:
        guarding.keep_back(night, guarding.judge_built(night, building))
        editions.write_edition_database(building, arriving / "overblik.duckdb")
    failpoint("publish.database")
    with editions.Edition(arriving) as edition:
        site = build_site(edition, arriving / "site")
        failpoint("publish.site")
        previous = editions.current(place)
        documents = publish_documents(edition, arriving, previous)
        told = publish_digest(night.file, edition, arriving, previous.folder if previous else None)
        checked = (claims_hold(edition), documents_hold(edition))
    claims, complaints = sum(one.count for one in checked), [fault for one in checked for fault in one.complaints]
    if complaints:
        raise NightRefusedError(
            f"{len(complaints)} of {claims} claims do not hold, so nothing is published; the first: {complaints[0]}."
        )
    described = editions.manifest(arriving) | {
        "edition": edition_id,
        "study": night.file.study.name,
        "as_of": night.as_of.isoformat(),
        "fingerprint": fingerprint(night),
        "requests": {"planned": sums.planned, **sums.by_outcome},
        "evidence": {"held": sums.evidence, "read_or_quarantined": sums.evidence_read},
        "difference": sums.difference,
        "collected_in_part": [*sums.partial_crawls, *sums.failed_crawls],
        "site_pages": site.pages,
        "documents": documents.documents,
        "exports": documents.exports,
        "digest_items": told,
        "claims": claims,
    }
    write_durably(arriving / "manifest.json", json.dumps(described, indent=1, sort_keys=True, default=str).encode())
    failpoint("publish.manifest")
    editions.place_edition(place, arriving, edition_id)
    failpoint("publish.moved")
    editions.point_current(place, edition_id)
    editions.prune(place, night.settings.keep_editions)
    failpoint("publish.pruned")
    return (
        f"edition {edition_id}: {site.pages} pages, {site.bytes / 1e6:.1f} MB; {documents.documents} documents, "
        f"{documents.exports} exports, {claims} claims hold, {told} told"
    )


STAGES = (
    Stage("collect", "a source, since its watermark → evidence and ledger rows", collect),
    Stage("read", "unread evidence → records, or a quarantine row with the reason", read),
    Stage("load", "record files → raw tables", load),
    Stage("resolve", "organisations → players, with the reason", resolve),
    Stage("enrich", "new texts → mentions and labels, each with its quote", enrich),
    Stage("build", "raw → core and mart, all checks passed", build),
    Stage("publish", "the built database → an edition and its report", publish),
)


def fingerprint(night: Night) -> str:
    """A digest of everything that an edition is made from: readings, study, taxonomy, judgements and models.

    The date is not part of it: a night that brings nothing publishes nothing.
    """
    with night.ledger as ledger:
        readings = ledger.rows("select evidence_id, part, reader, outcome from reading order by 1, 2")
    made_from = hashlib.sha256()
    for row in readings:
        made_from.update("\x1f".join(row).encode())
    watched = watches_beside(night.file.path)
    if watched.is_file():
        made_from.update(watched.read_bytes())
    for said in (
        night.file.digest,
        study_tables.taxonomy(night.file),
        customer_tables.version(night.file),
        PAGE_CHANGE,
        *_model_digests(),
    ):
        made_from.update(said.encode())
    return made_from.hexdigest()


def nothing_new(night: Night) -> bool:
    """Whether the current edition was made from exactly what there is now.

    Asked once a night, after reading: no later stage changes what an edition is made from.
    """
    if "nothing_new" not in night.answered:
        edition = editions.current(night.workspace)
        if edition is None:
            night.answered["nothing_new"] = False
        else:
            with edition:
                night.answered["nothing_new"] = edition.manifest.get("fingerprint") == fingerprint(night)
    return night.answered["nothing_new"]


def _model_digests() -> list[str]:
    """Digests of the files that editions are made by: models, pages, and what people decided on players and terms."""
    root = Path(editions.__file__).parent
    shown = root.parent / "dashboards"
    files = [
        *(path for folder in ("core", "mart", "seeds", "estimators") for path in (root / folder).glob("*.*")),
        *shown.rglob("*.py"),
        *(shown / "templates").glob("*"),
        study_tables.JUDGEMENTS,
        study_tables.JUDGEMENTS.with_name("term_decisions.csv"),
        study_tables.JUDGEMENTS.with_name("pair_model.json"),
    ]
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files) if path.is_file()]


def progress() -> Progress:
    """A reporter of how far a long stage is: a log line at each tenth."""
    told = -1

    def tell(done: int, of: int) -> None:
        nonlocal told
        tenth = 10 * done // max(of, 1)
        if tenth > told:
            told = tenth
            log.info("progress", done=done, of=of)

    return tell


def run_stage(night: Night, stage: Stage) -> str:
    """Run one stage and enter it in the ledger with its time. Faults are entered and passed on."""
    from time import monotonic

    begun = monotonic()
    try:
        note = stage.run(night)
    except Exception as fault:
        with night.ledger as ledger:
            ledger.note_stage(
                night_id=night.night_id,
                stage=stage.name,
                seconds=monotonic() - begun,
                outcome="refused" if isinstance(fault, NightRefusedError) else "failed",
                note=redacted(str(fault)),
            )
        raise
    failpoint("stage.done")
    with night.ledger as ledger:
        ledger.note_stage(
            night_id=night.night_id, stage=stage.name, seconds=monotonic() - begun, outcome="done", note=note
        )
    log.info("stage done", stage=stage.name, seconds=round(monotonic() - begun, 2), note=note)
    return note
