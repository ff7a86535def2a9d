from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.AddField("livepage", "changes", models.JSONField(default=list)),
        migrations.AddField("logentry", "is_correction", models.BooleanField("correction", default=False)),
        migrations.AddField(
            "logentry",
            "public_note",
            models.CharField("told to readers", max_length=500, blank=True),
        ),
        migrations.AddField("page", "is_correction", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "page", "public_note", models.CharField(max_length=500, blank=True, editable=False)
        ),
        migrations.AddConstraint(
            "logentry",
            models.CheckConstraint(
                condition=models.Q(is_correction=False) | ~models.Q(public_note=""),
                name="correction_says_what",
            ),
        ),
    ]
