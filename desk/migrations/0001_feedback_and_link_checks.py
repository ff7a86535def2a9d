import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("publishing", "0004_preview_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=1000, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("ok", "Works"),
                            ("moved", "Moved"),
                            ("dead", "Dead"),
                            ("unknown", "Could not be checked"),
                        ],
                        max_length=8,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=1200)),
                ("moved_to", models.CharField(blank=True, max_length=1000)),
                ("checked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("cited_by", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "outside link",
                "ordering": ["address"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("error", "Error report"), ("comment", "Comment")], max_length=8
                    ),
                ),
                ("helpful", models.BooleanField(null=True)),
                ("text", models.TextField(max_length=500)),
                ("times", models.PositiveIntegerField(default=1)),
                ("received_on", models.DateField(default=django.utils.timezone.localdate)),
                ("closed_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "note",
                    models.TextField(blank=True, help_text="What was done about it, or why nothing was."),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="publishing.page",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "reader’s report",
                "verbose_name_plural": "readers’ reports",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="closed_feedback_says_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpfulCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="publishing.page"
                    ),
                ),
            ],
            options={
                "verbose_name": "“Was this page helpful?”",
                "verbose_name_plural": "“Was this page helpful?”",
                "constraints": [
                    models.UniqueConstraint(fields=("page", "day"), name="one_helpful_count_a_page_and_day")
                ],
            },
        ),
    ]
