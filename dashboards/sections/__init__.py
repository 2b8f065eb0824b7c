"""The shelf: one module per section, found by name; each holds one `SECTION`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from dashboards.section import Section, SectionError


def all_sections() -> list[Section]:
    """Every section on the shelf, in menu order. Raises SectionError where a module holds none."""
    found = []
    for module in iter_modules(__path__):
        section = getattr(import_module(f"{__name__}.{module.name}"), "SECTION", None)
        if not isinstance(section, Section):
            raise SectionError(f"dashboards/sections/{module.name}.py holds no SECTION")
        found.append(section)
    return sorted(found, key=lambda section: (section.order, section.name))
