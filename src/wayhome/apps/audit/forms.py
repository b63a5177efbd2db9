"""What administrators type about accounts and offices; what an owner types as first password."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgain
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, Role, User


class InOurWords:
    """A form of allauth's with labels of our own: its are not there in all our languages."""

    words: ClassVar[Mapping[str, Promise]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.words.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label = label
            field.widget.attrs.pop("placeholder", None)


class EnterForm(InOurWords, LoginForm):  # type: ignore[misc]
    """Address and password."""

    words: ClassVar = {"login": _("E-mail address"), "password": _("Password")}


class NewPasswordForm(InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """Another password, chosen by the owner of the account."""

    words: ClassVar = {
        "oldpassword": _("The password you have now"),
        "password1": _("The new password"),
        "password2": _("The new password again"),
    }


class PasswordAgainForm(InOurWords, PasswordAgain):  # type: ignore[misc]
    """The password, to show again who it is."""

    words: ClassVar = {"password": _("Password")}


class AppForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    words: ClassVar = {"code": _("Code from your app")}


class KeyForm(InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A new security key."""

    words: ClassVar = {"name": _("Name of the key")}


class TakenOnce:
    """A code holds for three half minutes, so that clocks may differ, and is taken once in them."""

    def clean_code(self) -> str:
        """Refuse a code that opened this account already."""
        code: str = super().clean_code()  # type: ignore[misc]
        mark = f"code-taken:{self.user.pk}:{''.join(code.split())}"  # type: ignore[attr-defined]
        if not cache.add(mark, True, timeout=4 * 30):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(TakenOnce, InOurWords, AuthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app, to log in."""

    words: ClassVar = {"code": _("Code")}


class CodeAgainForm(TakenOnce, InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app, to show again who it is."""

    words: ClassVar = {"code": _("Code")}


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
