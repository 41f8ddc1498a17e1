"""The rules reference is made from the rules."""

from __future__ import annotations

from tests.conftest import REPOSITORY
from waypost.journey.check import RULES, rules_markdown

COMMAND = """uv run python -c "from waypost.journey.check import rules_markdown; print(rules_markdown(), end='')" """


def test_the_committed_reference_is_current() -> None:
    committed = (REPOSITORY / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert committed == rules_markdown(), f"write it anew: {COMMAND} > docs/reference/rules.md"


def test_every_rule_is_documented_with_reason_fix_and_practice() -> None:
    text = rules_markdown()
    for rule in RULES.values():
        assert f"### `{rule.id}`" in text
        assert all(words in text for words in (rule.title, rule.reason, rule.fix, rule.practice))
