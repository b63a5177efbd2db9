"""Forms of checking a list."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.selectors.check.shown import WHERE
from wayhome.files.check import Finds


class CheckForm(forms.Form):
    """What the list is laid beside."""

    against = forms.ChoiceField(label=_("Counter-list"), required=False)
    beside_register = forms.BooleanField(
        label=_("Look also for likely lines of the same persons on all other lists"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, lists: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.receipt, f"{one.title}, {one.version} ({one.receipt})") for one in lists]
        self.fields["against"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """For whom the sheet is printed."""

    language = forms.ChoiceField(
        label=_("Language of whoever hears it"), choices=settings.LANGUAGES
    )
    knows = forms.ChoiceField(
        label=_("What it tells"),
        choices=[
            ("theirs", _("only what the list’s own side may know: may be read out to it")),
            ("all", _("all that I may know: a paper for my own office")),
        ],
    )


class ShowForm(forms.Form):
    """Which lines are shown."""

    show = forms.ChoiceField(
        choices=[(value, value) for value in ("", *map(str, Finds), *WHERE)], required=False
    )
