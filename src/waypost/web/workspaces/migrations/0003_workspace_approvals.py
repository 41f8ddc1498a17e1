from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workspaces", "0002_invitations_and_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="approvals",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
