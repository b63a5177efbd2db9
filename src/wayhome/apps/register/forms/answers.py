"""Forms of answering and flagging."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.register.forms.persons import WrittenDateField
from wayhome.apps.register.models import Answer
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.selectors.answers import offices_answering
from wayhome.apps.register.selectors.flags import kinds_open_to
from wayhome.files.messages import message


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The office that answers, of those whose answers the viewer may write down."""

    def __init__(self) -> None:
        nothing = Organisation.objects.none()
        super().__init__(queryset=nothing, label=_("Who answers"), to_field_name="uid")

    def offer_to(self, viewer: User) -> None:
        """Offer the viewer's choice; where there is but one, it is chosen."""
        self.queryset = offices_answering(viewer)
        if len(found := list(self.queryset[:2])) == 1:
            self.initial = found[0].uid
            self.empty_label = None


class AnswerForm(forms.Form):
    """What an office answers about one line."""

    verdict = forms.ChoiceField(
        label=_("Answer"), choices=Answer.Verdict.choices, widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label=_("Particulars that are needed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until_date = WrittenDateField(label=_("Under verification until"), required=False)
    reason = forms.CharField(label=_("Reason or remark"), max_length=500, required=False)
    given_by = OfficeField()
    as_of_date = WrittenDateField(label=_("Answered on"))
    source = forms.CharField(
        label=_("Where the answer comes from"),
        max_length=300,
        help_text=_("A letter with its number, a call, a meeting."),
    )

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the viewer's offices, and the fields in the reader's language."""
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["given_by"].offer_to(viewer)  # type: ignore[attr-defined]
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (name, message(f"field.{name}", language)) for name in (*WRITTEN, *SEALED)
        ]

    @property
    def detail(self) -> str:
        """What is needed, or the reason."""
        given = self.cleaned_data
        if given["verdict"] == Answer.Verdict.PARTICULARS:
            return "; ".join(given["needs"])
        return str(given["reason"])


class AnswersFileForm(forms.Form):
    """A file of answers."""

    given_by = OfficeField()
    file = forms.FileField(
        label=_("File of answers"),
        help_text=_(
            "CSV with the columns line or reference, verdict, source, answered_on; and needs, "
            "until, reason where the verdict has them."
        ),
    )

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the viewer's offices."""
        super().__init__(*args, **kwargs)
        self.fields["given_by"].offer_to(viewer)  # type: ignore[attr-defined]


class FlagForm(forms.Form):
    """What somebody must mind about a line."""

    kind = forms.ChoiceField(label=_("Flag"))
    said_by = forms.CharField(label=_("Who says so"), max_length=200, required=False)
    message = forms.CharField(
        label=_("Message to whoever looks at it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )
    due_date = forms.DateField(
        label=_("To be looked at by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds the viewer may raise."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_open_to(viewer)  # type: ignore[attr-defined]
