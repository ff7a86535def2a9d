"""The log-in: name and password, and the code of whoever has set up a second factor."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm

from desk import second_factor


class DeskAuthenticationForm(AdminAuthenticationForm):
    """Template: admin/desk/login.html."""

    code = forms.CharField(
        label="Code",
        required=False,
        max_length=20,
        help_text="From your app, or a number from your paper. Leave it empty if you have not set it up yet.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "code_needed": "Your account asks for a code as well. Type your password again, and the code that your app shows.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not second_factor.is_asked_for():
            del self.fields["code"]

    def clean(self) -> Any:
        cleaned = super().clean()
        user: Any = self.get_user()
        # The field may be gone for nobody had one; it is the person that counts.
        if user is not None and second_factor.device_of(user):
            self._check_code(user)
        return cleaned

    def _check_code(self, user: Any) -> None:
        code = self.cleaned_data.get("code", "")
        if not code:
            raise forms.ValidationError(self.error_messages["code_needed"], code="code_needed")
        try:
            # django-otp marks the session by it.
            user.otp_device = second_factor.verify(user, code)
        except second_factor.NotVerified as refused:
            raise forms.ValidationError(str(refused), code="code_wrong") from refused
