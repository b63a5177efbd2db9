"""The field in which a form asks for criteria."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class CriteriaField(forms.FileField):
    """A JSON file of criteria; whether a machine can check them is for the service."""

    def clean(self, data: Any, initial: Any = None) -> Mapping[str, Any] | None:
        """The object the file holds, or None where no file was chosen."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            criteria = json.loads(file.read().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This is not a JSON file.")) from None
        if not isinstance(criteria, dict):
            raise forms.ValidationError(_("Criteria are an object with a list named criteria."))
        return criteria
