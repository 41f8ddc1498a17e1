"""Addresses of a document's history, and of a journey's review and its future."""

from django.urls import path

from waypost.web.history.views import future, review, timeline
from waypost.web.later import later
from waypost.web.workspaces.access import Can

app_name = "history"
urlpatterns = [
    path("documents/<str:slug>/history", timeline.history, name="history"),
    path("documents/<str:slug>/history/compare", timeline.compared, name="compare"),
    path(
        "documents/<str:slug>/history/<int:revision>",
        later("waypost.web.history.views.then.then", Can.VIEW),
        name="revision",
    ),
    path("documents/<str:slug>/history/<int:revision>/name", timeline.named, name="name"),
    path("documents/<str:slug>/history/<int:revision>/restore", timeline.restored, name="restore"),
    path("documents/<str:slug>/history/<int:first>/take-back/<int:last>", timeline.taken_back, name="take-back"),
    path("journeys/<str:slug>/review", review.review, name="review"),
    path("journeys/<str:slug>/review/ask", review.asked, name="ask"),
    path("journeys/<str:slug>/review/answer", review.answered, name="answer"),
    path("journeys/<str:slug>/review/end", review.ended, name="end-review"),
    path("journeys/<str:slug>/review/move", review.moved, name="move"),
    path("journeys/<str:slug>/future", future.beside_each_other, name="future"),
    path("journeys/<str:slug>/future/make", future.made, name="make-future"),
    path("journeys/<str:slug>/gaps", future.register, name="gaps"),
    path("journeys/<str:slug>/gaps.csv", future.register_csv, name="gaps-csv"),
]
