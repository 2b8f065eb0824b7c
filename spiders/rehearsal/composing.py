"""Texts of ordinary tender notices, composed from `segments` and `tender_sentences`, with technologies woven in."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from spiders.rehearsal import tender_sentences as say
from spiders.rehearsal.chance import chance
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.segments import Segment
from spiders.rehearsal.subjects import Subject
from spiders.rehearsal.technology_sentences import BY_KEY


def described(subject: Subject, language: str, draw: Random) -> str:
    """Two or three sentences on what is bought and why, for the notice's main description."""
    if language == "en":
        return " ".join((subject.lead, subject.need, say.ENGLISH[0]))
    return " ".join((subject.lead, draw.choice(say.PURPOSE), subject.need))


def scoped(language: str, draw: Random) -> str:
    """Three to five sentences on scope and requirements, for a lot's description."""
    if language == "en":
        return " ".join(draw.sample(say.ENGLISH[1:], 3))
    scope = [line.format(users=draw.randrange(2, 60) * 100) for line in draw.sample(say.SCOPE, 2)]
    return " ".join((*scope, *draw.sample(say.REQUIREMENT, 2), draw.choice(say.FORMALITY)))


def subject_for(segment: Segment, language: str, draw: Random) -> Subject:
    """What is bought: one of the segment's subjects, or its English one."""
    return segment.english if language == "en" else draw.choice(segment.subjects)


def talking_of(notice: NoticeEvent, technologies: tuple[str, ...], seed: int) -> NoticeEvent:
    """The notice with one sentence on each of `technologies` added to its main description."""
    sentences = []
    for key in technologies:
        talk = BY_KEY[key]
        options = talk.english if notice.language == "en" else talk.danish
        sentences.append(chance(seed, "talk", notice.label, key).choice(options))
    chance(seed, "talk order", notice.label).shuffle(sentences)
    text = " ".join((notice.description, *sentences))
    return replace(notice, description=text, technologies=tuple(sorted(technologies)))
