"""Threads of comments on elements, who watches which document, and what somebody has still to look at."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from waypost.web.accounts.models import User
from waypost.web.documents.models import Document
from waypost.web.workspaces.models import Workspace

LONGEST = 4000
"""Letters in a comment."""


class Thread(models.Model):
    """What is said about one element. It stays when the element is removed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="threads")
    element = models.CharField(max_length=64)
    """The element's id; the document's own for the document."""
    about = models.CharField(max_length=4000)
    """The element's words when the thread was begun."""
    begun = models.DateTimeField(auto_now_add=True)
    resolved = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=254, blank=True)

    class Meta:
        """The oldest first, as they were said."""

        indexes = (models.Index(fields=("document", "element")),)
        ordering = ("id",)

    def __str__(self) -> str:
        """What it is about."""
        return self.about


class Comment(models.Model):
    """One thing somebody said."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=254)
    text = models.TextField(max_length=LONGEST)
    at = models.DateTimeField(auto_now_add=True)
    edited = models.DateTimeField(null=True, blank=True)

    class Meta:
        """As they were said."""

        ordering = ("id",)

    def __str__(self) -> str:
        """The words."""
        return self.text


class Watch(models.Model):
    """Whether somebody wants to hear what is said about a document, and when it is published."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watches")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="watches")
    on = models.BooleanField(default=True)
    """False: they stopped it themselves, and writing there does not begin it again."""

    class Meta:
        """One wish each."""

        constraints = (models.UniqueConstraint(fields=("user", "document"), name="watch_once"),)


class Subject(models.TextChoices):
    """What a notice can be about. Each of them hangs on a document."""

    THREAD = "thread"
    REVIEW = "review"
    ACTION = "action"


class NoticeKind(models.TextChoices):
    """Why somebody is told, and how that is said between who did it and what it is about."""

    MENTION = "mention", "mentioned you on"
    COMMENT = "comment", "commented on"
    RESOLVED = "resolved", "settled a thread on"
    ASKED = "asked", "asks you to review"
    APPROVED = "approved", "approved"
    CHANGES = "changes", "asks for changes to"
    PUBLISHED = "published", "published"
    GIVEN = "given", "gave you an action:"
    OVERDUE = "overdue", "Overdue:"


class Notice(models.Model):
    """Something somebody is told: on the page of notices, and by e-mail once a day until they have seen it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=8, choices=Subject.choices)
    number = models.PositiveBigIntegerField()
    """The number of the thread, the document that is reviewed, or the action."""
    about = models.CharField(max_length=4000)
    """Its words at that time: the element's, the document's, the action's."""
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    who = models.CharField(max_length=254, blank=True)
    """The name of whoever did it; empty where nobody did."""
    words = models.CharField(max_length=300, blank=True)
    """The beginning of what they said."""
    at = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(null=True, blank=True)
    mailed = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        indexes = (
            models.Index(fields=("user", "workspace", "seen")),
            models.Index(fields=("subject", "number")),
        )
        ordering = ("-id",)

    def get_absolute_url(self) -> str:
        """Where one sees what it is about."""
        here, slug = self.workspace.slug, self.document.slug
        match Subject(self.subject):
            case Subject.THREAD:
                return f"{reverse('comments:page', args=[here, slug])}#thread-{self.number}"
            case Subject.REVIEW:
                return reverse("history:review", args=[here, slug])
            case Subject.ACTION:
                return reverse("actions:action", args=[here, self.number])


class NoMail(models.Model):
    """Somebody wants no e-mails about a workspace."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Said once."""

        constraints = (models.UniqueConstraint(fields=("user", "workspace"), name="no_mail_once"),)
