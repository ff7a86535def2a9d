"""The admin as editors find it: under the site's name, and grouped by what one comes for."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

GROUPS = (
    ("Pages", ("Condition", "Article", "Topic")),
    ("Vocabulary", ("Symptom", "BodyRegion", "Posture", "Treatment", "Word")),
    ("Warnings", ("RedFlag", "RedFlagCase")),
    ("Sources and pictures", ("Source", "LinkCheck", "Picture")),
    ("From readers", ("Feedback", "HelpfulCount", "MissedSearch")),
    ("What happened", ("LogEntry",)),
    ("People", ("User", "Group")),
)
"""Heading → models in order. A model that is named nowhere stays under its app."""


class DeskSite(admin.AdminSite):
    index_title = "What would you like to work on?"
    login_template = "admin/desk/login.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.site_header = self.site_title = f"{settings.SITE_NAME} desk"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Asks for the code of a second factor too. Template: admin/desk/login.html."""
        # Django loads this site before there are models.
        from desk.login import DeskAuthenticationForm

        self.login_form = DeskAuthenticationForm
        return super().login(request, extra_context)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """With the cockpit of this person. Template: admin/index.html."""
        from desk.cockpit import cockpit

        found = cockpit(request.user)
        return super().index(
            request, {"cockpit": found, "waiting": found.waiting or [], **(extra_context or {})}
        )

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In our groups; the page of one app has that app alone."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [
            {
                "name": heading,
                "app_label": (label := heading.lower().replace(" ", "-")),
                "app_url": f"{reverse('admin:index', current_app=self.name)}#{label}",
                "has_module_perms": True,
                "models": [models.pop(name) for name in names if name in models],
            }
            for heading, names in GROUPS
        ]
        for app in apps:
            app["models"] = [model for model in app["models"] if model["object_name"] in models]
        return [group for group in (*groups, *apps) if group["models"]]
