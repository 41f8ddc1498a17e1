"""What Acme knows of its customers."""

from __future__ import annotations

import pytest

from waypost.formats.yaml import read_document
from waypost.journey.workspace import Settings
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author
from waypost.web.documents.importing import import_value
from waypost.web.workspaces.models import Workspace

KNOWN = (
    """\
kind: evidence
id: talks
name: Nine talks in the shop
source: Talks, May 2026
findings:
  - {id: nobody, about: [buying/asks, buying/no-answer, noor], text: I stood there for ten minutes., n: 6, of: 9}
  - {id: felt-noor, kind: emotion, about: [buying/pays, noor], text: How paying felt, level: -1.0, n: 4}
  - {id: felt-all, kind: emotion, about: [buying/pays], text: How paying felt, level: 1.0, n: 9}
  - {id: loose, about: [gone/away], text: "<b>Nice</b> bells.", standing: assumed}
""",
    """\
kind: segment
id: commuters
name: Commuters
when: attributes.days > 3 AND attributes.city = 'Ghent'
""",
    """\
kind: persona
id: noor
name: Noor Haddad
role: carries two children
segment: commuters
goals:
  - {id: dry, text: Arrive dry at work every day, evidence: [talks/nobody]}
  - {id: calm, text: A calm morning}
needs:
  - {id: answer, text: Somebody who answers at the till, evidence: [talks/nobody]}
dimensions:
  - {id: noor-look, phase: buying/look, participation: She asks friends, content: [Photographs]}
""",
    """\
kind: persona
id: bo
name: Bo
segment: commuters
goals:
  - {id: dry-too, text: To arrive dry at work}
needs:
  - {id: short, text: A short wait, evidence: [talks/nobody]}
""",
)


@pytest.fixture
def known(acme: Workspace, owner: User) -> Workspace:
    """Acme with two more personas (`noor`, `bo`), a segment (`commuters`) and a study (`talks`)."""
    value = WorkspaceValue(
        settings=Settings(id="acme-workspace", name="Acme"), documents=tuple(read_document(text) for text in KNOWN)
    )
    import_value(acme, value, Author.of(owner))
    return acme
