"""Forms of what was promised, and what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.forms.persons import PartialDateField
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.selectors.lists import latest_versions
from wayhome.apps.talks.forms.filing import RecordForm, RowField, RowsField
from wayhome.apps.talks.forms.said import MOST, TermsForm
from wayhome.apps.talks.models import (
    Assessment,
    Commitment,
    Delegate,
    Issue,
    Response,
    Round,
    Side,
    Unit,
)
from wayhome.apps.talks.selectors.named_lines import (
    NoSuchLines,
    answers_to_lines,
    appearances_named,
)
from wayhome.apps.talks.services.commitments import Put


class WordingForm(TermsForm):
    """How one speaker puts a commitment."""

    commitment = RowField(Commitment, label=_("Commitment"))
    side = RowField(Side, label=_("Put by the side"), required=False)
    delegate = RowField(Delegate, label=_("Put by the delegate"), required=False)
    speaker = forms.CharField(label=_("Or speaker, as written"), max_length=200, required=False)
    said_date = PartialDateField(label=_("Said on"), required=False)
    field_order: tuple[str, ...] = ("commitment", "side", "delegate", "speaker", "said_date")

    @property
    def put(self) -> Put:
        """The wording, as services take it."""
        given = self.cleaned_data
        return Put(
            terms=self.terms,
            side=given["side"],
            delegate=given["delegate"],
            speaker=given["speaker"],
            said_date=given["said_date"],
            words=self.words,
        )

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        return {"commitment": self.cleaned_data["commitment"], "put": self.put}


class CommitmentForm(WordingForm):
    """What sides are bound by, with the first wording of it."""

    commitment = None  # type: ignore[assignment]
    title = forms.CharField(label=_("Commitment, in neutral words"), max_length=200)
    bound = RowsField(Side, label=_("Who is bound"))
    accepted = RowsField(
        Response, label=_("Accepted by these answers"), required=False,
        help_text=_("Only what the bound side accepted, or said itself, counts as promised."),
    )  # fmt: skip
    round = RowField(Round, label=_("Round"), required=False)
    issue = RowField(Issue, label=_("Issue"), required=False)
    made_date = PartialDateField(label=_("Made on"), required=False)
    field_order = (
        "title", "bound", "accepted", "round", "issue", "made_date", "side", "delegate",
        "speaker", "said_date",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers: Any = self.fields["accepted"]
        answers.queryset = answers.queryset.filter(kind=Response.Kind.ACCEPTED)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("title", "bound", "accepted", "round", "issue", "made_date")
        given = {name: self.cleaned_data[name] for name in names}
        put = self.put
        said = put.side or put.delegate or put.speaker
        return {"wordings": [put] if said else [], **given}


class DeliveryForm(RecordForm):
    """What was handed over, as somebody counts it."""

    commitment = RowField(Commitment, label=_("Commitment"))
    giver = RowField(Side, label=_("Who handed over"))
    receiver = RowField(Side, label=_("Who received"), required=False)
    quantity = forms.IntegerField(label=_("How many"), min_value=0, max_value=MOST)
    unit = forms.ChoiceField(label=_("Of what"), choices=Unit.choices)
    day = PartialDateField(label=_("Handed over on"))
    counted_by = RowField(Side, label=_("Counted by the side"), required=False)
    counter = forms.CharField(label=_("Or counted by"), max_length=200, required=False)
    counting_rule = forms.CharField(
        label=_("What counts as one"), max_length=300,
        help_text=_("A body bag, a person who crossed, a name called at the point of handover."),
    )  # fmt: skip

    proving_list = forms.ModelChoiceField(
        label=_("Proven by lines of the list"), queryset=PersonList.objects.none(),
        to_field_name="uid", required=False,
    )  # fmt: skip
    proving_lines = forms.CharField(
        label=_("Which lines of it"), max_length=2_000, required=False,
        help_text=_("By their numbers on the list, as 2-307, 310. Empty: all of them."),
    )  # fmt: skip
    proving_by = forms.ChoiceField(
        label=_("What proves it"), required=False,
        choices=[("lines", _("the lines themselves")), ("answers", _("the answers to them"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.viewer.has_perm("register.see_line"):
            for name in ("proving_list", "proving_lines", "proving_by"):
                del self.fields[name]
            return
        lists: Any = self.fields["proving_list"]
        lists.queryset = latest_versions(self.viewer).order_by("-imported_at", "-pk")
        lists.label_from_instance = lambda one: f"{one.title} · {one.receipt}"

    def clean(self) -> dict[str, Any]:
        """Lines are named of a list, and stand on it."""
        given: dict[str, Any] = super().clean() or {}
        self.proof: dict[str, Any] = {}
        shown, written = given.get("proving_list"), given.get("proving_lines", "")
        if shown is None:
            if written.strip():
                self.add_error("proving_list", _("Say of which list these are the lines."))
            return given
        try:
            lines = appearances_named(shown, written, self.viewer)
        except NoSuchLines as wrong:
            self.add_error("proving_lines", str(wrong))
            return given
        if given.get("proving_by") == "answers":
            self.proof = {"answers": answers_to_lines(lines, self.viewer)}
            if not self.proof["answers"]:
                self.add_error("proving_by", _("No answer to these lines is on record."))
        else:
            self.proof = {"appearances": lines}
        return given

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = (
            "commitment", "giver", "receiver", "quantity", "unit", "day", "counted_by",
            "counter", "counting_rule",
        )  # fmt: skip
        return {**{name: self.cleaned_data[name] for name in names}, **self.proof}


class ReaffirmationForm(RecordForm):
    """A side says that it still holds to a commitment."""

    commitment = RowField(Commitment, label=_("Commitment"))
    side = RowField(Side, label=_("Which side says so"))
    day = PartialDateField(label=_("Said on"))

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("commitment", "side", "day")}


class LapseForm(RecordForm):
    """Somebody says that a commitment no longer holds."""

    commitment = RowField(Commitment, label=_("Commitment"))
    side = RowField(Side, label=_("Which side says so"), required=False)
    said_by = forms.CharField(label=_("Or who says so"), max_length=200, required=False)
    day = PartialDateField(label=_("From which day"))
    reason = forms.CharField(label=_("Why, as they say"), max_length=500)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("commitment", "side", "said_by", "day", "reason")
        return {name: self.cleaned_data[name] for name in names}


class AssessmentForm(RecordForm):
    """How far a commitment has come, as a named assessor sees it."""

    commitment = RowField(Commitment, label=_("Commitment"))
    assessor = forms.CharField(label=_("Assessor"), max_length=200)
    score = forms.TypedChoiceField(label=_("How far"), choices=Assessment.Score.choices, coerce=int)
    day = PartialDateField(label=_("As of"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("commitment", "assessor", "score", "day", "reason")
        return {name: self.cleaned_data[name] for name in names}


class ListForm(RecordForm):
    """A list of the register that belongs to a commitment."""

    commitment = RowField(Commitment, label=_("Commitment"))
    list = forms.ModelChoiceField(
        label=_("List"), queryset=PersonList.objects.none(), to_field_name="uid"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists: Any = self.fields["list"]
        lists.queryset = latest_versions(self.viewer).order_by("-imported_at", "-pk")
        lists.label_from_instance = lambda one: f"{one.title} · {one.receipt}"

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("commitment", "list")}
