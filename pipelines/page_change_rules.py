"""What a study says is no news on its sites: the rules under `ignore` of each site, for the look at page changes.

The rules are part of what a pair of captures was looked at with: where they change, every pair is looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines import study_tables
from pipelines.night import Night
from pipelines.study import StudyFile

if TYPE_CHECKING:
    from nlp.page_change import Ignored
    from warehouse.database import Building
    from warehouse.ledger import Ledger


def ignored(file: StudyFile) -> tuple[Ignored, ...]:
    """The rules of every site of the study's sources, in its order. Raises `StudyRefusedError` for a wrong one."""
    from nlp.page_change import Ignored
    from spiders.site import SitesOptions

    found = []
    for source in file.study.source:
        options = study_tables.source_spec(file, source.name).options
        for site in options.sites if isinstance(options, SitesOptions) else ():
            found += [
                Ignored(
                    source=source.name,
                    hosts=tuple(sorted(site.all_hosts)),
                    path=rule.path,
                    line=rule.line,
                    change_type=rule.change_type,
                )
                for rule in site.ignore
            ]
    return tuple(found)


def load_page_changes(night: Night, building: Building, ledger: Ledger) -> None:
    """Load what was found under the study's present rules into `raw.page_change`."""
    from nlp.enrichment import enrichment_batches
    from nlp.page_changes import tagger
    from warehouse.parquet import read_kind
    from warehouse.records import PageChange

    changes = enrichment_batches(ledger, [tagger(ignored(night.file))])
    building.load_table("page_change", read_kind(night.workspace.records, PageChange, changes))
