"""Asking for a review, answering it, and moving a map on: check, do, note it in the audit log, announce."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from waypost.journey.edits import EditError, Set
from waypost.journey.journey import Journey, Lifecycle
from waypost.journey.model import Document as Value
from waypost.web.accounts.models import User
from waypost.web.comments.models import NoticeKind, Subject
from waypost.web.comments.notifying import About, News, tell, watchers
from waypost.web.documents.committing import Author, Committed, commit
from waypost.web.documents.models import Document
from waypost.web.documents.reading import current
from waypost.web.history.models import Opinion, Review, Verdict, Version
from waypost.web.history.publishing import BY_ITSELF, MOVES, Approval, Said, Terms, Voice, refusal
from waypost.web.workspaces.access import Can, Visit, allows
from waypost.web.workspaces.audit import note
from waypost.web.workspaces.models import Membership, Role

_ANSWERS = {Verdict.APPROVED: NoticeKind.APPROVED, Verdict.CHANGES: NoticeKind.CHANGES}


def open_review(row: Document) -> Review | None:
    """The review that is going on, if any."""
    return row.reviews.filter(closed=None).first()


def terms_of(row: Document) -> Terms:
    """What approvals of a map are weighed by at the moment."""
    needed = row.workspace.approvals
    for revision, edits, author in (
        row.changes.order_by("-revision").values_list("revision", "edits", "author").iterator()
    ):
        if not all(_moves_on(edit) for edit in edits):
            return Terms(revision, author if _others_edit(row, author) else None, needed)
    return Terms(0, None, needed)


def _moves_on(edit: Mapping[str, object]) -> bool:
    return edit["edit"] == "set" and edit["field"] == "lifecycle"


def _others_edit(row: Document, author: int | None) -> bool:
    """Whether anybody else could have made the change."""
    able = [role for role in Role if allows(role, Can.EDIT)]
    return Membership.objects.filter(workspace=row.workspace, role__in=able).exclude(user=author).exists()


def voice_of(opinion: Opinion) -> Voice:
    """What a reviewer says, as the rules weigh it."""
    return Voice(opinion.reviewer_id, Said(opinion.verdict), opinion.revision or 0)


def approval_of(row: Document) -> Approval:
    """What the reviewers of the review that is going on said."""
    review = open_review(row)
    return Approval.of(map(voice_of, review.opinions.all() if review is not None else ()), terms_of(row))


def refuse_unapproved(row: Document, before: Value, after: Value) -> None:
    """The guard of every change: raises EditError for one that publishes a map as nobody approved it."""
    if not isinstance(before, Journey) or not isinstance(after, Journey) or before.lifecycle is after.lifecycle:
        return
    said = refusal(before.lifecycle, after.lifecycle, approval_of(row))
    if said is None and after.lifecycle is Lifecycle.PUBLISHED and before != _as_far(after, before.lifecycle):
        said = BY_ITSELF
    if said is not None:
        raise EditError(said, after.id)


def _as_far(journey: Journey, lifecycle: Lifecycle) -> Journey:
    return journey.model_copy(update={"lifecycle": lifecycle})


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
        tell(_news(visit, row, NoticeKind.ASKED, words), whom)
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
        if asker is not None:
            tell(_news(visit, row, _ANSWERS[verdict], words), [asker])
    return True


def give_up(visit: Visit, row: Document) -> None:
    """End the review without a result."""
    with transaction.atomic():
        row.reviews.filter(closed=None).update(closed=timezone.now())
        note(visit, "review.ended", row.slug)


def move(visit: Visit, row: Document, target: Lifecycle, today: date) -> Committed:
    """Bring the map into another state. A published one gets a named version, and its review is done.

    Raises EditError when the rules do not allow it.
    """
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=row.pk)
        now = current(row).value
        assert isinstance(now, Journey)
        if target not in (each.target for each in MOVES[now.lifecycle]):
            raise EditError(f"The map is {now.lifecycle.value}: from there it goes elsewhere.", now.id)
        edit = Set(id=now.id, field="lifecycle", old=now.lifecycle.value, new=target.value)
        author = Author.of(visit.user)
        committed = commit(row, author, uuid.uuid4(), (edit,), f"Now {target.value}")
        if target is Lifecycle.PUBLISHED:
            tell(_news(visit, row, NoticeKind.PUBLISHED), {*_taking_part(row), *watchers(row)})
            row.reviews.filter(closed=None).update(closed=timezone.now())
            name = f"Published {today:%-d %b %Y}"
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


def _taking_part(row: Document) -> Iterable[User]:
    """Who asked for the review that is going on, and who was asked."""
    asked = User.objects.filter(
        pk__in=Opinion.objects.filter(review__document=row, review__closed=None).values("reviewer")
    )
    review = open_review(row)
    return [*asked, review.asked_by] if review is not None and review.asked_by is not None else asked


def _news(visit: Visit, row: Document, kind: NoticeKind, words: str = "") -> News:
    return News(kind, About(row, Subject.REVIEW, row.pk, row.name), visit.user, words)
