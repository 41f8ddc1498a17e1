"""Addresses of comments and notices."""

from django.urls import path

from waypost.web.comments import notices, views

app_name = "comments"
urlpatterns = [
    path("documents/<str:slug>/comments", views.threads, name="threads"),
    path("documents/<str:slug>/comments/counts", views.counts, name="counts"),
    path("documents/<str:slug>/comments/page", views.page, name="page"),
    path("documents/<str:slug>/comments/begin", views.begun, name="begin"),
    path("documents/<str:slug>/comments/watch", views.watched, name="watch"),
    path("comments/threads/<int:number>/answer", views.answered, name="answer"),
    path("comments/threads/<int:number>/settle", views.settled, name="settle"),
    path("comments/<int:number>/rewrite", views.rewritten, name="rewrite"),
    path("comments/<int:number>/remove", views.removed, name="remove"),
    path("notices/", notices.notices, name="notices"),
    path("notices/count", notices.count, name="count"),
    path("notices/seen", notices.seen, name="seen"),
    path("notices/letters", notices.letters, name="letters"),
    path("notices/<int:number>/", notices.opened, name="notice"),
]
