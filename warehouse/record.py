"""What makes a class a record: a dataclass with slots, named arguments, and no change after it is made.

That nobody changes one is the type checker's word (`frozen_default`), not the running program's: a dataclass that is
frozen while it runs takes three to five times longer to make, which was a tenth of all reading. Rejected: named tuples
(no inheritance of the four columns that every record has), plain classes with written constructors (each column named
three times).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[_Class]) -> type[_Class]:
    """A class of records that a reader writes by the dozen for each notice."""
    return dataclass(slots=True, kw_only=True)(cls)
