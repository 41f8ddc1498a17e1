"""What becomes of my change when somebody was first: sentence by sentence."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journey.outline import Outline
from tests.web.document_js.test_convergence import DOCUMENT
from waypost.web.documents.shape import shape

PLAY = """async ({ document, shape, theirs, mine, choice }) => {
  const tree = await import("/static/waypost/document/tree.js");
  const edits = await import("/static/waypost/document/edits.js");
  const { arrived, calm, changed } = await import("/static/waypost/document/rebase.js");
  const { bothWays, myWay } = await import("/static/waypost/document/conflicts.js");
  const { same } = await import("/static/waypost/document/values.js");
  const start = tree.Tree.of(document, shape);
  const made = (now, wish) => (wish.length ? edits[wish[0]](now, ...wish.slice(1)) : []);
  const ada = { id: "u1", name: "Ada", initials: "A" };
  let state = calm(start);
  mine.forEach((wish, index) => {
    state = changed(state, { key: `k${index}`, edits: made(state.current, wish), label: "" });
  });
  let remote = start;
  for (const wish of theirs) remote = remote.apply(made(remote, wish));
  let server = start;
  for (const wish of theirs) {
    const theirsNow = made(server, wish);
    server = server.apply(theirsNow);
    state = arrived(state, { key: "other", edits: theirsNow, author: ada });
  }
  if (!same(state.confirmed.document, remote.document)) throw new Error("theirs does not stand");
  const shown = state.pending.reduce((now, change) => now.apply(change.edits), state.confirmed);
  if (!same(shown.document, state.current.document)) throw new Error("what is shown is not what is pending");
  const [first] = state.conflicts;
  const ways = { mine: myWay, both: bothWays };
  const resolved = choice && first ? state.current.apply(ways[choice](first, state.current)).document : null;
  return { document: state.current.document, conflicts: state.conflicts, resolved };
}"""


@pytest.fixture
def play(page: Page, journey_shape: Any) -> Any:
    """Others do something while I do something; answers what I see and what is in conflict."""

    def run(theirs: list[list[Any]], mine: list[list[Any]], choice: str | None = None) -> Any:
        given = {"document": DOCUMENT, "shape": journey_shape, "theirs": theirs, "mine": mine, "choice": choice}
        return page.evaluate(PLAY, given)

    return run


def steps(document: Any, phase: str) -> list[str]:
    """The names of a phase's steps."""
    return next([step["name"] for step in each.get("steps", ())] for each in document["phases"] if each["id"] == phase)


def test_two_fields_of_one_element_do_not_meet(play: Any) -> None:
    after = play([["set", "pays", "name", "Is paid"]], [["set", "pays", "why", "To have it"]])
    assert after["conflicts"] == []
    pays = after["document"]["phases"][1]["steps"][0]
    assert (pays["name"], pays["why"]) == ("Is paid", "To have it")


def test_the_same_field_is_a_conflict_and_theirs_stands(play: Any) -> None:
    after = play([["set", "pays", "name", "Is paid"]], [["set", "pays", "name", "Pays at once"]], "mine")
    (conflict,) = after["conflicts"]
    kept = {name: conflict[name] for name in ("kind", "element", "field", "mine", "theirs", "base")}
    assert kept == {
        "kind": "field",
        "element": "pays",
        "field": "name",
        "mine": "Pays at once",
        "theirs": "Is paid",
        "base": "Pays",
    }
    assert conflict["by"]["name"] == "Ada"
    assert steps(after["document"], "pay") == ["Is paid"]
    assert steps(after["resolved"], "pay") == ["Pays at once"]


def test_both_texts_can_be_kept(play: Any) -> None:
    after = play([["set", "pays", "name", "Is paid"]], [["set", "pays", "name", "Pays at once"]], "both")
    assert steps(after["resolved"], "pay") == ["Is paid\nPays at once"]


def test_both_lists_are_joined(play: Any) -> None:
    after = play([["set", "pays", "needs", ["a", "b"]]], [["set", "pays", "needs", ["b", "c"]]], "both")
    assert after["resolved"]["phases"][1]["steps"][0]["needs"] == ["a", "b", "c"]


def test_the_same_value_is_no_conflict(play: Any) -> None:
    after = play([["set", "pays", "name", "Is paid"]], [["set", "pays", "name", "Is paid"]])
    assert after["conflicts"] == []


def test_the_last_of_my_texts_is_the_one_in_conflict(play: Any) -> None:
    mine = [["set", "pays", "name", "One"], ["set", "pays", "name", "Two"]]
    (conflict,) = play([["set", "pays", "name", "Is paid"]], mine)["conflicts"]
    assert (conflict["mine"], conflict["base"]) == ("Two", "Pays")


def test_a_new_element_finds_the_nearest_neighbour(play: Any) -> None:
    mine = [["insert", "decide", "steps", "ask", "Step", {"name": "Thinks"}]]
    after = play([["remove", "ask"]], mine)
    assert steps(after["document"], "decide") == ["Compares", "Thinks"]
    after = play([["remove", "ask"], ["remove", "compare"]], mine)
    assert steps(after["document"], "decide") == ["Thinks"]
    assert after["conflicts"] == []


def test_a_move_goes_where_i_wanted_it(play: Any) -> None:
    after = play([["move", "pays", "use", "steps", None]], [["move", "pays", "decide", "steps", "compare"]])
    assert steps(after["document"], "decide") == ["Compares", "Pays", "Asks"]
    assert (after["conflicts"], steps(after["document"], "use")) == ([], [])


def test_what_others_removed_can_be_put_back_with_my_text(play: Any) -> None:
    mine = [
        ["set", "slow", "text", "Slow and dear"],
        ["insert", "pays", "pains", "slow", "PainPoint", {"text": "Twice"}],
        ["set", "pays", "name", "Pays at once"],
    ]
    after = play([["remove", "pay"]], mine, "mine")
    (conflict,) = after["conflicts"]
    assert (conflict["kind"], conflict["element"], len(conflict["mine"])) == ("gone", "pay", 3)
    assert [phase["id"] for phase in after["document"]["phases"]] == ["decide", "use"]
    assert [phase["id"] for phase in after["resolved"]["phases"]] == ["decide", "pay", "use"]
    (step,) = after["resolved"]["phases"][1]["steps"]
    assert (step["name"], [pain["text"] for pain in step["pains"]]) == ("Pays at once", ["Slow and dear", "Twice"])


def test_what_others_moved_out_of_a_removed_part_stays_there(play: Any) -> None:
    theirs = [["move", "pays", "use", "steps", None], ["remove", "pay"]]
    after = play(theirs, [["set", "pay", "goal", "Be done"]], "mine")
    assert (steps(after["resolved"], "pay"), steps(after["resolved"], "use")) == ([], ["Pays"])


def test_what_i_moved_into_a_removed_part_comes_back_to_it(play: Any) -> None:
    after = play([["remove", "pay"]], [["move", "ask", "pay", "steps", "pays"]], "mine")
    assert (steps(after["document"], "decide"), steps(after["resolved"], "decide")) == (
        ["Compares", "Asks"],
        ["Compares"],
    )
    assert steps(after["resolved"], "pay") == ["Pays", "Asks"]


def test_removing_what_others_changed_is_a_conflict(play: Any) -> None:
    after = play([["set", "slow", "text", "Slower"]], [["remove", "pays"]], "mine")
    assert [each["kind"] for each in after["conflicts"]] == ["changed"]
    assert steps(after["document"], "pay") == ["Pays"]
    assert steps(after["resolved"], "pay") == []


def test_removing_what_others_removed_is_done(play: Any) -> None:
    assert play([["remove", "pays"]], [["remove", "pays"]])["conflicts"] == []


def test_what_i_removed_myself_is_not_offered_back(play: Any) -> None:
    mine = [["set", "pays", "name", "Pays at once"], ["remove", "pay"]]
    after = play([["remove", "pay"]], mine)
    assert after["conflicts"] == []


def test_a_field_in_conflict_that_is_then_removed_keeps_my_text(play: Any) -> None:
    theirs = [["set", "pays", "name", "Is paid"], ["remove", "pays"]]
    after = play(theirs, [["set", "pays", "name", "Pays at once"]], "mine")
    assert [each["kind"] for each in after["conflicts"]] == ["gone"]
    assert steps(after["resolved"], "pay") == ["Pays at once"]


def test_a_field_others_set_as_i_wanted_later_is_no_conflict_any_more(play: Any) -> None:
    theirs = [["set", "pays", "name", "Is paid"], ["set", "pays", "name", "Pays at once"]]
    assert play(theirs, [["set", "pays", "name", "Pays at once"]])["conflicts"] == []


def test_what_would_hold_itself_is_a_conflict(page: Page) -> None:
    given = {
        "document": {"id": "o", "name": "O", "groups": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]},
        "shape": shape(Outline),
        "theirs": [["move", "b", "a", "groups", None]],
        "mine": [["move", "a", "b", "groups", None]],
        "choice": None,
    }
    after = page.evaluate(PLAY, given)
    assert [each["kind"] for each in after["conflicts"]] == ["cycle"]


def test_a_copy_has_fresh_ids_and_means_itself(page: Page, journey_shape: Any) -> None:
    signal = {"id": "late", "name": "Late", "overdue_after": {"step": "s", "duration": "2 days"}}
    step = {"id": "s", "name": "S", "touchpoints": [{"id": "t", "name": "T", "signals": [signal]}]}
    document = {"id": "doc", "name": "D", "phases": [{"id": "p", "name": "P", "steps": [step]}]}
    found = page.evaluate(
        """async ({ document, shape }) => {
          const { Tree } = await import("/static/waypost/document/tree.js");
          const { duplicate } = await import("/static/waypost/document/edits.js");
          const tree = Tree.of(document, shape);
          return tree.apply(duplicate(tree, "s")).document;
        }""",
        {"document": document, "shape": journey_shape},
    )
    copy = found["phases"][0]["steps"][1]
    (again,) = copy["touchpoints"][0]["signals"]
    assert copy["id"].startswith("step-")
    assert again["overdue_after"]["step"] == copy["id"]
    assert len({"s", "t", "late", copy["id"], copy["touchpoints"][0]["id"], again["id"]}) == 6
