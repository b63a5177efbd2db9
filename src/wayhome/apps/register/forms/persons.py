"""Forms of searching, entering a person, claims and dates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.register.models import Assertion
from wayhome.apps.register.selectors.persons import organisations_speaking_to
from wayhome.apps.register.services.sources import CREDIBILITY, RELIABILITY, WRITTEN_MOST
from wayhome.files.cells.dates import Reading, read_date

_UNGRADED = ("", _("not graded"))
_RELIABILITY = (
    _("A: completely reliable"), _("B: usually reliable"), _("C: fairly reliable"),
    _("D: not usually reliable"), _("E: unreliable"), _("F: cannot be judged"),
)  # fmt: skip
_CREDIBILITY = (
    _("1: confirmed by others"), _("2: probably true"), _("3: possibly true"),
    _("4: doubtful"), _("5: improbable"), _("6: cannot be judged"),
)  # fmt: skip


class PartialDateField(forms.CharField):
    """A date of which perhaps only the year is known, in any usual way of writing it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Year, month and year, or day: 1987, 05.1987, 03.05.1987"))
        super().__init__(max_length=WRITTEN_MOST, **kwargs)

    def clean(self, value: Any) -> str:
        """The date as EDTF."""
        written: str = super().clean(value)
        if not written:
            return ""
        read = read_date(written, Reading()).value
        if read is None:
            raise ValidationError(_("This is no date. Write 1987, 05.1987 or 03.05.1987."))
        return read


class WrittenDateField(PartialDateField):
    """The same, kept as it was written beside its reading."""

    def clean(self, value: Any) -> str:
        """The date as it was written, if it is one."""
        return forms.CharField.clean(self, value) if super().clean(value) else ""


class SearchForm(forms.Form):
    """The one box."""

    text = forms.CharField(max_length=300)


class AsOfForm(forms.Form):
    """The day as of which the status is told."""

    as_of = forms.DateField(
        label=_("Status as of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SourceForm(forms.Form):
    """What a claim or a person stands on, and how far it is to be trusted."""

    publisher = forms.CharField(label=_("Where this comes from"), max_length=200)
    title = forms.CharField(label=_("Title or description"), max_length=300, required=False)
    dated = WrittenDateField(label=_("Date of the document"), required=False)
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"),
        choices=[_UNGRADED, *zip(RELIABILITY, _RELIABILITY, strict=True)],
        required=False,
    )
    credibility = forms.ChoiceField(
        label=_("Credibility of what it says"),
        choices=[_UNGRADED, *zip(CREDIBILITY, _CREDIBILITY, strict=True)],
        required=False,
    )


class PersonForm(SourceForm):
    """A person entered by hand, as the source writes him."""

    surname = forms.CharField(label=_("Surname, as written"), max_length=200)
    given_names = forms.CharField(label=_("Given names"), max_length=200, required=False)
    patronymic = forms.CharField(
        label=_("Patronymic or father's name"), max_length=200, required=False
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("", _("not given")), ("m", _("male")), ("f", _("female"))],
        required=False,
    )
    birth_date = WrittenDateField(label=_("Born"), required=False)
    birthplace = forms.CharField(label=_("Birthplace"), max_length=300, required=False)
    rank = forms.CharField(label=_("Rank"), max_length=100, required=False)
    number = forms.CharField(
        label=_("Army, regimental, personal or serial number"), max_length=100, required=False
    )
    unit = forms.CharField(label=_("Unit"), max_length=300, required=False)
    capture_date = WrittenDateField(label=_("Captured or last seen on"), required=False)
    capture_place = forms.CharField(
        label=_("Captured or last seen at"), max_length=300, required=False
    )
    next_of_kin = forms.CharField(
        label=_("Next of kin and how to reach them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("Sealed: shown only to those who may see it, and every look is logged."),
    )
    field_order = (
        "surname", "given_names", "patronymic", "sex", "birth_date", "birthplace", "rank",
        "number", "unit", "capture_date", "capture_place", "next_of_kin",
        "publisher", "title", "dated", "reliability", "credibility",
    )  # fmt: skip


class ClaimForm(SourceForm):
    """Something somebody says of a person, on what evidence."""

    kind = forms.ChoiceField(label=_("What is said"), choices=Assertion.Kind.choices)
    said_by = forms.ModelChoiceField(
        label=_("Who says so"), queryset=Organisation.objects.none(), to_field_name="uid"
    )
    as_of_date = WrittenDateField(label=_("As of"))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Who saw or wrote what, and when. Another person must be able to check it."),
    )
    publisher = forms.CharField(
        label=_("Document, if there is one"), max_length=200, required=False
    )
    field_order = (
        "kind", "said_by", "as_of_date", "evidence",
        "publisher", "title", "dated", "reliability", "credibility",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["said_by"]
        offices.queryset = organisations_speaking_to(viewer)


PERSON_FIELDS = tuple(
    field for field in PersonForm.base_fields if field not in SourceForm.base_fields
)
SOURCE_FIELDS = tuple(SourceForm.base_fields)
