"""Forms of reports: bringing one, and correcting a row that was read from it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.forms.persons import PartialDateField
from wayhome.apps.talks.forms import promised, said, table
from wayhome.apps.talks.forms.filing import RecordForm, RowField, SharingForm
from wayhome.apps.talks.models import Delegate, Round, Side
from wayhome.apps.talks.services.reports import MOST_CHARACTERS


class ReportForm(SharingForm):
    """The text of a report, pasted or as a file, and where it comes from."""

    text = forms.CharField(
        label=_("Text of the report"), required=False, strip=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a text file"), required=False, help_text=_("Plain text in UTF-8."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
    )  # fmt: skip
    publisher = forms.CharField(label=_("Who published it"), max_length=200)
    title = forms.CharField(label=_("Headline"), max_length=300, required=False)
    published_date = PartialDateField(
        label=_("Published on"), required=False,
        help_text=_("“Next week” is counted from this day. Without it, such days stay open."),
    )  # fmt: skip
    language = forms.CharField(
        label=_("Language"), max_length=35, initial="en", help_text=_("As en, uk, ru, ar.")
    )
    field_order = ("text", "file", "publisher", "title", "published_date", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confidentiality"].label = _("Who may read the report")

    def clean(self) -> dict[str, Any]:
        """Exactly one text, of letters."""
        given: dict[str, Any] = super().clean() or {}
        written, file = given.get("text", ""), given.get("file")
        if bool(written.strip()) == bool(file):
            raise ValidationError(_("Paste the text or choose a file: one of them."))
        given["text"] = _decoded(file) if file else written.replace("\r\n", "\n")
        if "\0" in given["text"]:
            raise ValidationError(_("This is not a text. Save it as plain text in UTF-8."))
        if len(given["text"]) > MOST_CHARACTERS:
            raise ValidationError(_("The text is too long."))
        return given

    @property
    def kept(self) -> dict[str, Any]:
        """What the service takes of the report itself."""
        names = ("text", "publisher", "title", "published_date", "language")
        return {name: self.cleaned_data[name] for name in names}


def _decoded(file: Any) -> str:
    if file.size > settings.REPORT_LIMIT_BYTES:
        raise ValidationError(_("The file is too large."))
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("This is not a text. Save it as plain text in UTF-8.")) from None
    if not text.strip():
        raise ValidationError(_("There is no text in this file."))
    return text.replace("\r\n", "\n")


class PresentForm(RecordForm):
    """Somebody who was at a round for a side."""

    round = RowField(Round, label=_("Round"))
    side = RowField(Side, label=_("Side"))
    name = forms.CharField(label=_("Name as written"), max_length=200)
    role = forms.CharField(label=_("Office held"), max_length=300, required=False)
    heads = forms.BooleanField(label=_("Heads the delegation"), required=False)
    mandate = forms.ChoiceField(
        label=_("Mandate"), choices=Delegate.Mandate.choices, initial=Delegate.Mandate.UNKNOWN
    )

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("round", "side", "name", "role", "heads", "mandate")
        return {name: self.cleaned_data[name] for name in names}


FORMS: dict[str, type[RecordForm]] = {
    "round": table.RoundForm,
    "delegate": PresentForm,
    "commitment": promised.CommitmentForm,
    "proposal": said.ProposalForm,
    "response": said.ResponseForm,
    "number": said.NumberForm,
    "outcome": table.OutcomeForm,
    "statement": said.StatementForm,
}
"""By the kind of a row of a draft: what it is confirmed by."""
