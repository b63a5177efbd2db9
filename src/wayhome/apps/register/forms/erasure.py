"""On what ground lines are to be erased."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.models import ErasureRequest, ListEntry


class ErasureForm(forms.Form):
    """Which lines, on what ground."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=ErasureRequest.Ground.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Number of the letter or decision"),
        help_text=_("It is kept after the erasure. Never a name."),
        max_length=60,
        required=False,
    )
    entries = forms.ModelMultipleChoiceField(
        queryset=ListEntry.objects.none(),
        to_field_name="uid",
        error_messages={"required": _("Choose at least one line.")},
    )

    def __init__(self, *args: Any, lines: QuerySet[ListEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].queryset = lines  # type: ignore[attr-defined]
