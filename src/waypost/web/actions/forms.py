"""What is asked about an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from waypost.web.accounts.models import User
from waypost.web.actions.doing import WORDS
from waypost.web.actions.figures import Known
from waypost.web.actions.models import Action
from waypost.web.workspaces.models import Workspace

if TYPE_CHECKING:
    Base = forms.ModelForm[Action]
else:
    Base = forms.ModelForm


class ActionForm(Base):
    """An action's words."""

    class Meta:
        """Everything a person may change."""

        model = Action
        fields = tuple(WORDS)
        labels = {  # noqa: RUF012  # as Django wants it
            "title": "What is to be done?",
            "owner": "Who does it?",
            "due": "Until when?",
            "kpi": "Which figure shall change?",
            "baseline": "What is it now?",
            "target": "What shall it become?",
            "cost": "What does the change cost?",
            "notes": "Notes",
            "state": "State",
        }
        help_texts = {  # noqa: RUF012  # as above
            "title": "Begin with a verb: “Name the bank’s own error”.",
            "kpi": "For example: share of customers who try the bank link more than once.",
            "baseline": "Left empty for a figure that is measured: what it is now.",
            "cost": "In money, days, or what it disturbs.",
        }
        widgets = {  # noqa: RUF012  # as above
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, workspace: Workspace, known: Known | None, *args: Any, **kwargs: Any) -> None:
        """`known`: the figures that can be chosen where the action hangs; what else shall change is written."""
        super().__init__(*args, **kwargs)
        self.known = known
        if known is not None:
            self.fields["kpi"].widget.attrs["list"] = "figures"
            self.fields["kpi"].help_text = f"Choose a figure that is measured at “{known.place}”, or write another."
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = User.objects.filter(memberships__workspace=workspace).order_by("name", "email")
        owner.empty_label = "Nobody yet"

    def clean(self) -> dict[str, Any]:
        """A measured figure brings its baseline with it."""
        words = super().clean() or self.cleaned_data
        if self.known is not None and not words.get("baseline"):
            words["baseline"] = self.known.baseline(words.get("kpi", ""))
        return words


class Moving(forms.Form):
    """Where on the board a card is put."""

    state = forms.ChoiceField(choices=Action._meta.get_field("state").choices)  # type: ignore[arg-type]  # they are
    after = forms.IntegerField(required=False, min_value=1)
