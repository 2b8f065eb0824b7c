"""The figures of each analysis, made once: a section, a board question and the front page show the same ones."""
