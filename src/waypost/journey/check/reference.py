"""The rules as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from waypost.journey.check.catalogue import RULES
from waypost.journey.check.rule import AUTHORING, Rule
from waypost.journey.journey import Lifecycle

_OPENING = """\
# Rules of `check`

`waypost check` reads a journey the way an experienced practitioner would. It begins with what was done well, then
lists what to do, the gravest first. A rule applies from a lifecycle state on: a draft is asked for little, a published
map for everything, a retired one for nothing.

A workspace changes a rule in its `waypost.yaml`:

```yaml
rules:
  - {rule: no-ending, severity: off}
  - {rule: no-quote, severity: error, applies_from: published}
```

Severities are `error`, `warning`, `hint` and `off`. Rules marked *authoring* need no research, votes or named people;
every template passes them. Rules that read words understand English only, and are silent about other languages.
"""

_STATES = {
    Lifecycle.DRAFT: "From a draft on",
    Lifecycle.VALIDATED: "From a validated map on",
    Lifecycle.PUBLISHED: "For a published map",
}


def rules_markdown() -> str:
    """The rules reference as Markdown, by the state from which rules apply; `docs/reference/rules.md` is this text."""
    return "\n".join([_OPENING, *_table(), *(line for state in _STATES for line in _section(state))]) + "\n"


def _table() -> Iterator[str]:
    yield "| Rule | Severity | From | What is wrong |"
    yield "|---|---|---|---|"
    for rule in RULES.values():
        yield f"| [`{rule.id}`](#{rule.id}) | {rule.severity.value} | {rule.applies_from.value} | {rule.title} |"
    yield ""


def _section(state: Lifecycle) -> Iterator[str]:
    yield f"## {_STATES[state]}"
    yield ""
    for rule in RULES.values():
        if rule.applies_from is state:
            yield from _entry(rule)


def _entry(rule: Rule) -> Iterator[str]:
    tags = ", *authoring*" if AUTHORING in rule.tags else ""
    yield f"### `{rule.id}`"
    yield ""
    yield f"**{rule.title}** ({rule.severity.value}{tags})"
    yield ""
    yield f"- **Why:** {rule.reason}"
    yield f"- **What to do:** {rule.fix}"
    if rule.field:
        yield f"- **Where:** in `{rule.field}`"
    yield f"- **Practice:** {rule.practice}"
    yield ""
