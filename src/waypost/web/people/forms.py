"""What people fill in about evidence and segments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from waypost.errors import InputError
from waypost.journey.evidence import Evidence, Finding, FindingKind
from waypost.journey.marks import Standing

NEW = ""
"""The choice of a study that is not here yet."""

_KINDS = {
    FindingKind.QUOTE: "A customer’s own words",
    FindingKind.EMOTION: "A feeling customers reported",
    FindingKind.FIGURE: "A figure, in words",
    FindingKind.OBSERVATION: "Something a researcher saw or concluded",
}
_STANDINGS = {
    Standing.REPORTED: "Reported: customers said so",
    Standing.OBSERVED: "Observed: events show it",
    Standing.INFERRED: "Inferred: concluded from something else",
    Standing.ASSUMED: "Assumed: we think so",
}


class FindingForm(forms.Form):
    """One piece of evidence."""

    text = forms.CharField(
        label="What was said or found",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A quote as it was said, without quotation marks.",
    )
    said_by = forms.CharField(
        label="Who said it", max_length=200, required=False, help_text="Without a name: “owner, studio of two”."
    )
    n = forms.IntegerField(label="How many said or showed it", min_value=0, max_value=10_000_000, required=False)
    of = forms.IntegerField(label="Of how many who were asked", min_value=0, max_value=10_000_000, required=False)
    kind = forms.ChoiceField(label="What it is", choices=[(kind.value, words) for kind, words in _KINDS.items()])
    standing = forms.ChoiceField(
        label="How we know", choices=[(standing.value, words) for standing, words in _STANDINGS.items()]
    )
    level = forms.FloatField(
        label="How it felt, −2 to +2", min_value=-2, max_value=2, required=False, help_text="The mean of the answers."
    )
    spread = forms.FloatField(
        label="Its spread",
        min_value=0,
        max_value=2,
        required=False,
        help_text="The standard deviation of the single answers.",
    )
    source = forms.CharField(
        label="Where it can be read again",
        max_length=400,
        required=False,
        help_text="Only where it differs from the study’s.",
    )
    on = forms.DateField(label="The day", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """Fields that only make sense together."""
        found: dict[str, Any] = super().clean() or {}
        n, of = found.get("n"), found.get("of")
        if n is not None and of is not None and n > of:
            self.add_error("of", f"{n} cannot have said so of {of} who were asked.")
        if found.get("kind") == FindingKind.EMOTION and found.get("level") is None and "level" not in self.errors:
            self.add_error("level", "Say how it felt on average, from −2 (desperate) to +2 (delighted).")
        return found

    def finding(self, own: str, about: Iterable[str]) -> Finding:
        """What was filled in, as a finding; raises ValidationError for what the document cannot hold."""
        given = {name: value for name, value in self.cleaned_data.items() if name in Finding.model_fields}
        if given["kind"] != FindingKind.EMOTION:
            given |= {"level": None, "spread": None}
        kept = {name: value for name, value in given.items() if value not in ("", None)}
        return Finding.model_validate({"id": own, "about": tuple(about), **kept})


def initial_of(finding: Finding) -> dict[str, object]:
    """A finding as the form shows it."""
    return {name: getattr(finding, name) for name in FindingForm.base_fields}


class AddingForm(FindingForm):
    """One piece of evidence, and the study it belongs to."""

    study = forms.ChoiceField(label="Study", required=False)
    new_study = forms.CharField(
        label="What the new study is called",
        max_length=200,
        required=False,
        help_text="“Interviews, March 2026”, “Calls to support”.",
    )

    field_order = ("text", "said_by", "n", "of", "study", "new_study")

    def __init__(self, *args: Any, studies: Iterable[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["study"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((each.id, each.name) for each in studies), (NEW, "A study that is not here yet")]

    def clean(self) -> dict[str, Any]:
        """A new study has a name."""
        found = super().clean()
        if found.get("study") == NEW and not found.get("new_study"):
            self.add_error("new_study", "Say where it comes from, so that it can be read again.")
        return found


class SegmentForm(forms.Form):
    """A rule over customers' attributes."""

    name = forms.CharField(label="Name", max_length=200)
    meaning = forms.CharField(
        label="Who they are, in your words",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    when = forms.CharField(
        label="Condition",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "code", "spellcheck": "false"}),
        help_text="Compares what is known of customers: attributes.trade = 'design' AND attributes.seats > 5",
    )

    def clean_when(self) -> str:
        """It can be read, and speaks of customers."""
        from waypost.web.people.conditions import in_words  # noqa: PLC0415  # loads Polars

        text: str = self.cleaned_data["when"]
        try:
            in_words(text)
        except InputError as error:
            first = error.problems[0]
            raise forms.ValidationError(f"{first.message}. {first.remedy or ''}".strip()) from error
        return text
