"""From which side a step's name is written.

`outside_in_labels.csv` holds step names labelled by hand: `company` when the name tells what the company does, does to
the customer, or wants filled in; `customer` when a customer could say it of herself. The halves were drawn at random
before the cues were tuned, and tuning looked at the development half only. One person wrote and labelled all names, so
the figures flatter: short notes in other people's diagrams are harder, above all to find (recall).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.journey.outside_in import Names, judge

LABELS = Path(__file__).with_name("outside_in_labels.csv")


class Accuracy(NamedTuple):
    """How well names from the company's side are found, n names in all."""

    precision: float
    recall: float
    n: int


def _accuracy(half: str) -> Accuracy:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    judged = [(row["seen_from"] == "company", judge(row["name"])) for row in rows]
    flagged = [company for company, judgement in judged if judgement is not None and judgement.company_side]
    return Accuracy(sum(flagged) / len(flagged), sum(flagged) / sum(company for company, _ in judged), len(rows))


@pytest.mark.parametrize(("half", "precision", "recall"), [("development", 0.95, 0.95), ("held-out", 0.90, 0.90)])
def test_precision_and_recall(half: str, precision: float, recall: float, capsys: pytest.CaptureFixture[str]) -> None:
    found = _accuracy(half)
    with capsys.disabled():
        print(f"\n{half}: precision {found.precision:.3f}, recall {found.recall:.3f}, n = {found.n}")
    assert found.precision >= precision
    assert found.recall >= recall


def test_there_are_enough_labels_on_both_sides() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    company = sum(row["seen_from"] == "company" for row in rows)
    assert len(rows) >= 260
    assert 0.4 <= company / len(rows) <= 0.6
    assert len({row["name"].casefold() for row in rows}) == len(rows)
    assert len({row["industry"] for row in rows}) >= 12


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("System sends confirmation", "System sends", "the company is the one who acts"),
        ("We send the welcome email", "We send", "'we' is the company here"),
        ("Customer is onboarded", "Customer is onboarded", "the customer is the one it is done to"),
        ("Send invoice to customer", "customer", "the customer is somebody things are done to"),
        ("Order fulfilment", "fulfilment", "a process, where a person would say what she does"),
        ("KYC performed", "performed", "the company does it, unnamed"),
        ("Submit form", "Submit form", "what the form wants, not what the person wants"),
    ],
)
def test_a_judgement_explains_itself(name: str, words: str, why: str) -> None:
    judgement = judge(name)
    assert judgement is not None
    assert judgement.company_side
    assert not judgement.outside_in
    assert (words, why) in [(cue.words, cue.why) for cue in judgement.telling]


@pytest.mark.parametrize(
    "name",
    [
        "I get the invoice",
        "We (my wife and I) compare offers",
        "Send the first invoice",
        "Our accountant checks it",
        "Our IT department tests it",
        "The nurse takes my blood pressure",
        "Get approved for the mortgage",
        "The shop sends it",
    ],
)
def test_what_a_customer_says_is_left_alone(name: str) -> None:
    judgement = judge(name)
    assert judgement is not None
    assert judgement.outside_in, judgement.cues


def test_names_the_workspace_knows_are_understood() -> None:
    names = Names(people=frozenset({"Mara"}), company=frozenset({"Blue Harbour"}))
    judgements = {
        name: judge(name, names=names)
        for name in ("Mara compares offers", "Mara is invited", "Blue Harbour calls", "Blue Harbour calls me back")
    }
    assert [judgement and judgement.company_side for judgement in judgements.values()] == [False, True, True, False]


@pytest.mark.parametrize(
    "name",
    ["Kunde bekommt die Rechnung", "フォームを送信", "إرسال الفاتورة", "Le client est informé", "Płatność", "", "!"],
)
def test_there_is_no_judgement_where_it_does_not_read(name: str) -> None:
    assert judge(name) is None


def test_there_is_no_judgement_in_a_workspace_of_another_language() -> None:
    assert judge("Submit form", language="fi") is None
    assert judge("Submit form", language="en-GB") is not None


@given(st.text(max_size=200), st.frozensets(st.text(min_size=1, max_size=8), max_size=3))
def test_any_text_is_judged_or_not_but_never_refused(name: str, known: frozenset[str]) -> None:
    judgement = judge(name, names=Names(people=known))
    assert judgement is None or judgement.score == sum(cue.weight for cue in judgement.cues)
