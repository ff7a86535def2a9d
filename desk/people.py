"""Accounts, for superusers: what Django has, the second factor, and who is made to wait at the log-in."""

from typing import Any

from axes.utils import reset as let_in_again
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from desk import second_factor, sessions

# Their forms show secrets.
admin.site.unregister([StaticDevice, TOTPDevice])
admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """Whoever is given other rights is logged out, so that nobody goes on with a session of before."""

    list_display = (
        "username",
        "full_name",
        "roles",
        "is_superuser",
        "is_active",
        "has_second_factor",
        "last_login",
    )
    list_filter = ("groups", "is_superuser", "is_active")
    readonly_fields = ("second_factor", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "second_factor")}),
        *UserAdmin.fieldsets[1:],  # type: ignore[index]
    )
    actions = ("let_in_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("groups").annotate(has_device=Exists(device))

    @admin.display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, user: Any) -> bool:
        return bool(user.has_device)

    @admin.display(description="Second factor")
    def second_factor(self, user: User) -> str | SafeString:
        device = second_factor.device_of(user)
        if device is None:
            return "Not set up. Everybody sets it up for themselves, at the top of the desk."
        return format_html(
            "Set up; {} backup codes left. <a class='button' href='{}'>Remove it, if the telephone is lost</a>",
            second_factor.backup_codes_left(user),
            reverse("admin:auth_user_second_factor", args=[user.pk]),
        )

    def get_urls(self) -> list[Any]:
        remove = self.admin_site.admin_view(self.remove_second_factor)
        return [path("<int:pk>/second-factor/", remove, name="auth_user_second_factor"), *super().get_urls()]

    def remove_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks first. Template: admin/desk/remove_second_factor.html."""
        by: Any = request.user
        if not by.is_superuser:
            raise PermissionDenied
        user = get_object_or_404(User, pk=pk)
        if user == by:
            # There it takes a code.
            return HttpResponseRedirect(reverse("desk-second-factor"))
        back = reverse("admin:auth_user_change", args=[pk])
        if request.method == "POST":
            second_factor.forget(user)
            second_factor.note(by, user, "Removed the second factor of this person.")
            messages.success(
                request, f"“{user}” logs in by password alone now, and was logged out everywhere."
            )
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Remove the second factor of {user}?",
            "opts": self.opts,
            "person": user,
            "back": back,
        }
        return TemplateResponse(request, "admin/desk/remove_second_factor.html", context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = _rights(form.instance.pk) if change else None
        super().save_related(request, form, formsets, change)
        _end_after_change(
            request, form.instance, before, {"is_active", "is_staff", "is_superuser"} & set(form.changed_data)
        )

    @admin.action(description="Let in again after wrong passwords", permissions=["change"])
    def let_in_again(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for user in people:
            let_in_again(username=user.get_username())
            second_factor.note(request.user, user, "Let in again after wrong passwords.")
        messages.success(request, "They can try again at once.")


def _rights(pk: Any) -> tuple[set[int], set[int]]:
    user = User.objects.get(pk=pk)
    return (
        set(user.groups.values_list("pk", flat=True)),
        set(user.user_permissions.values_list("pk", flat=True)),
    )


def _end_after_change(request: HttpRequest, user: User, before: Any, flags: set[str]) -> None:
    if before is None or (not flags and _rights(user.pk) == before):
        return
    own = request.session.session_key if user == request.user else None
    sessions.end_all(user, but=own)
    if not own:
        messages.info(
            request, f"“{user}” has other rights now and was logged out: they count from the next log-in."
        )
