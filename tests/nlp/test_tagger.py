"""spaCy finds the components by their names, and they write the same mentions as the night finds."""

import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from nlp.mentions import find_mentions, reader_of
from nlp.need import load_needs
from nlp.technology import load_technologies
from nlp.theme import load_themes

TEXT = (
    "Fælles API/AI-løsninger, tak. Kommunen mangler i dag integrationer til økonomi\u00adsystemet.\n\n"
    "Inden udgangen af 2027 indfører vi datadeling og NemLog-in i alle fagsystemer."
)


def test_a_component_is_known_by_name_after_importing_spacy_alone() -> None:
    code = (
        "import spacy; p = spacy.blank('nb'); "
        "p.add_pipe('overblik_technologies', config={'technologies': ['chatbot']}); "
        "doc = p('Ny chatbot og skytjeneste.'); print([s._.quote for s in doc.spans['technology']])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "['chatbot']"


@pytest.mark.parametrize("language", ["da", "en", "nb", "sv", "de"])
def test_the_components_find_what_the_night_finds(language: str) -> None:
    pipeline = spacy.blank(language)
    for name in ("overblik_technologies", "overblik_themes", "overblik_needs"):
        pipeline.add_pipe(name)
    doc = pipeline(TEXT)
    reader = reader_of(technologies=load_technologies(), themes=load_themes(), needs=load_needs())
    wanted = {
        (one.target_kind, one.target, one.start, one.end, one.quote, one.rule, one.grade, one.horizon)
        for one in find_mentions(reader, [("d", TEXT)])
    }
    found = {
        (
            key,
            span.label_,
            span._.quote_start,
            span._.quote_end,
            span._.quote,
            span._.rule,
            span._.grade,
            span._.horizon,
        )
        for key in ("technology", "theme", "need")
        for span in doc.spans[key]
    }
    assert found == wanted
    assert {kind for kind, *_ in found} == {"technology", "theme", "need"}
    assert {("theme", "deadline")} <= {(kind, grade) for kind, *_, grade, _ in found}


def test_a_pipeline_with_a_component_can_be_saved_and_read_again(tmp_path: Path) -> None:
    pipeline = spacy.blank("da")
    pipeline.add_pipe("overblik_themes", config={"themes": ["data_sharing"]})
    pipeline.to_disk(tmp_path)
    doc = spacy.load(tmp_path)("Vi satser på datadeling og kunstig intelligens.")
    assert [span.label_ for span in doc.spans["theme"]] == ["data_sharing"]
