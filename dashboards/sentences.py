"""Sentences whose every number is a claim: a template in two languages, and what fills it.

A number cannot be typed into a sentence: templates hold `{slots}`, each bound to a claim, and `fill` is the only way to
text. `overblik verify` asks the claims again, fills the template anew and compares. Where a count decides the word, the
template says both: `{contracts} {contracts#kontrakt|kontrakter}`.

Rejected: f-strings (a number could stand there that no query gives), str.format (a source's braces would be read).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboards.section import Claim, Unit, Value
from dashboards.showing import show
from dashboards.words import Lang, Words, full_stop

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?:#([^|{}]*)\|([^|{}]*))?\}")


class SentenceError(ValueError):
    """A template that names what nothing fills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a document, with its claims by slot."""

    sentence_id: str
    template: Words
    slots: tuple[tuple[str, Claim], ...] = ()

    def of(self, lang: Lang) -> str:
        """The sentence in one language."""
        held = dict(self.slots)
        return fill(self.template.of(lang), lambda name: (held[name].value, held[name].unit), lang)

    def words(self) -> Words:
        """The sentence in both languages."""
        return Words(self.of("da"), self.of("en"))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it says that can be asked again."""
        return tuple(claim for _, claim in self.slots)


def fill(template: str, slot: Callable[[str], tuple[Value, Unit]], lang: Lang) -> str:
    """A template with its slots in words. Raises SentenceError for a slot that nothing fills."""

    def put(match: re.Match[str]) -> str:
        name, one, many = match.groups()
        try:
            value, unit = slot(name)
        except KeyError:
            raise SentenceError(f"nothing fills {{{name}}} in {template!r}") from None
        if one is None:
            text = show(value, unit, lang)
            return text.lower() if unit == "stream" else text
        return one if is_one(value) else many

    return full_stop(_SLOT.sub(put, template))


def is_one(value: Value) -> bool:
    """Whether a count takes the singular: exactly one does, in both languages; none, a half and more do not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 1


def slot_names(template: Words) -> set[str]:
    """The slots that a template names in either language."""
    return {match.group(1) for text in (template.da, template.en) for match in _SLOT.finditer(text)}


def refill(template: str, slots: Mapping[str, tuple[Value, Unit]], lang: Lang) -> str:
    """The same from a ledger's record: what the sentence would say now."""
    return fill(template, lambda name: slots[name], lang)
