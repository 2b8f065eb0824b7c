"""The menu: sections in a few groups, so that it stays readable on a phone, and what every page's frame shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.desk import Study
from dashboards.section import Section, SectionError
from dashboards.words import Words

GROUPS: dict[str, Words] = {
    "questions": Words("Spørgsmål", "Questions"),
    "policy": Words("Politik", "Policy"),
    "technology": Words("Teknologi", "Technology"),
    "market": Words("Marked", "Market"),
    "customers": Words("Kunder", "Customers"),
    "role": Words("Rolle", "Role"),
    "strategy": Words("Strategi", "Strategy"),
    "assumptions": Words("Antagelser", "Assumptions"),
    "changes": Words("Ændringer", "Changes"),
    "coverage": Words("Dækning", "Coverage"),
}
"""The groups in the order of the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One section in the menu."""

    section: str
    path: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuGroup:
    """Some sections under one word; it leads to the first of them."""

    key: str
    title: Words
    items: tuple[MenuItem, ...]

    @property
    def path(self) -> str:
        """Where the group leads."""
        return self.items[0].path


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page shares: the study, whose night names the edition, and the menu."""

    study: Study
    menu: tuple[MenuGroup, ...]

    def group_of(self, section: str) -> str:
        """The group that a section stands in; none for pages outside the menu."""
        return next((group.key for group in self.menu if any(item.section == section for item in group.items)), "")

    def path_of(self, section: str) -> str:
        """A section's own page, where its method and limits stand; none for pages outside the menu."""
        return next((item.path for group in self.menu for item in group.items if item.section == section), "")


def menu_of(sections: Iterable[tuple[Section, str]]) -> tuple[MenuGroup, ...]:
    """The menu of sections with the path of each one's own page. Raises SectionError for an unknown group."""
    grouped: dict[str, list[MenuItem]] = {key: [] for key in GROUPS}
    for section, path in sections:
        if section.group not in grouped:
            raise SectionError(f"section {section.name} stands in no group of the menu: {section.group!r}")
        grouped[section.group].append(MenuItem(section=section.name, path=path, title=section.title))
    return tuple(MenuGroup(key=key, title=GROUPS[key], items=tuple(items)) for key, items in grouped.items() if items)
