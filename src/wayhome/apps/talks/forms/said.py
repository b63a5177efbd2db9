"""Forms of what was said: statements, positions, proposals, answers, numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.register.forms.persons import PartialDateField
from wayhome.apps.talks.forms.filing import RecordForm, RowField, RowsField
from wayhome.apps.talks.models import (
    Commitment,
    Comparator,
    Delegate,
    Issue,
    Proposal,
    Response,
    Round,
    Side,
    Stance,
    Statement,
    Unit,
    What,
)
from wayhome.apps.talks.models.terms import Basis, Per, Sense
from wayhome.apps.talks.services.filing import Words
from wayhome.apps.talks.services.terms import Deadline, Given

MOST = 2_000_000_000


class WordsForm(RecordForm):
    """Words in their own language, and one translation."""

    text = forms.CharField(
        label=_("Words, in their own language"), max_length=20_000, widget=forms.Textarea,
        required=False,
    )  # fmt: skip
    language = forms.CharField(
        label=_("Language"), max_length=35, required=False, help_text=_("As en, uk, ru, ar.")
    )
    translation = forms.CharField(
        label=_("Translation"), max_length=20_000, widget=forms.Textarea, required=False
    )
    translation_language = forms.CharField(
        label=_("Language of the translation"), max_length=35, required=False
    )
    translator = forms.CharField(label=_("Translator"), max_length=200, required=False)

    @property
    def words(self) -> Words | None:
        """The words, if there are any."""
        given = self.cleaned_data
        if not given["text"].strip():
            return None
        translated = (given["translation_language"], given["translation"], given["translator"])
        translations = (translated,) if given["translation"].strip() else ()
        return Words(text=given["text"], language=given["language"], translations=translations)


class StatementForm(WordsForm):
    """Who said what, about what."""

    round = RowField(Round, label=_("Round"), required=False)
    delegate = RowField(Delegate, label=_("Delegate"), required=False)
    speaker = forms.CharField(label=_("Or speaker, as written"), max_length=200, required=False)
    side = RowField(Side, label=_("Side"), required=False)
    issue = RowField(Issue, label=_("Issue"), required=False)
    said_date = PartialDateField(label=_("Said on"), required=False)
    mode = forms.ChoiceField(label=_("How the words are known"), choices=Statement.Mode.choices)
    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, initial=Stance.UNKNOWN)
    field_order = ("text", "language", "delegate", "speaker", "side", "round")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = (
            "mode", "speaker", "delegate", "side", "round", "issue", "said_date", "stance",
        )  # fmt: skip
        given = {name: self.cleaned_data[name] for name in names}
        return {"process": self.process, "words": self.words, **given}


class PositionForm(WordsForm):
    """Where a side stands."""

    side = RowField(Side, label=_("Side"))
    issue = RowField(Issue, label=_("Issue"))
    gist = forms.CharField(label=_("In a few neutral words"), max_length=300, required=False)
    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, initial=Stance.UNKNOWN)
    round = RowField(Round, label=_("Round"), required=False)
    as_of_date = PartialDateField(label=_("As of"), required=False)
    field_order = ("side", "issue", "gist", "stance", "round", "as_of_date")

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("side", "issue", "gist", "stance", "round", "as_of_date")
        return {"words": self.words, **{name: self.cleaned_data[name] for name in names}}


class TermsForm(WordsForm):
    """How much of what, from whom to whom, by when, on which condition."""

    what = forms.ChoiceField(label=_("What is to be done"), choices=What.choices)
    comparator = forms.ChoiceField(
        label=pgettext_lazy("talks", "Number"),
        choices=Comparator.choices,
        initial=Comparator.UNSPECIFIED,
    )
    value = forms.IntegerField(label=_("How many"), min_value=0, max_value=MOST, required=False)
    value_max = forms.IntegerField(
        label=_("Up to, in a range"), min_value=0, max_value=MOST, required=False
    )
    unit = forms.ChoiceField(label=_("Of what"), choices=Unit.choices)
    unit_detail = forms.CharField(label=_("Of what, as said"), max_length=200, required=False)
    per = forms.ChoiceField(label=_("The number is"), choices=Per.choices)
    giver = RowField(Side, label=_("Who gives"), required=False)
    receiver = RowField(Side, label=_("Who receives"), required=False)
    condition = forms.CharField(label=_("Condition"), max_length=500, required=False)
    increment = forms.BooleanField(
        label=_("Beside what was promised before (another 3,000)"), required=False
    )
    deadline_raw = forms.CharField(label=_("Deadline, as said"), max_length=200, required=False)
    deadline_sense = forms.ChoiceField(
        label=_("The deadline is meant as"), choices=[("", _("not said")), *Sense.choices],
        required=False,
    )  # fmt: skip
    deadline_earliest = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    deadline_latest = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    deadline_basis = forms.ChoiceField(
        label=_("The day was"), choices=[("", _("not said")), *Basis.choices], required=False
    )
    deadline_anchor = forms.CharField(label=_("Counted from"), max_length=200, required=False)
    deadline_anchor_date = forms.DateField(
        label=_("Which was on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    @property
    def terms(self) -> Given:
        """The terms, as services take them."""
        given = self.cleaned_data
        due = {name: given[f"deadline_{name}"] for name in Deadline.__dataclass_fields__}
        own = [name for name in Given.__dataclass_fields__ if name != "deadline"]
        return Given(deadline=Deadline(**due), **{name: given[name] for name in own})


class ProposalForm(TermsForm):
    """What a side offers or asks."""

    proposed_by = RowField(Side, label=_("Proposed by"))
    to = RowsField(Side, label=_("To"), required=False)
    gist = forms.CharField(label=_("In a few neutral words"), max_length=300)
    round = RowField(Round, label=_("Round"), required=False)
    issue = RowField(Issue, label=_("Issue"), required=False)
    made_date = PartialDateField(label=_("Made on"), required=False)
    field_order = ("proposed_by", "to", "gist", "round", "issue", "made_date")

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("proposed_by", "to", "gist", "round", "issue", "made_date")
        given = {name: self.cleaned_data[name] for name in names}
        return {"terms": self.terms, "words": self.words, **given}


class ResponseForm(WordsForm):
    """What a side answers."""

    proposal = RowField(Proposal, label=_("Proposal"))
    given_by = RowField(Side, label=_("Who answers"))
    kind = forms.ChoiceField(label=_("Answer"), choices=Response.Kind.choices)
    counter = RowField(Proposal, label=_("The other proposal"), required=False)
    given_date = PartialDateField(label=_("Answered on"), required=False)
    field_order = ("proposal", "given_by", "kind", "counter", "given_date")

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("proposal", "given_by", "kind", "counter", "given_date")
        return {"words": self.words, **{name: self.cleaned_data[name] for name in names}}


class NumberForm(RecordForm):
    """A number that somebody says."""

    topic = forms.CharField(
        label=_("What the number is of"), max_length=200,
        help_text=_("Rival numbers of one topic stand side by side."),
    )  # fmt: skip
    comparator = forms.ChoiceField(
        label=pgettext_lazy("talks", "Number"), choices=Comparator.choices
    )
    value = forms.IntegerField(label=_("How many"), min_value=0, max_value=MOST, required=False)
    value_max = forms.IntegerField(
        label=_("Up to, in a range"), min_value=0, max_value=MOST, required=False
    )
    unit = forms.ChoiceField(label=_("Of what"), choices=Unit.choices)
    unit_detail = forms.CharField(label=_("Of what, as said"), max_length=200, required=False)
    as_said = forms.CharField(label=_("In the words said"), max_length=300, required=False)
    side = RowField(Side, label=_("Which side says so"), required=False)
    said_by = forms.CharField(label=_("Who says so, as written"), max_length=200, required=False)
    issue = RowField(Issue, label=_("Issue"), required=False)
    commitment = RowField(Commitment, label=_("Commitment"), required=False)
    day = PartialDateField(label=_("Said on"), required=False)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = (
            "topic", "comparator", "value", "value_max", "unit", "unit_detail", "as_said",
            "side", "said_by", "issue", "commitment", "day",
        )  # fmt: skip
        return {"process": self.process, **{name: self.cleaned_data[name] for name in names}}
