"""Write `docs/data-dictionary.md` from the models: `make dictionary`."""

import sys
from pathlib import Path

from warehouse.dictionary import as_markdown
from warehouse.model import read_models

PAGE = Path(__file__).parent / "data-dictionary.md"


def main() -> int:
    """Write the page; returns the exit code."""
    PAGE.write_text(as_markdown(read_models()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
