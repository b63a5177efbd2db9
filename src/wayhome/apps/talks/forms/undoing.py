"""Forms of withdrawing and translating."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=1000)


class TranslationForm(forms.Form):
    """The same words in another language."""

    language = forms.CharField(
        label=_("Language"), max_length=35, help_text=_("As en, uk, ru, ar.")
    )
    text = forms.CharField(label=_("Translation"), max_length=20_000, widget=forms.Textarea)
    translator = forms.CharField(label=_("Translator"), max_length=200)
