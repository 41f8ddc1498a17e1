"""The pages hold what they promise: links lead somewhere, snippets are valid, everything there is has its entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from ruamel.yaml import YAML
from typer.testing import CliRunner

from tests.conftest import REPOSITORY
from tests.docs.pages import DOCS, PAGES, Snippet, agrees, anchors, links, run, snippets
from waypost.analysis.definitions import DEFINITIONS
from waypost.cli.verbs import VERBS, app
from waypost.demo.show import lay_out
from waypost.documentation import generated, renew
from waypost.errors import InputError
from waypost.events.predicate import Scope, compile_predicate
from waypost.formats.schema import reachable
from waypost.formats.tree import parse, plain
from waypost.formats.yaml import read_document
from waypost.journey.binding import RULES as SIGNAL_RULES
from waypost.journey.check import RULES
from waypost.journey.journey import Lifecycle
from waypost.journey.source import PropertyType
from waypost.journey.templates import TEMPLATES
from waypost.journey.workspace import KINDS

YAML_SNIPPETS = [snippet for page in PAGES for snippet in snippets(page, "yaml")]
LARGEST_PICTURE = 350_000


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", generated())
def test_generated_pages_are_current(name: str) -> None:
    assert page(name) == generated()[name], "write it anew: uv run python -m waypost.documentation"


def test_writing_anew_touches_only_what_is_old(tmp_path: Path) -> None:
    written = renew(tmp_path)
    assert {file.relative_to(tmp_path).as_posix() for file in written} == set(generated())
    old = tmp_path / "reference" / "rules.md"
    old.write_text("old", encoding="utf-8")
    assert renew(tmp_path) == [old]
    assert renew(tmp_path) == []


def test_every_verb_has_its_entry() -> None:
    text = page("reference/commands.md")
    for verb in VERBS:
        assert f"## `{verb}` {{ #{verb} }}" in text
        shown = CliRunner().invoke(app, [verb, "--help"]).output
        for option in {*re.findall(r"(?<!\S)--[a-z][a-z-]*", shown)} - {"--help"}:
            assert f"`{option}`" in text, f"{verb} {option}"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_entry(rule: str) -> None:
    assert f"### `{rule}`" in page("reference/rules.md")


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.id)
def test_every_measure_has_its_entry(definition: Any) -> None:
    assert f"## {definition.name}\n" in page("reference/measures.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_entry_with_all_its_fields(kind: str) -> None:
    text = page("reference/file-format.md")
    own = text.partition(f"## `{kind}` {{ #{kind} }}")[2].partition("\n## ")[0]
    assert all(f"| `{field}` |" in own for field in KINDS[kind].model_fields)
    assert all(f"| `{field}` |" in text for part in reachable(KINDS[kind]) for field in part.model_fields)


def test_the_guides_name_every_signal_and_state_and_start() -> None:
    assert all(f"`{rule}: " in page("guides/connect.md") for rule in SIGNAL_RULES)
    assert all(f"| `{state.value}` |" in page("guides/draw.md") for state in Lifecycle)
    assert len(TEMPLATES) == 9, "name the new template in guides/draw.md"


@pytest.mark.parametrize("source", PAGES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(source: Path) -> None:
    for link in links(source):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (source.parent / path).resolve() if path else source
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


def test_pictures_are_shown_and_small() -> None:
    shown = {(source.parent / link.partition("#")[0]).resolve() for source in PAGES for link in links(source)}
    for picture in (DOCS / "images").iterdir():
        assert picture in shown, f"no page shows {picture.name}"
        assert picture.stat().st_size <= LARGEST_PICTURE
        with Image.open(picture) as opened:
            opened.verify()


@pytest.mark.parametrize("start", ["/tmp/", "/home/", "/root/", "/Users/"])
def test_no_page_tells_of_a_machine(start: str) -> None:
    assert [source for source in PAGES if start in source.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("snippet", YAML_SNIPPETS, ids=str)
def test_yaml_can_be_read(snippet: Snippet) -> None:
    content = plain(parse(snippet.text, None))
    if isinstance(content, dict) and "kind" in content:
        read_document(snippet.text, str(snippet))
    else:
        assert any(_reads(document) for document in _around(content)), "no kind of document has such a part"


def _around(part: Any) -> Iterator[dict[str, Any]]:
    """A part of a document inside every kind of document it could be from."""
    name = {"name": "X"}
    if isinstance(part, list):
        yield _journey({"phases": [{**name, "steps": part}]})
        yield {"kind": "source", **name, "zone": "UTC", "tables": part}
        return
    yield {"kind": "workspace", **name, **part}
    yield _journey(part)
    yield _journey({"phases": [{**name, "steps": [{**name, **part}]}]})
    for touchpoint in (part, {"signals": [{**name, **part}]}):
        yield _journey({"phases": [{**name, "steps": [{**name, "touchpoints": [{**name, **touchpoint}]}]}]})
    table = {"files": "x.csv", "customer": "c", "time": "t", "event": "e"}
    yield {"kind": "source", **name, "zone": "UTC", "tables": [{**table, **part}]}


def _journey(part: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "journey", "name": "X", **part}


def _reads(document: dict[str, Any]) -> bool:
    text = StringIO()
    YAML().dump(document, text)
    try:
        read_document(text.getvalue())
    except InputError:
        return False
    return True


SCOPES = {
    "match": Scope.EVENT,
    "signal's when": Scope.EVENT,
    "score": Scope.RESPONSE,
    "segment's when": Scope.CUSTOMER,
}
TYPES = {
    "staff": PropertyType.NUMBER,
    "total": PropertyType.NUMBER,
    "delivered": PropertyType.NUMBER,
    "ordered": PropertyType.NUMBER,
    "is_gift": PropertyType.BOOLEAN,
    "paid": PropertyType.BOOLEAN,
}


def examples() -> Iterator[tuple[Scope, str]]:
    """The predicates in the table of examples."""
    table = page("reference/predicates.md").partition("## Examples")[2].partition("## Limits")[0]
    for line in table.splitlines()[4:]:
        if line.startswith("| "):
            where, predicate = (cell.strip() for cell in line.strip("|").split("|"))
            yield SCOPES[where.replace("`", "")], predicate.strip("`")


@pytest.mark.parametrize(("scope", "predicate"), [*examples()])
def test_examples_of_predicates_compile(scope: Scope, predicate: str) -> None:
    compile_predicate(predicate, scope, TYPES)


@pytest.mark.parametrize(
    "predicate",
    [
        "properties.is_gift AND NOT properties.paid",
        "properties.method <> 'card' OR properties.method IS NULL",
        "time >= '2026-01-31'",
        "time < '2026-01-31T08:00:00Z'",
        "event = 'it''s here'",
        "event NOT LIKE 'order%' AND properties.total NOT BETWEEN 1 AND 5",
        "properties.attempts >= 3",
    ],
)
def test_what_the_page_on_predicates_says_can_be_said(predicate: str) -> None:
    assert predicate.partition(" ")[0].partition(".")[0] in page("reference/predicates.md")
    compile_predicate(predicate, Scope.EVENT, TYPES)


def test_a_refused_predicate_is_told_as_the_page_tells() -> None:
    with pytest.raises(InputError) as told:
        compile_predicate("lower(event) = 'ordered'", Scope.EVENT, element="order/checkout")
    shown = " ".join(snippets(DOCS / "reference" / "predicates.md", "text")[0].text.split())
    assert shown == f"✗ {told.value}"


@pytest.mark.slow
def test_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path / "waypost-demo", visitors=400)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for snippet in snippets(DOCS / "guides" / "notebook.md", "python"):
        exec(compile(snippet.text, str(snippet), "exec"), names)
    assert (tmp_path / "map.html").is_file()
    assert names["figures"].columns == ["segment", "level", "element", "name", "measure", "of", *NUMBERS, "unit"]


NUMBERS = ("value", "low", "high", "n", "minimum")


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("material")
    shown = run(
        f"NO_MKDOCS_2_WARNING=1 mkdocs build --quiet --strict --site-dir {tmp_path / 'site'} && echo built", REPOSITORY
    )
    assert shown == "built\n"


def test_a_console_may_leave_lines_out() -> None:
    assert agrees("a\n…\nd\n", "a\nb\nc\nd\n")
    assert agrees("…\n", "a\n")
    assert not agrees("a\n…\nd\n", "a\nb\n")
    assert not agrees("a\n", "a\nb\n")
