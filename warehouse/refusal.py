"""What a person is told when something is refused: one sentence, never a traceback."""


class RefusedError(Exception):
    """Something that a person asked for is refused; the text is one sentence that says why and what to do."""
