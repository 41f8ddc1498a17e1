"""What the pages of a workspace's settings ask for."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms

from waypost.web.workspaces.founding import TAKEN
from waypost.web.workspaces.models import Role, Scope

ROLES = (
    (Role.VIEWER, "Viewer: reads everything"),
    (Role.CONTRIBUTOR, "Contributor: comments and votes, too"),
    (Role.FACILITATOR, "Facilitator: leads workshops, too"),
    (Role.EDITOR, "Editor: changes maps and personas, too"),
    (Role.ADMIN, "Admin: decides who belongs here, too"),
)
"""Each role in a few words."""


class Founding(forms.Form):
    """A new workspace."""

    name = forms.CharField(
        label="What is it called?",
        max_length=120,
        help_text="Usually your company. You can change it later.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class Describing(forms.Form):
    """Name, address, zone, language, currency."""

    name = forms.CharField(label="Name", max_length=120)
    slug = forms.SlugField(
        label="Address",
        max_length=64,
        help_text="What stands after /w/ in the address. Links to the old one end when you change it.",
    )
    zone = forms.ChoiceField(label="Zone", help_text="Its midnights are where one day ends and the next begins.")
    language = forms.CharField(
        label="Language",
        max_length=24,
        help_text="What the maps are written in, by its short name: en, de, pt-BR.",
    )
    currency = forms.CharField(
        label="Currency", max_length=3, required=False, help_text="By its three letters: EUR, BRL, INR."
    )

    approvals = forms.IntegerField(
        label="Approvals",
        min_value=1,
        max_value=9,
        help_text="How many people approve a map before it is published; whoever changed it last is none of them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["zone"]
        assert isinstance(zones, forms.ChoiceField)
        known = available_timezones() | {"UTC", str(self.initial.get("zone", "UTC"))}
        zones.choices = [(zone, zone.replace("_", " ")) for zone in sorted(known)]

    def clean_slug(self) -> str:
        """Addresses below `/w/` that are ours are not given away."""
        slug = str(self.cleaned_data["slug"]).lower()
        if slug in TAKEN:
            raise forms.ValidationError("Waypost uses this address itself. Choose another one.")
        return slug

    def clean_currency(self) -> str:
        """Three letters, large."""
        return str(self.cleaned_data["currency"]).upper()


class Inviting(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label="E-mail",
        required=False,
        help_text="Left empty, you get a link to hand on yourself.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="As", choices=ROLES, initial=Role.EDITOR)


class Placing(forms.Form):
    """What a member is here."""

    role = forms.ChoiceField(label="Role", choices=Role.choices)
    department = forms.CharField(label="Department", max_length=120, required=False)
    sees_customers = forms.BooleanField(label="Sees individual customers", required=False)


class Issuing(forms.Form):
    """A token for a program."""

    name = forms.CharField(label="What is it for?", max_length=120, help_text="For instance: the nightly export.")
    scope = forms.ChoiceField(
        label="It may",
        choices=[(Scope.READ, "read what you can see"), (Scope.WRITE, "read, and change what you can change")],
        initial=Scope.READ,
        widget=forms.RadioSelect,
    )
