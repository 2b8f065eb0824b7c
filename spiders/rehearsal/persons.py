"""Invented contact persons: canaries that must never be found past reading.

The surnames are made up so that no other text of the world, and no ordinary Danish text, contains them by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

_FIRST = ("Agnete", "Bodil", "Carsten", "Ditte", "Ejnar", "Frederikke", "Gorm", "Hjørdis", "Ingolf", "Jytte")
_LAST = ("Attrapholm", "Kanarielund", "Lokkedahl", "Narreskov", "Prøvestrup", "Skinnerup", "Tomgaarding", "Uvirkelsen")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    """A person who exists nowhere: name, mail address and telephone number as a notice prints them."""

    name: str
    email: str
    phone: str


def contact_persons() -> tuple[ContactPerson, ...]:
    """All 80 of them, in a fixed order."""
    people = []
    for index in range(len(_FIRST) * len(_LAST)):
        first, last = _FIRST[index % len(_FIRST)], _LAST[(index // len(_FIRST) + index) % len(_LAST)]
        mail = f"{first}.{last}".lower().replace("ø", "oe").replace("å", "aa")
        phone = f"+45 99 {index + 10:02d} {(index * 37) % 90 + 10:02d} {(index * 53) % 90 + 10:02d}"
        people.append(ContactPerson(name=f"{first} {last}", email=f"{mail}@udbud.example", phone=phone))
    return tuple(people)
