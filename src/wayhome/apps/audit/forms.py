"""What administrators type about accounts and offices; what an owner types as first password."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, Role, User


class TakenOnce:
    """A code holds for three half minutes, so that clocks may differ, and is taken once in them."""

    def clean_code(self) -> str:
        """Refuse a code that opened this account already."""
        code: str = super().clean_code()  # type: ignore[misc]
        mark = f"code-taken:{self.user.pk}:{''.join(code.split())}"  # type: ignore[attr-defined]
        if not cache.add(mark, True, timeout=4 * 30):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(TakenOnce, AuthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app, to log in."""


class CodeAgainForm(TakenOnce, ReauthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app, to show again who it is."""


class AccountForm(forms.Form):
    """A new account."""

    display_name = forms.CharField(label=_("Name, as colleagues see it"), max_length=100)
    email = forms.EmailField(label=_("E-mail address, to log in with"))
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role to give or to take."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ResetForm(forms.Form):
    """Why access is to be reset."""

    reason = forms.CharField(
        label=_("How do you know that the owner asks for it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PartyForm(forms.Form):
    """A new party."""

    name = forms.CharField(label=_("Name of the party"), max_length=100)
    kind = forms.ChoiceField(label=_("What it is to the conflict"), choices=Party.Kind.choices)


class OrganisationForm(forms.Form):
    """A new organisation of a party."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    party = forms.ModelChoiceField(label=_("Party"), queryset=Party.objects.none())

    def __init__(self, *args: Any, parties: QuerySet[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]


class FirstPasswordForm(forms.Form):
    """The first password of an account, chosen by its owner."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Four words nobody would guess are good."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Both the same, and strong enough."""
        given = super().clean() or {}
        password = given.get("password", "")
        if password and password != given.get("again"):
            raise ValidationError({"again": _("This is not the same password.")})
        try:
            validate_password(password, self.user)
        except ValidationError as weak:
            self.add_error("password", weak)
        return given
