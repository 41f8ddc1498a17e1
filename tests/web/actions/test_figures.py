"""What an action shall change can be chosen from what was measured there, and its baseline comes with it."""

from __future__ import annotations

from tests.web.conftest import Cast
from tests.web.measuring.shopping import measured
from waypost.web.actions.models import Action
from waypost.web.workspaces.models import Workspace

NEW = "/w/acme/actions/new"


def test_a_measured_figure_is_chosen_and_brings_its_baseline(cast: Cast, acme: Workspace) -> None:
    measured(cast.owner, acme)
    page = cast.editor.get(f"{NEW}?about=buying/pays").content.decode()
    assert '<datalist id="figures"><option value="Come again">0 % (0–11), n 30</option></datalist>' in page
    assert 'list="figures"' in page
    sent = {"about": "buying/pays", "title": "Pay in one go", "state": "doing"}
    for kpi, own in (("Come again", ""), ("Come again", "a third"), ("Smiles", "")):
        cast.editor.post(NEW, {**sent, "kpi": kpi, "baseline": own})
    assert list(Action.objects.values_list("kpi", "baseline").order_by("pk")) == [
        ("Come again", "0 % (0–11), n 30, 6 Mar 2026"),
        ("Come again", "a third"),
        ("Smiles", ""),
    ]
    page = cast.viewer.get(f"/w/acme/actions/{Action.objects.latest('pk').pk}/").content.decode()
    assert "Not measured: there are no figures of a whole period after it began yet." in page


def test_where_nothing_is_measured_nothing_is_offered_and_it_is_said_why(cast: Cast) -> None:
    assert "datalist" not in cast.editor.get(f"{NEW}?about=buying/pays").content.decode()
    for about, why in (
        ("buying/pays", "this journey was not measured yet"),
        ("buying/", "it is about the whole journey"),
    ):
        cast.editor.post(NEW, {"about": about, "title": "x", "state": "doing"})
        page = cast.viewer.get(f"/w/acme/actions/{Action.objects.latest('pk').pk}/").content.decode()
        assert why in page
