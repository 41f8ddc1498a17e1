"""What people fill in to share."""

from __future__ import annotations

from django import forms


class Linking(forms.Form):
    """A new link."""

    note = forms.CharField(label="For whom", max_length=120, required=False, help_text="Only you see it here.")
    lasts = forms.ChoiceField(
        label="It opens for",
        choices=(("7", "a week"), ("30", "a month"), ("90", "three months"), ("365", "a year")),
        initial="30",
    )
    shows_measures = forms.BooleanField(
        label="Show what was measured",
        required=False,
        initial=True,
        help_text="Groups of fewer than ten are hidden either way.",
    )
