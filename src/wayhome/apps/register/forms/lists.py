"""What is filled in to bring a list in, to map its columns, to look at it, to roll it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, Party, User
from wayhome.apps.register.forms.criteria import CriteriaField
from wayhome.apps.register.models import Answer, Flag, PersonList
from wayhome.apps.register.selectors.lists import latest_versions, offices_for_import
from wayhome.apps.register.selectors.lists_content import CHANGES
from wayhome.engines.linkage.fields import FIELDS
from wayhome.files.messages import message
from wayhome.values import InvalidEvidence, PartialDate

NOT_USED = ""


class UploadForm(forms.Form):
    """A file, and what is known of the list in it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, XLS, ODS, JSON or PFIF; recognised by its content."),
        error_messages={
            "required": _("No file arrived. Choose one; a file above the limit is not taken."),
            "empty": _("The file is empty. Choose the file that holds the list."),
        },
    )
    organisation = forms.ModelChoiceField(
        label=_("Sent by"), queryset=Organisation.objects.none(), to_field_name="uid"
    )
    kind = forms.ChoiceField(label=_("Kind of list"), choices=PersonList.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    as_of_date = forms.CharField(
        label=_("As of"),
        max_length=20,
        help_text=_("The day the list speaks of: 2026-05-03, 2026-05 or 2026."),
    )
    addressed_to = forms.ModelChoiceField(
        label=_("Addressed to"),
        queryset=Party.objects.order_by("name"),
        to_field_name="uid",
        required=False,
        empty_label=_("nobody in particular"),
    )
    predecessor = forms.ModelChoiceField(
        label=_("New version of"),
        queryset=PersonList.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("nothing: a list of its own"),
    )
    adds = forms.BooleanField(
        label=_("The file has only lines to add or to correct; the other lines stay as they are"),
        required=False,
    )
    criteria = CriteriaField(
        label=_("Criteria"),
        required=False,
        help_text=_("A JSON file that says who belongs on the list. May be left out."),
    )

    def __init__(self, viewer: User, *args: Any, kept: bool = False, **kwargs: Any) -> None:
        """Offer the viewer's own offices and lists; a file that was `kept` is not asked for."""
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not kept
        offices, versions = self.fields["organisation"], self.fields["predecessor"]
        offices.queryset = offices_for_import(viewer)  # type: ignore[attr-defined]
        versions.queryset = latest_versions(viewer).order_by("title")  # type: ignore[attr-defined]
        versions.label_from_instance = _version_label  # type: ignore[attr-defined]

    def clean_as_of_date(self) -> str:
        """The day as it was typed, if it is one."""
        written: str = self.cleaned_data["as_of_date"]
        try:
            PartialDate.parse(written)
        except InvalidEvidence:
            raise forms.ValidationError(
                _("Write the day the list speaks of as 2026-05-03, 2026-05 or 2026.")
            ) from None
        return written


def _version_label(version: PersonList) -> str:
    return f"{version.title}, {version.version} ({version.receipt})"


def field_choices() -> list[tuple[str, str]]:
    """Every field a column can be, in the language of the moment."""
    language = get_language() or "en"
    return [(field, message(f"field.{field}", language)) for field in FIELDS]


def read_mapping(
    posted: Mapping[str, str], headers: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """The fields chosen for the columns of a file.

    Args:
        posted: `column-N` to a field, or '' for a column that is not used; N from 0.
        headers: of the columns, in their order.

    Returns:
        Field to header, and the fields that were chosen for more than one column.
    """
    mapping: dict[str, str] = {}
    twice = []
    for number, header in enumerate(headers):
        chosen = posted.get(f"column-{number}", NOT_USED)
        if chosen in mapping:
            twice.append(chosen)
        elif chosen:
            mapping[chosen] = header
    return mapping, twice


class FilterForm(forms.Form):
    """Which lines of a list are shown."""

    flag = forms.ChoiceField(label=_("Flag"), required=False)
    answer = forms.ChoiceField(
        label=_("Answer"),
        required=False,
        choices=[("", _("any")), ("none", _("no answer yet")), *Answer.Verdict.choices],
    )
    change = forms.ChoiceField(label=_("Since the version before"), required=False)

    def __init__(self, viewer: User, shown: PersonList, *args: Any, **kwargs: Any) -> None:
        """Offer what the viewer may know of: a party knows of no harm flag."""
        super().__init__(*args, **kwargs)
        kinds = [
            choice
            for choice in Flag.Kind.choices
            if viewer.keeps_register or choice[0] != Flag.Kind.HARM
        ]
        self.fields["flag"].choices = [("", _("any")), *kinds]  # type: ignore[attr-defined]
        names = {"new": _("new"), "changed": _("changed"), "same": _("same")}
        changes = [("", _("any")), *((change, names[change]) for change in CHANGES)]
        self.fields["change"].choices = changes  # type: ignore[attr-defined]
        if shown.predecessor_id is None:
            del self.fields["change"]

    def chosen(self) -> dict[str, str]:
        """The filters that are set; those that make no sense count as not set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RollBackForm(forms.Form):
    """Why a version is rolled back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
