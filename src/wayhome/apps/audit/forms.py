"""What administrators type about accounts and offices; what an owner types as first password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, Role, User


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
