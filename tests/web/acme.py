"""Acme: a workspace small enough to hold in the head, and its people."""

from __future__ import annotations

from waypost.formats.yaml import read_document
from waypost.journey.workspace import Settings
from waypost.journey.workspace import Workspace as WorkspaceValue
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author
from waypost.web.documents.importing import import_value
from waypost.web.workspaces.founding import found
from waypost.web.workspaces.models import Membership, Role, Workspace

JOURNEY = """\
kind: journey
id: buying
name: Buying a bike
trigger: my old one was stolen
destination: I ride to work again
personas: [mira]
phases:
  - id: look
    name: Look
    goal: I know which one
    steps:
      - id: looks-around
        name: I look around
        words: So many bikes.
        emotion: {level: 1}
        touchpoints:
          - {id: site, name: Web site, channel: web, match: event = 'viewed'}
      - id: asks
        name: I ask in the shop
        pains:
          - {id: no-answer, text: Nobody has time for me}
  - id: buy
    name: Buy
    goal: It is mine
    steps:
      - id: pays
        name: I pay
        touchpoints:
          - {id: till, name: Till, channel: payment, match: event = 'paid'}
"""
PERSONA = """\
kind: persona
id: mira
name: Mira
role: rides to work in every weather
"""
GLOSSARY = """\
kind: glossary
id: words
name: Words
terms:
  - {id: till, term: Till, meaning: Where one pays}
"""


def ada() -> User:
    """Ada, who founds Acme."""
    return User.objects.create_user("ada@acme.example", "correct horse battery", name="Ada Park")


def workspace_of(owner: User) -> Workspace:
    """Acme, with its journey `buying`, its persona `mira` and its glossary `words`."""
    workspace = found("Acme", owner)
    documents = tuple(read_document(text) for text in (JOURNEY, PERSONA, GLOSSARY))
    value = WorkspaceValue(settings=Settings(id="acme-workspace", name="Acme"), documents=documents)
    import_value(workspace, value, Author.of(owner))
    return workspace


def member(workspace: Workspace, role: Role) -> User:
    """Somebody who belongs to Acme: `editor@acme.example` and so on."""
    user = User.objects.create_user(f"{role.value}@acme.example", name=f"{role.label} of Acme")
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user
