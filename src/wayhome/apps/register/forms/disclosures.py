"""Forms of what leaves a partition."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.register.models import Disclosure
from wayhome.apps.register.selectors.disclosures import (
    EVERY_FIELD,
    offices_to_send_to,
)
from wayhome.apps.register.services.exports import TYPES
from wayhome.files.messages import message

LEAST = ("full_name", "surname", "given_names", "patronymic", "birth_date")
"""Ticked at first: who it is. Whatever else the receiver needs is ticked on purpose."""


class AskForm(forms.Form):
    """To whom, what, which fields, on what ground."""

    to = forms.ModelChoiceField(
        label=_("To"), queryset=Organisation.objects.none(), to_field_name="uid"
    )
    what = forms.ChoiceField(label=_("As"))
    ground = forms.CharField(
        label=_("On what ground, or with whose consent"), max_length=1000, widget=forms.Textarea
    )
    fields_out = forms.MultipleChoiceField(
        label=_("Fields that leave"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what the receiver needs to know who is meant."),
    )

    def __init__(self, viewer: User, *args: Any, of_answers: bool = False, **kwargs: Any) -> None:
        """Offer offices and fields; of answers no fields are chosen."""
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        what = Disclosure.What
        kinds = [what.ANSWERS] if of_answers else [what.LIST, what.FILE, what.SHEET]
        self.fields["to"].queryset = offices_to_send_to(viewer)  # type: ignore[attr-defined]
        self.fields["what"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if of_answers:
            del self.fields["fields_out"]
            return
        self.fields["fields_out"].initial = LEAST
        self.fields["fields_out"].choices = [  # type: ignore[attr-defined]
            (name, message(f"field.{name}", language)) for name in EVERY_FIELD
        ]


class FetchForm(forms.Form):
    """In which form and language a file is wanted."""

    form = forms.ChoiceField(label=_("Form"), choices=[(name, name.upper()) for name in TYPES])
    language = forms.ChoiceField(label=_("Language of its reader"), choices=settings.LANGUAGES)
