"""Who may do what: three groups, kept to this table after every migration.

A superuser may do everything; nobody approves a change of their own (see publishing.states).
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions

WRITER = "Writers"
REVIEWER = "Clinical reviewers"
EDITOR = "Editors"
# It gives no right: who is in it gets no digest by e-mail.
NO_DIGEST = "No digest by e-mail"

_PAGES = (
    "conditions.symptom",
    "conditions.bodyregion",
    "conditions.posture",
    "conditions.treatment",
    "conditions.word",
    "conditions.redflag",
    "conditions.condition",
    "articles.topic",
    "articles.article",
)
_RESOURCES = ("conditions.source", "conditions.redflagcase", "articles.picture")
_LINKS = (
    "conditions.conditionsymptom",
    "conditions.conditionregion",
    "conditions.conditionposture",
    "conditions.conditiontreatment",
    "conditions.conditionredflag",
    "conditions.conditionlookalike",
    "conditions.conditionmyth",
    "articles.articletopic",
    "articles.articlecondition",
)

_LOOK = [f"{model}:view" for model in (*_PAGES, *_RESOURCES, *_LINKS)] + [
    "publishing.logentry:view",
    "search.missedsearch:view",
    "desk.feedback:view",
    "desk.helpfulcount:view",
    "desk.linkcheck:view",
]
_WRITE = (
    [f"{model}:{verb}" for model in (*_PAGES, *_RESOURCES) for verb in ("add", "change")]
    + [f"{model}:delete" for model in _PAGES]
    + [f"{model}:{verb}" for model in _LINKS for verb in ("add", "change", "delete")]
)

ROLES: dict[str, list[str]] = {
    WRITER: [*_LOOK, *_WRITE, "publishing.page:submit", "desk.feedback:change"],
    REVIEWER: [*_LOOK, "publishing.page:review", "desk.feedback:change"],
    EDITOR: [
        *_LOOK,
        *_WRITE,
        "publishing.page:submit",
        "publishing.page:publish",
        "publishing.logentry:export",
        "desk.feedback:change",
        "desk.feedback:delete",
    ],
}
"""Group → permissions as "app.model:verb"."""


def keep(**_kwargs: Any) -> None:
    """Makes the groups and gives them what the table says. Permissions that an operator added stay."""
    from django.contrib.auth.models import Group, Permission

    for app in ("publishing", "search", "conditions", "articles", "desk"):
        create_permissions(apps.get_app_config(app), verbosity=0)
    known = {
        f"{permission.content_type.app_label}.{permission.content_type.model}:{permission.codename.split('_')[0]}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    Group.objects.get_or_create(name=NO_DIGEST)
    for name, wanted in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[label] for label in wanted))
