"""Every generated page of the documentation: `python -m waypost.documentation` writes them anew.

Each page is made where its subject lives; here is only the list. A test fails when a committed page is old.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from waypost.analysis.definitions import measures_reference
from waypost.cli.reference import commands_markdown
from waypost.formats.folder import write_whole
from waypost.formats.reference import reference_markdown
from waypost.formats.schema import schema_text
from waypost.journey.check.reference import rules_markdown
from waypost.journey.workspace import KINDS

PAGES: Mapping[str, Callable[[], str]] = {
    "reference/commands.md": commands_markdown,
    "reference/file-format.md": reference_markdown,
    "reference/measures.md": measures_reference,
    "reference/rules.md": rules_markdown,
}
"""Every generated page by its place in `docs/`."""


def generated() -> dict[str, str]:
    """The text of every generated file, by its place in `docs/`: the pages, and a JSON Schema for each kind."""
    schemas = {f"schemas/{kind}.schema.json": schema_text(kind) for kind in KINDS}
    return {name: write() for name, write in PAGES.items()} | schemas


def renew(docs: Path) -> list[Path]:
    """Write the files that are not what they should be, and return them."""
    texts = {docs / name: text for name, text in generated().items()}
    old = [file for file, text in texts.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    for file in old:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, texts[file])
    return old


def main() -> None:
    """Renew the pages in the folder given, or in `docs` here."""
    docs = Path(*sys.argv[1:2] or ["docs"])
    for file in renew(docs):
        sys.stdout.write(f"renewed {file}\n")


if __name__ == "__main__":
    main()
