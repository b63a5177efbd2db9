"""Forms of what is told in private."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Absence
from wayhome.apps.exchange.services.private import MOST_NOTE

ANSWERS = (("yes", _("wishes to return")), ("no", _("does not wish to return")))


class _ToldForm(forms.Form):
    approver = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who else may read it"),
        help_text=_("One person. Nobody but you and this person ever reads it."),
    )
    note = forms.CharField(label=_("Note"), max_length=MOST_NOTE, required=False)

    def __init__(self, approvers: Any, *args: Any, **kwargs: Any) -> None:
        """Offer the approvers."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["approver"]
        field.queryset, field.label_from_instance = approvers, lambda user: user.display_name
        if len(approvers) == 1:
            self.initial["approver"] = approvers[0].pk


class WishForm(_ToldForm):
    """What somebody answered when asked whether he wishes to return."""

    wishes = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=forms.RadioSelect)
    asked_on = forms.DateField(
        label=_("Asked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("wishes", "asked_on", "approver", "note")


class AbsenceForm(_ToldForm):
    """Why a line is not available."""

    cause = forms.ChoiceField(label=_("Cause"), choices=[("", "—"), *Absence.Cause.choices])
    field_order = ("cause", "approver", "note")
