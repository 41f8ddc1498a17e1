"""Mermaid diagrams read as Mermaid reads them, and written so that Mermaid can read them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.errors import InputError
from waypost.formats.ids import with_ids
from waypost.formats.mermaid import from_mermaid, to_mermaid
from waypost.journey.journey import Journey

NAMES = (
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
        st.sampled_from(
            [
                "title deeds",
                "Section 8",
                "journey begins",
                "accTitle: x",
                "accDescr {",
                "a;b",
                "#35;",
                "50%% off",
                "%%{x}%%",
            ]
        ),
    )
    .filter(lambda text: text.strip() == " ".join(text.split()) != "")
    .map(str.strip)
)


@st.composite
def holdable(draw: st.DrawFn) -> Journey:
    """Journeys with no more than Mermaid can hold."""
    steps: st.SearchStrategy[Any] = st.fixed_dictionaries(
        {"name": NAMES, "emotion": st.integers(-4, 4).map(lambda half: {"level": half / 2})},
        optional={"who": st.lists(NAMES.filter(lambda name: "," not in name), min_size=1, max_size=3).map(", ".join)},
    )
    phases: st.SearchStrategy[list[Any]] = st.lists(
        st.fixed_dictionaries({"name": NAMES, "steps": st.lists(steps, max_size=4)}), max_size=4
    )
    return Journey.model_validate(with_ids(Journey, {"kind": "journey", "name": draw(NAMES), "phases": draw(phases)}))


def content(journey: Journey) -> dict[str, object]:
    """The journey without its ids."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key != "id"}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    return bare(journey.model_dump(mode="json"))  # type: ignore[return-value]  # a dict stays a dict


@given(holdable())
def test_what_mermaid_can_hold_comes_back_as_it_was(journey: Journey) -> None:
    text, losses = to_mermaid(journey)
    assert losses == ()
    again, complaints = from_mermaid(text, "journey.mmd")
    assert complaints == ()
    assert content(again) == content(journey)


@given(holdable())
def test_what_is_written_follows_the_grammar(journey: Journey) -> None:
    """The tokens of journey.jison, first matching rule first, as Mermaid sees the text after hiding entities."""
    text = re.sub(r"#\w+;", "E", to_mermaid(journey)[0])
    rules = [
        ("comment", r"%%(?!\{)[^\n]*|[^}]%%[^\n]*"),
        ("newline", r"\n+"),
        ("space", r"\s+"),
        ("comment", r"#[^\n]*"),
        ("journey", r"journey\b"),
        ("title", r"title\s[^#\n;]+"),
        ("description", r"accDescr\s*:\s*[^\n]*"),
        ("section", r"section\s[^#:\n;]+"),
        ("name", r"[^#:\n;]+"),
        ("data", r":[^#\n;]+"),
    ]
    place, tokens = 0, []
    while place < len(text):
        kind, found = next(
            (kind, found) for kind, rule in rules if (found := re.compile(rule, re.IGNORECASE).match(text, place))
        )
        tokens.append(kind)
        place = found.end()
    meaningful = [token for token in tokens if token not in ("newline", "space")]
    assert meaningful[:2] == ["journey", "title"]
    expected = [
        token
        for phase in journey.phases
        for token in ("section", *(part for _ in phase.steps for part in ("name", "data")))
    ]
    assert meaningful[2:] == expected


def test_every_diagram_found_in_the_wild_survives_the_round_trip(real_data: Path) -> None:
    files = sorted((real_data / "mermaid").glob("*.mmd"))
    assert len(files) == 31
    for file in files:
        journey, _ = from_mermaid(file.read_text(encoding="utf-8"), file.name, file.stem)
        assert journey.steps(), file.name
        again, complaints = from_mermaid(to_mermaid(journey)[0], file.name, file.stem)
        assert complaints == (), file.name
        assert content(again) == content(journey), file.name


def read(body: str) -> tuple[Journey, list[str]]:
    journey, losses = from_mermaid(f"journey\n{body}", "j.mmd")
    return journey, [str(loss) for loss in losses]


def test_a_hash_begins_a_comment_anywhere_and_entities_are_characters() -> None:
    journey, losses = read("section Buy # not this\n  Pay #35;1#58; now: 4: Me # nor this")
    assert [phase.name for phase in journey.phases] == ["Buy"]
    assert [(step.name, step.who) for step in journey.steps()] == [("Pay #1: now", "Me")]
    assert losses == []


def test_a_line_that_begins_with_title_is_the_title_even_if_it_was_meant_as_a_task() -> None:
    journey, losses = read("title Mine\nsection A\nTitle deeds are checked: 3: Me")
    assert journey.name == "deeds are checked: 3: Me"
    assert [loss.partition(":")[0] for loss in losses] == ["line 4", "line 4"]


@pytest.mark.parametrize(
    ("task", "level", "complaint"),
    [
        ("Pay: 9: Me", 2.0, "line 2: score 9 is outside 1 to 5; read as 5"),
        ("Pay: -1", -2.0, "line 2: score -1 is outside 1 to 5; read as 1"),
        ("Pay: 3.5: Me", 0.5, None),
        ("Pay: good: Me", None, "line 2: 'good' is not a score; read as a step without emotion"),
        ("Pay", None, "line 2: 'Pay' has no score: Mermaid refuses it; read as a step without emotion"),
        ("Pay: nan", None, "line 2: 'NaN' is not a score; read as a step without emotion"),
    ],
)
def test_scores_are_read_with_care(task: str, level: float | None, complaint: str | None) -> None:
    journey, losses = read(task)
    (step,) = journey.steps()
    assert (step.emotion.level if step.emotion else None) == level
    assert losses == ([complaint] if complaint else [])


def test_a_semicolon_is_named_with_its_line() -> None:
    journey, losses = read("section A;\n  Pay; later: 4: Me")
    assert [step.name for step in journey.steps()] == ["Pay; later"]
    assert [loss.partition(":")[0] for loss in losses] == ["line 2", "line 3"]


def test_front_matter_directives_and_descriptions_are_understood() -> None:
    front = '---\ntitle: "From above"\n---\n%%{init: {"theme":\n"dark"}}%%\n'
    text = front + "journey\naccDescr {\n of a\n day }\nTea: x: Me\n"
    journey, losses = from_mermaid(text, "j.mmd")
    assert (journey.name, journey.summary) == ("From above", "of a day")
    assert [loss.line for loss in losses] == [10]


@pytest.mark.parametrize(("text", "line"), [("", 1), ("flowchart TD\n A-->B", 1), ("\n\nsequenceDiagram", 3)])
def test_what_is_no_journey_is_refused_with_its_place(text: str, line: int) -> None:
    with pytest.raises(InputError) as refused:
        from_mermaid(text, "j.mmd")
    assert refused.value.problems[0].line == line
    assert refused.value.problems[0].remedy


LINES = st.lists(st.text(st.sampled_from("title section:#;,+-0123²\x01\x7f\ue000\ue001 '\"")), max_size=6)


@given(LINES)
def test_whatever_stands_below_the_first_line_is_read(lines: list[str]) -> None:
    from_mermaid("\n".join(["journey", *lines]), "j.mmd")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("journey\nTea #²;: 3", "Tea &²;"),
        (f"journey\nTea #{'9' * 5000};: 3", "Tea \ufffd"),
        ("journey\nTea #7;: 3", "Tea \ufffd"),
        ("journey\nTea \x07: 3", "Tea \ufffd"),
        (f"journey\nTea: 3: {', '.join(['x' * 900] * 6)}", "Tea"),
        ("---\ntitle: '  '\n---\njourney\nTea: 3", "Tea"),
        (f"---\ntitle: {'x' * 5000}\n---\njourney\nTea: 3", "Tea"),
    ],
)
def test_what_no_text_of_ours_may_have_is_shown_or_cut(text: str, name: str) -> None:
    (step,) = from_mermaid(text, "j.mmd", " ")[0].steps()
    assert step.name == name


def test_what_a_diagram_cannot_hold_is_said() -> None:
    journey = Journey.model_validate(
        {
            "id": "j",
            "name": "J",
            "trigger": "rain",
            "phases": [{"id": "p", "name": "P", "goal": "dry", "steps": [{"id": "s", "name": "S", "words": "Oh"}]}],
        }
    )
    assert [str(loss) for loss in to_mermaid(journey)[1]] == [
        "j: a Mermaid journey cannot hold: trigger",
        "p: a Mermaid journey cannot hold: goal",
        "s: a Mermaid journey cannot hold: words",
        "s: no emotion is known; Mermaid wants a score, so 3 (neutral) is written",
    ]
