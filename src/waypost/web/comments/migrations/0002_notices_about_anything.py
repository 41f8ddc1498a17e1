"""A notice was about a thread; it can be about whatever hangs on a document."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def from_threads(apps: Any, schema_editor: object) -> None:
    """What was about a thread stays about it."""
    notices, threads = apps.get_model("comments", "Notice").objects, apps.get_model("comments", "Thread").objects
    thread = threads.filter(pk=OuterRef("thread"))
    notices.update(
        document=Subquery(thread.values("document")[:1]),
        number=models.F("thread"),
        about=Subquery(thread.values("about")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "notice",
            "document",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            "notice",
            "subject",
            models.CharField(
                choices=[("thread", "Thread"), ("review", "Review"), ("action", "Action")],
                default="thread",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField("notice", "number", models.PositiveBigIntegerField(default=0), preserve_default=False),
        migrations.AddField("notice", "about", models.CharField(default="", max_length=4000), preserve_default=False),
        migrations.RunPython(from_threads, migrations.RunPython.noop),
        migrations.AlterField(
            "notice",
            "document",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.document"),
        ),
        migrations.RemoveField("notice", "thread"),
        migrations.AlterField(
            "notice",
            "kind",
            models.CharField(
                choices=[
                    ("mention", "mentioned you on"),
                    ("comment", "commented on"),
                    ("resolved", "settled a thread on"),
                    ("asked", "asks you to review"),
                    ("approved", "approved"),
                    ("changes", "asks for changes to"),
                    ("published", "published"),
                    ("given", "gave you an action:"),
                    ("overdue", "Overdue:"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField("notice", "who", models.CharField(blank=True, max_length=254)),
        migrations.AlterField("notice", "words", models.CharField(blank=True, max_length=300)),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["subject", "number"], name="comments_no_subject_83414b_idx"),
        ),
    ]
