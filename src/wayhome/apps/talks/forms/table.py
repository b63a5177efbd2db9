"""Forms of what is at the table: talks, sides, issues, rounds, delegations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.forms.persons import PartialDateField
from wayhome.apps.talks.forms.filing import RecordForm, RowField, SharingForm
from wayhome.apps.talks.models import (
    Comparator,
    Delegate,
    Delegation,
    Issue,
    Outcome,
    Round,
    Side,
)
from wayhome.apps.talks.selectors.rows import parties_at_a_table
from wayhome.apps.talks.services.processes import Named
from wayhome.apps.talks.services.rounds import Meeting

MOST_MINUTES = 60 * 24 * 60


class PartyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The partition that a side has here, if any."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Party.objects.none(), to_field_name="uid", required=False,
            empty_label=_("has no partition here"), **kwargs,
        )  # fmt: skip


class ProcessForm(SharingForm):
    """Talks, and the sides at the table."""

    title = forms.CharField(label=_("Title, in neutral words"), max_length=200)
    first_side = forms.CharField(label=_("First side"), max_length=200)
    first_party = PartyField(label=_("Its partition"))
    second_side = forms.CharField(label=_("Second side"), max_length=200)
    second_party = PartyField(label=_("Its partition"))
    third_side = forms.CharField(label=_("Third side, if any"), max_length=200, required=False)
    third_party = PartyField(label=_("Its partition"))
    fourth_side = forms.CharField(
        label=_("Fourth side, if any"), max_length=200, required=False,
        help_text=_("More sides can be added once the record is open."),
    )  # fmt: skip
    fourth_party = PartyField(label=_("Its partition"))
    PLACES = ("first", "second", "third", "fourth")
    field_order = (
        "title",
        *(f"{place}_{what}" for place in ("first", "second", "third", "fourth")
          for what in ("side", "party")),
        "confidentiality", "shared_with",
    )  # fmt: skip

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(viewer, *args, **kwargs)
        for place in self.PLACES:
            field: Any = self.fields[f"{place}_party"]
            field.queryset = parties_at_a_table(viewer)

    @property
    def sides(self) -> list[Named]:
        """The sides, as the service takes them."""
        given = self.cleaned_data
        named = [(given[f"{place}_side"], given[f"{place}_party"]) for place in self.PLACES]
        return [Named(name, party) for name, party in named if name]

    def clean(self) -> dict[str, Any]:
        """A partition belongs to a side that has a name."""
        given: dict[str, Any] = super().clean() or {}
        for place in self.PLACES:
            if given.get(f"{place}_party") and not given.get(f"{place}_side"):
                self.add_error(f"{place}_side", _("Name the side that has this partition."))
        return given


class SideForm(RecordForm):
    """One more at the table."""

    name = forms.CharField(label=_("Side"), max_length=200)
    party = PartyField(label=_("Its partition"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties: Any = self.fields["party"]
        parties.queryset = parties_at_a_table(self.viewer)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        given = self.cleaned_data
        return {"process": self.process, "name": given["name"], "party": given["party"]}


class IssueForm(RecordForm):
    """Something that is spoken about."""

    name = forms.CharField(label=_("Issue"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        return {"process": self.process, "name": self.cleaned_data["name"]}


class RoundForm(RecordForm):
    """Where, when, how long, by whose mediation."""

    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    start = PartialDateField(label=_("Began on"), required=False)
    end = PartialDateField(label=_("Ended on"), required=False)
    duration_comparator = forms.ChoiceField(
        label=_("Lasted"), choices=[("", _("not said")), *Comparator.choices], required=False
    )
    duration_minutes = forms.IntegerField(
        label=_("Minutes"), min_value=0, max_value=MOST_MINUTES, required=False
    )
    number = forms.IntegerField(
        label=_("Number of the round"), min_value=1, max_value=10_000, required=False
    )
    number_basis = forms.ChoiceField(
        label=_("The number was"), choices=Round.NumberBasis.choices,
        initial=Round.NumberBasis.UNKNOWN,
    )  # fmt: skip
    format = forms.ChoiceField(
        label=_("How the sides met"), choices=Round.Format.choices, initial=Round.Format.UNKNOWN
    )
    mediator = forms.CharField(label=_("Mediator"), max_length=200, required=False)
    mediating_office = forms.CharField(
        label=_("Mediating office or state"), max_length=200, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A number and where it comes from belong together."""
        given: dict[str, Any] = super().clean() or {}
        stated = given.get("number_basis") != Round.NumberBasis.UNKNOWN
        if (given.get("number") is not None) != stated:
            raise ValidationError(_("Say whether the number of the round was stated."))
        return given

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = Meeting.__dataclass_fields__
        meeting = Meeting(**{name: self.cleaned_data[name] for name in names})
        return {"process": self.process, "meeting": meeting}


class OutcomeForm(RecordForm):
    """What a round ended with on one thing."""

    round = RowField(Round, label=_("Round"))
    about = forms.CharField(label=_("On what, in neutral words"), max_length=200)
    result = forms.ChoiceField(label=_("How it ended"), choices=Outcome.Result.choices)
    issue = RowField(Issue, label=_("Issue"), required=False)

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("round", "about", "result", "issue")}


class DelegationForm(RecordForm):
    """Who came to a round."""

    round = RowField(Round, label=_("Round"))
    side = RowField(Side, label=_("Side"))

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("round", "side")}


class DelegateForm(RecordForm):
    """One of a delegation."""

    delegation = RowField(Delegation, label=_("Delegation"))
    name = forms.CharField(label=_("Name as written"), max_length=200)
    role = forms.CharField(label=_("Office held"), max_length=300, required=False)
    heads = forms.BooleanField(label=_("Heads the delegation"), required=False)
    mandate = forms.ChoiceField(
        label=_("Mandate"), choices=Delegate.Mandate.choices, initial=Delegate.Mandate.UNKNOWN
    )

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("delegation", "name", "role", "heads", "mandate")
        return {name: self.cleaned_data[name] for name in names}
