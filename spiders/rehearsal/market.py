"""All notices of the rehearsal world in order of publication: composed, talking of technologies, numbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from spiders.rehearsal.buyers import Buyer
from spiders.rehearsal.chains import chain_notices
from spiders.rehearsal.chance import chance, invented_uuid
from spiders.rehearsal.composing import talking_of
from spiders.rehearsal.direct_awards import amendments, direct_awards
from spiders.rehearsal.issues import FIRST_DAY, NIGHTS, issue_number, quarter_of
from spiders.rehearsal.noise import foreign_notices, noise_notices
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.planted import all_planted
from spiders.rehearsal.procedures import plans, write_procedure
from spiders.rehearsal.result_notices import Market
from spiders.rehearsal.second_night import second_night_notices
from spiders.rehearsal.small_policies import competence_tenders
from spiders.rehearsal.technology_sentences import TALKS
from spiders.rehearsal.vendors import Vendor


def all_notices(buyers: tuple[Buyer, ...], vendors: tuple[Vendor, ...], seed: int) -> tuple[NoticeEvent, ...]:
    """Every notice of the three years, oldest first, with publication numbers and resolved references."""
    market = Market(buyers={b.key: b for b in buyers}, vendors={v.key: v for v in vendors}, seed=seed)
    ordinary = [notice for plan in plans(buyers, seed) for notice in write_procedure(plan, vendors, seed)]
    ordinary = _without_orphans(ordinary)
    spoken = _talking(ordinary, seed)
    others = [
        *all_planted(market),
        *competence_tenders(market),
        *chain_notices(market),
        *direct_awards(market),
        *amendments(market, spoken),
        *second_night_notices(market),
        *noise_notices(buyers, seed),
        *foreign_notices(seed),
    ]
    return _numbered([*spoken, *others], seed)


def _without_orphans(notices: Sequence[NoticeEvent]) -> list[NoticeEvent]:
    """Corrections only of notices that lie within the window themselves."""
    labels = {notice.label for notice in notices}
    return [notice for notice in notices if notice.correction_of is None or notice.correction_of in labels]


def _talking(notices: Sequence[NoticeEvent], seed: int) -> list[NoticeEvent]:
    """Technologies dealt to contract notices and results so that each quarter's rate is what `TALKS` says.

    Fractions are carried to the next quarter. A result prefers the technologies of its own contract notice; planning
    notices and corrections say what their contract notice says.
    """
    technologies: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for kind in ("competition", "result"):
        groups: dict[int, list[NoticeEvent]] = defaultdict(list)
        for notice in notices:
            if notice.kind == kind and notice.correction_of is None:
                groups[quarter_of(notice.published)].append(notice)
        for talk in TALKS:
            owed = 0.5
            for quarter in sorted(groups):
                owed += talk.rate(quarter - quarter_of(FIRST_DAY)) * len(groups[quarter])
                count, owed = int(owed), owed - int(owed)
                ranked = sorted(
                    groups[quarter],
                    key=lambda n: (
                        talk.key not in technologies[n.label.replace("result", "competition")],
                        chance(seed, "dealt", talk.key, n.label).random(),
                    ),
                )
                for notice in ranked[:count]:
                    technologies[notice.label] += (talk.key,)
    said = {label.split(":")[0]: keys for label, keys in technologies.items() if label.endswith("competition")}
    return [talking_of(notice, technologies.get(notice.label) or _inherited(notice, said), seed) for notice in notices]


def _inherited(notice: NoticeEvent, said: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    repeats = notice.correction_of is not None or notice.kind == "planning"
    return said.get(notice.label.split(":")[0], ()) if repeats else ()


def _numbered(notices: Iterable[NoticeEvent], seed: int) -> tuple[NoticeEvent, ...]:
    """Publication numbers in order of issue, as the journal gives them; then references from labels to numbers."""
    ordered = sorted(notices, key=lambda n: (n.published, chance(seed, "order", n.label).random()))
    numbers: dict[str, NoticeEvent] = {}
    counted: dict[object, int] = defaultdict(int)
    for notice in ordered:
        assert FIRST_DAY <= notice.published <= NIGHTS[1], notice.label
        place = counted[notice.published]
        counted[notice.published] += 1
        numbers[notice.label] = replace(notice, number=issue_number(notice.published) * 3_100 + place * 17 + 5)
    return tuple(_referring(numbers[notice.label], numbers, seed) for notice in ordered)


def _referring(notice: NoticeEvent, numbers: dict[str, NoticeEvent], seed: int) -> NoticeEvent:
    def number_of(label: str | None) -> str | None:
        if label is None:
            return None
        if label in numbers:
            return numbers[label].notice_id
        return f"{int(chance(seed, 'before the window', label).random() * 90_000) + 600_000}-2023"

    correction = number_of(notice.correction_of)
    if notice.correction_of and notice.refers_by_uuid:
        corrected = numbers[notice.correction_of]
        correction = f"{corrected.uuid}-{corrected.version}"
    return replace(
        notice,
        previous=number_of(notice.previous),
        correction_of=correction,
        modification_of=number_of(notice.modification_of),
    )


def poison_notice(notices: Sequence[NoticeEvent], seed: int) -> NoticeEvent:
    """A further contract notice, of a day in the second half of October 2026, that is cut in its package.

    It is served nowhere else: what is lost in a damaged member cannot be had from another channel.
    """
    like = next(n for n in notices if n.is_it and n.kind == "competition" and n.published >= date(2026, 10, 16))
    number = issue_number(like.published) * 3_100 + 3_071
    return replace(
        like,
        label="poison",
        number=number,
        uuid=invented_uuid(seed, "poison"),
        procedure=invented_uuid(seed, "poison procedure"),
        correction_of=None,
        form="eforms",
    )
