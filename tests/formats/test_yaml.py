"""Documents as YAML: what is said about mistakes, and what an update leaves alone."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tests.journey.strategies import documents, documents_of, edited
from waypost.errors import InputError, Problem
from waypost.formats.fields import data
from waypost.formats.layout import field
from waypost.formats.yaml import element_nodes, read_document, update, write_document
from waypost.journey.glossary import Glossary, Term
from waypost.journey.journey import Journey
from waypost.journey.model import Document, Element, Text

HEAD = "kind: journey\nname: Buying\n"

AUTHORED = """\
# The map of buying. Ask Ana before you change it.
kind: journey
name: "Buying a bicycle"   # the working title
mapped: 2024-05-31

phases:

  # The phase nobody believed in
  - name: Decide
    goal: 'Know which one'   # hers, not ours

    steps:
      - name: Compare
        needs: [a list, a price]   # said by 6 of 17
        emotion: {level: 1, n: 3}
        feelings:
        - hopeful    # at first
        - tired
      # Told in Japanese
      - name: 見る
        words: >-
          I look and look and
          see nothing.

  # Where the money is
  - name: Buy
    steps:
    -   name: Pay
        optional: false
# The end
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_document(text, "buy.yaml")
    return list(caught.value.problems)


def only_problem(text: str) -> Problem:
    (problem,) = problems(text)
    assert problem.file == "buy.yaml"
    return problem


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "remedy"),
    [
        ("", 1, 1, "empty", "kind:"),
        ("- a\n", 1, 1, "this is a list", "kind: journey"),
        ("hello\n", 1, 1, "only text", "kind: journey"),
        ("name: x\n", 1, 1, "does not say what kind", "glossary"),
        ("kind: jurney\nname: x\n", 1, 7, "did you mean 'journey'?", "glossary"),
        ("kind: journey\n", 1, 1, "a journey needs 'name'", "name:"),
        (HEAD + "phases:\n  - name: A\n    pain: []\n", 5, 5, "unknown field 'pain': did you mean 'pains'?", None),
        (HEAD + "colour: red\n", 3, 1, "unknown field 'colour'", "A journey has kind, id"),
        (HEAD + "state: futur\n", 3, 8, "'futur' is not a state: did you mean 'future'?", "current, future"),
        (HEAD + "lifecycle: 5\n", 3, 12, "'5' is not a lifecycle", "draft, validated"),
        ("kind: journey\nname: 2024\n", 2, 7, "2024 is read as a number", "'2024'"),
        ("kind: journey\nname: true\n", 2, 7, "true is read as yes or no", "quotes: 'true'"),
        (HEAD + "team: [a, {b: c}]\n", 3, 11, "item 2 of 'team' must be text", "quotes"),
        (HEAD + "mapped: 2024-13-45\n", 3, 9, "must be a date, not '2024-13-45'", "2024-05-31"),
        (HEAD + "mapped: 2024\n", 3, 9, "must be a date, not '2024'", "2024-05-31"),
        (HEAD + "personas: ana\n", 3, 11, "'personas' must be a list", "'- '"),
        (HEAD + "phases:\n  - Decide\n", 4, 5, "item 1 of 'phases' must have fields", None),
        (HEAD + "validated: yes\n", 3, 12, "must have fields of its own", "inside, outside"),
        (HEAD + "impression: [a, b, c, d]\n", 3, 13, "has 4 entries, but may have 3", "3 that matter"),
        (HEAD + "summary: ''\n", 3, 10, "'summary' is empty", "delete the field"),
        (HEAD + f"summary: {'x' * 5000}\n", 3, 10, "has 5,000 characters, but may have 4,000", "Shorten"),
        (HEAD + "id: My Map\n", 3, 5, "'My Map' cannot be used", "'my-map'"),
        (HEAD + "case: my case\n", 3, 7, "'my case' cannot be used", "letters, digits"),
        (HEAD + "format: 99\n", 3, 9, "format version 99", "Upgrade"),
        (HEAD + "name: Selling\n", 3, 1, "'name' is given twice, first in line 2", "Keep one"),
        (HEAD + "summary: a: b\n", 3, 11, "a colon stands where no field can begin", "quotes"),
        (HEAD + "summary: 'a\n", 3, 10, "a quotation mark is opened and never closed", "Close"),
        (HEAD + 'summary: "C:\\q"\n', 3, 14, "double quotes", "single quotes"),
        (HEAD + "team: [a, b", 3, 7, "a bracket [ is opened and never closed", "Close"),
        (HEAD + "team: {a: b: c}", 3, 12, "a colon stands inside", "quotes"),
        (HEAD + "team: {a: x IN ('b', 'c')}", 3, 25, "a quotation mark stands inside a text", "quotes"),
        (HEAD + "lanes: [{name: Know it, before the form}]", 3, 25, "looks like part of a text", "quotes"),
        (HEAD + "lanes: [{name: Engaged, busy}]", 3, 25, "'busy' is no field but looks like part of a text", "quotes"),
        (HEAD + "summary: 'It's broken'\nowner: me\n", 3, 14, "an apostrophe ends a text", "double quotes"),
        (HEAD + "team: ['Bob's', Ann]\n", 3, 13, "an apostrophe ends a text", "twice"),
        (
            HEAD + 'summary: "Seven" minutes.\nowner: me\n',
            3,
            18,
            "goes on after its closing quotation mark",
            "other kind",
        ),
        ("kind: journey\nname:Buying\n", 2, 6, "a space is missing after the colon of 'name'", "field: value"),
        ("kind:journey\nname: Buying\n", 1, 6, "a space is missing after the colon of 'kind'", "field: value"),
        (HEAD + "phases:\n  - name:A\n    steps: []\n", 4, 10, "a space is missing", "field: value"),
        (HEAD + "lanes: [{name: A, hint:b}]", 3, 19, "a space is missing after the colon of 'hint'", "field: value"),
        (HEAD + "phases:\n\t- name: x\n", 4, 1, "a tab stands where spaces must", "spaces"),
        (HEAD + "phases:\n  - name: A\n   steps: []\n", 5, 4, "does not fit in", "indentation"),
        (HEAD + "summary\n", 4, 1, "a line without a colon", "field: value"),
        (HEAD + "summary: @home\n", 3, 10, "may not begin with this character", "quotes"),
        (HEAD + "summary: \x07\n", 3, 10, "U+0007", "Delete"),
        (HEAD + "---\nkind: journey\n", 3, 1, "a second document begins here", "one document"),
        (HEAD + "? [a]\n: b\n", 3, 3, "a field name must be text", "quotes"),
        (HEAD + "summary: *important*\n", 3, 10, "'*important*' points at another part", "quotes"),
        (HEAD + "summary: !!python/object:os.system x\n", 3, 10, "YAML tag", "Delete"),
        (HEAD + "x: " + "[" * 9000, 3, 34, "more than 30 levels deep", "fewer"),
    ],
)
def test_every_mistake_has_a_place_plain_words_and_a_remedy(
    text: str, line: int, column: int, message: str, remedy: str | None
) -> None:
    problem = only_problem(text)
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message
    assert remedy is None or remedy in (problem.remedy or "")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = HEAD + (
        "phases:\n  - id: decide\n    name: Decide\n    steps:\n      - nam: Compare\n        emotion: {level: 7}\n"
        "        touchpoints:\n          - {name: Shop, channel: e-mail, importance: high}\n"
    )
    found = problems(text)
    assert [problem.line for problem in found] == [7, 7, 8, 10, 10]
    assert found[1].element == "phases[decide].steps[1].nam"
    assert found[3].message == "'e-mail' is not a channel: did you mean 'email'?"


def test_two_elements_with_one_id_are_shown_with_both_lines() -> None:
    found = only_problem(HEAD + "phases:\n  - {id: a, name: A}\n  - name: B\n    steps:\n      - {id: a, name: C}\n")
    assert found.line == 7
    assert found.message == "the id 'a' is already used in line 4"


def test_a_billion_laughs_are_refused_at_the_first() -> None:
    bomb = HEAD + "x0: &x0 [ha, ha]\n" + "".join(f"x{i}: &x{i} [{f'*x{i - 1}, ' * 9}]\n" for i in range(1, 9))
    assert "'&x0' marks a part of the file to be repeated" in only_problem(bomb).message


def test_ten_megabytes_are_refused_before_they_are_parsed() -> None:
    assert "more than a document may have" in only_problem(HEAD + "summary: " + "x" * 10_000_000).message


@pytest.mark.slow
def test_more_values_than_any_document_needs_are_refused_early() -> None:
    problem = only_problem(HEAD + "team: [" + "a," * 101_000 + "]")
    assert "a document may have 100,000 values" in problem.message


def test_a_signal_needs_exactly_one_rule_and_says_where() -> None:
    text = HEAD + (
        "phases:\n- name: A\n  steps:\n  - name: B\n    touchpoints:\n    - name: C\n      signals:\n"
        "      - {name: late, slower_than: 3 moons}\n      - {name: none}\n"
    )
    late, none = problems(text)
    assert (late.line, none.line) == (10, 11)
    assert "'3 moons' is not a duration" in late.message
    assert "exactly one rule" in none.message


def test_what_yaml_might_misread_is_read_as_meant() -> None:
    text = (
        "kind: glossary\nname: no\nterms:\n"
        "- {term: on, meaning: 'yes', also: [2024-05-31, 0x1F, .nan, 1:30]}\n- term: off\n  meaning: x\n  also:\n"
    )
    document = read_document(text)
    assert document == Glossary(
        id="no",
        name="no",
        terms=(
            Term(id="on", term="on", meaning="yes", also=("2024-05-31", "0x1F", ".nan", "1:30")),
            Term(id="off", term="off", meaning="x"),
        ),
    )


def test_the_file_gives_a_document_its_id() -> None:
    assert read_document(HEAD, "journeys/First Buy.yaml").id == "first-buy"
    assert read_document(HEAD).id == "buying"
    assert read_document("\ufeff" + HEAD + "id: own\n", "other.yaml").id == "own"


def test_written_yaml_reads_like_a_page() -> None:
    document = read_document(AUTHORED, "bicycle.yaml")
    long = document.model_copy(update={"summary": "word " * 30 + "end", "purpose": "One line.\nAnother: line."})
    assert write_document(long) == (
        "kind: journey\nid: bicycle\nname: Buying a bicycle\nsummary: >-\n"
        f"  {'word ' * 18}word\n  {'word ' * 11}end\n"
        "purpose: |-\n  One line.\n  Another: line.\nmapped: 2024-05-31\n\n"
        "phases:\n"
        "  - id: decide\n    name: Decide\n    goal: Know which one\n    steps:\n"
        "      - id: compare\n        name: Compare\n        needs:\n          - a list\n          - a price\n"
        "        feelings:\n          - hopeful\n          - tired\n"
        "        emotion:\n          level: 1\n          n: 3\n"
        "      - id: step-c1ee2c\n        name: 見る\n        words: I look and look and see nothing.\n\n"
        "  - id: buy\n    name: Buy\n    steps:\n      - id: pay\n        name: Pay\n"
    )


def test_an_update_that_changes_nothing_only_writes_the_missing_ids() -> None:
    document = read_document(AUTHORED, "bicycle.yaml")
    updated = update(AUTHORED, document)
    assert re.sub(r"\n +id: [\w-]+(?=\n)|\nid: bicycle", "", re.sub(r"(- +)id: [\w-]+\n +", r"\1", updated)) == AUTHORED
    assert read_document(updated) == document
    assert update(updated, document) == updated


def test_a_changed_field_changes_only_its_own_words() -> None:
    text = update(AUTHORED, read_document(AUTHORED, "bicycle.yaml"))
    document = read_document(text)
    assert isinstance(document, Journey)
    decide, buy = document.phases
    compare, look = decide.steps
    compare = compare.model_copy(
        update={"needs": ("a list",), "feelings": ("tired", "glad"), "words": "Which: one?", "emotion": None}
    )
    changed = document.model_copy(
        update={"phases": (decide.model_copy(update={"goal": "Ana's way", "steps": (compare, look)}), buy)}
    )
    assert update(text, changed) == (
        text.replace("'Know which one'   # hers", "'Ana''s way'   # hers")
        .replace("name: Compare\n", "name: Compare\n        words: 'Which: one?'\n")
        .replace("[a list, a price]   # said", "[a list]   # said")
        .replace("        - hopeful    # at first\n        - tired\n", "        - tired\n        - glad\n")
        .replace("        emotion: {level: 1, n: 3}\n", "")
    )


def test_elements_take_their_comments_along_when_they_move() -> None:
    document = read_document(AUTHORED, "bicycle.yaml")
    assert isinstance(document, Journey)
    decide, buy = document.phases
    moved = document.model_copy(
        update={
            "phases": (
                buy.model_copy(update={"steps": (decide.steps[1], *buy.steps)}),
                decide.model_copy(update={"steps": decide.steps[:1]}),
            )
        }
    )
    text = update(AUTHORED, moved)
    assert read_document(text) == moved
    assert text[text.index("phases:") :].startswith(
        "phases:\n\n"
        "  # Where the money is\n  - id: buy\n    name: Buy\n    steps:\n"
        "    # Told in Japanese\n    - id: step-c1ee2c\n      name: 見る\n"
        "      words: >-\n        I look and look and\n"
    )
    assert text.endswith("        - hopeful    # at first\n        - tired\n# The end\n")


def test_windows_line_ends_stay() -> None:
    text = HEAD.replace("\n", "\r\n") + "# by hand\r\n"
    assert update(text, read_document(text)) == "kind: journey\r\nid: buying\r\nname: Buying\r\n# by hand\r\n"


def test_an_element_is_found_again_by_id() -> None:
    nodes = element_nodes(AUTHORED, read_document(AUTHORED, "bicycle.yaml"))
    assert list(nodes) == ["bicycle", "decide", "compare", "step-c1ee2c", "buy", "pay"]
    assert (nodes["pay"].span.line, nodes["pay"].span.column) == (28, 9)
    assert nodes["bicycle"].span.line == 2


TEXT: TypeAdapter[str] = TypeAdapter(Text)


def _allowed(words: str) -> bool:
    try:
        return TEXT.validate_python(words) == words
    except ValidationError:
        return False


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150).map(str.strip).filter(_allowed)
"""Any text a document may hold."""


@given(documents())
def test_what_is_written_is_read_again(document: Document) -> None:
    assert read_document(write_document(document)) == document


@example("to be continued...", "", 0)
@example("---", "", 0)
@given(texts, st.sampled_from(["", "'", '"']), st.sampled_from([0, 8]))
def test_any_text_survives_the_file(words: str, style: str, column: int) -> None:
    term = Term(id="a", term=words, meaning=words * 20)
    document = Glossary(id="g", name=words, terms=(term,))
    assert read_document(write_document(document)) == document
    held = " " * column + field("name", words, column, 2, style)
    assert read_document(f"kind: glossary\nterms: []\n{held.lstrip()}\n").name == words


@st.composite
def authored(draw: st.DrawFn, document: Document) -> str:
    """The document as one of many authors might have written it: flow here and there, other indents, no ids."""

    def shaped(content: Any, outer: bool = False) -> Any:
        if isinstance(content, dict):
            names = [name for name in draw(st.permutations(list(content))) if name != "id" or draw(st.booleans())]
            found: CommentedMap | CommentedSeq = CommentedMap((name, shaped(content[name])) for name in names)
        elif isinstance(content, list):
            found = CommentedSeq(shaped(item) for item in content)
        else:
            return content
        if not outer and draw(st.integers(0, 4)) == 0:
            found.fa.set_flow_style()
        return found

    yaml = YAML(typ="rt", pure=True)
    offset = draw(st.sampled_from([0, 2, 4]))
    yaml.indent(mapping=draw(st.sampled_from([2, 4])), sequence=offset + 2, offset=offset)
    stream = io.StringIO()
    yaml.dump(shaped(data(document), outer=True), stream)
    lines = stream.getvalue().split("\n")
    commented = [
        f"{line}  # aside" if re.fullmatch(r" *(- )?(name|text|term|channel): [\w ]+", line) and draw(st.booleans())
        else line for line in lines
    ]  # fmt: skip
    return "\n".join(commented)


@given(st.data())
def test_an_update_says_what_the_document_says_whatever_the_author_wrote(draw: st.DataObject) -> None:
    text = draw.draw(documents().flatmap(authored))
    before = read_document(text)
    with_ids = update(text, before)
    assert read_document(with_ids) == before
    assert update(with_ids, before) == with_ids
    assert with_ids.count("# aside") == text.count("# aside")
    after = draw.draw(edited(before))
    changed = update(text, after)
    assert read_document(changed) == after
    assert update(changed, after) == changed


@given(st.data())
def test_a_comment_stays_above_its_element_as_long_as_the_element_stays(draw: st.DataObject) -> None:
    before = draw.draw(documents_of(Journey))
    text = re.sub(r"(?m)^( *)- id: (\S+)$", r"\1# about \2\n\1- id: \2", write_document(before))
    after = draw.draw(edited(before))
    comments = dict(re.findall(r"# about (\S+)\n +- id: (\S+)\n", update(text, after)))
    assert all(about == own for about, own in comments.items())
    assert set(comments) >= set(_staying(before, after)) - {before.id}


def _staying(before: Document, after: Document) -> list[str]:
    """The elements that are in both and are the same kind of thing."""
    then, now = before.elements(), after.elements()
    kinds: dict[str, type[Element]] = {own: type(element) for own, element in then.items()}
    return [own for own, element in now.items() if kinds.get(own) is type(element)]
