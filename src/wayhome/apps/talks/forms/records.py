"""The form that brings a record of talks in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wayhome.apps.talks.forms.filing import SharingForm


class RecordFileForm(SharingForm):
    """A document of talks, and who may see what it brings."""

    file = forms.FileField(label=_("Record of talks, in JSON"))
    field_order = ("file", "confidentiality", "shared_with")

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        if self.cleaned_data["file"].size > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return self.cleaned_data["file"]
