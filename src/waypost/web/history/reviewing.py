"""Asking for a review, answering it, and moving a map on: check, do, note it in the audit log, announce."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from waypost.journey.edits import EditError, Set
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.model import Document as Value
from waypost.web.accounts.models import User
from waypost.web.documents.committing import Author, Committed, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.history.models import Opinion, Review, Verdict, Version
from waypost.web.history.publishing import NOBODY_ASKED, Approval, Said, Voice, refusal, warning
from waypost.web.live.announcing import announce
from waypost.web.workspaces.access import Can, Visit, allows
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Membership


def open_review(row: Document) -> Review | None:
    """The review that is going on, if any."""
    return row.reviews.filter(closed=None).first()


def approval_of(row: Document) -> Approval:
    """What the reviewers of the review that is going on said."""
    review = open_review(row)
    if review is None:
        return NOBODY_ASKED
    opinions = review.opinions.values_list("verdict", "revision")
    return Approval.of(Voice(Said(verdict), revision or 0) for verdict, revision in opinions)


def refuse_unapproved(row: Document, before: Value, after: Value) -> None:
    """The guard of every change: raises EditError for one that publishes a map nobody approved."""
    if isinstance(before, Journey) and isinstance(after, Journey) and before.lifecycle is not after.lifecycle:
        said = refusal(before.lifecycle, after.lifecycle, approval_of(row))
        if said is not None:
            raise EditError(said, after.id)


def reviewers(visit: Visit) -> list[User]:
    """Whom one can ask: everybody who may comment; oneself only where there is nobody else."""
    memberships = Membership.objects.filter(workspace=visit.workspace).select_related("user").order_by("user__name")
    able = [membership.user for membership in memberships if allows(membership.role, Can.COMMENT)]
    return [user for user in able if user != visit.user] or able


def ask(visit: Visit, row: Document, whom: Sequence[User], words: str) -> Review:
    """Ask some people for their opinion on the map as it is; an earlier review ends."""
    with transaction.atomic():
        row.reviews.filter(closed=None).update(closed=timezone.now())
        review = Review.objects.create(
            document=row, revision=row.revision, note=words, asked_by=visit.user, asked_by_name=visit.user.called
        )
        Opinion.objects.bulk_create(Opinion(review=review, reviewer=user) for user in whom)
        note(visit, "review.asked", f"{row.slug}: {', '.join(user.called for user in whom)}")
        for user in whom:
            _tell(user, row, f"{visit.user.called} asks you to review “{row.name}”.")
    return review


def answer(visit: Visit, row: Document, verdict: Verdict, revision: int, words: str) -> bool:
    """Keep what a reviewer says of a revision; False when nobody asked them."""
    with transaction.atomic():
        opinion = Opinion.objects.filter(review__document=row, review__closed=None, reviewer=visit.user).first()
        if opinion is None:
            return False
        opinion.verdict, opinion.note, opinion.at = verdict, words, timezone.now()
        opinion.revision = min(revision, row.revision)
        opinion.save()
        note(visit, f"review.{verdict.value}", f"{row.slug} at revision {opinion.revision}")
        asker = opinion.review.asked_by
        if asker is not None and asker != visit.user:
            said = "approved" if verdict is Verdict.APPROVED else "asks for changes to"
            _tell(asker, row, f"{visit.user.called} {said} “{row.name}”.")
    return True


def give_up(visit: Visit, row: Document) -> None:
    """End the review without a result."""
    with transaction.atomic():
        row.reviews.filter(closed=None).update(closed=timezone.now())
        note(visit, "review.ended", row.slug)


def move(visit: Visit, row: Document, target: Lifecycle, today: date, seen: int | None = None) -> Committed:
    """Bring the map into another state. A published one gets a named version, and its review is done.

    `seen` is the revision at which whoever publishes a map that changed after its approval was told so. Raises
    EditError when the rules do not allow it.
    """
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=row.pk)
        now = current(row).value
        assert isinstance(now, Journey)
        said = warning(approval_of(row), row.revision) if target is Lifecycle.PUBLISHED else None
        if said is not None and seen != row.revision:
            raise EditError(said, now.id)
        edit = Set(id=now.id, field="lifecycle", old=now.lifecycle.value, new=target.value)
        author = Author.of(visit.user)
        committed = commit(row, author, uuid.uuid4(), (edit,), f"Now {target.value}")
        if target is Lifecycle.PUBLISHED:
            row.reviews.filter(closed=None).update(closed=timezone.now())
            name = f"Published {today:%-d %B %Y}"
            keep_version(visit, row, committed.revision, name)
        note(visit, f"journey.{target.value}", row.slug)
    return committed


def keep_version(visit: Visit, row: Document, revision: int, name: str) -> Version:
    """Give a revision a name; one that has a name gets another."""
    version, _ = Version.objects.update_or_create(
        document=row,
        revision=revision,
        defaults={"name": name[:120], "by": visit.user, "by_name": visit.user.called},
    )
    return version


def _tell(user: User, row: Document, words: str) -> None:
    announce(f"user:{user.pk}", "review", {"slug": row.slug, "words": words})
