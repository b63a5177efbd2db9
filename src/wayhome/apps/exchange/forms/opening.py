"""Forms of opening an exchange and of its terms."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayhome.apps.audit.models import Party, User
from wayhome.apps.exchange.models import SIDES, Category, Exchange
from wayhome.apps.exchange.selectors.terms import Terms, terms_of
from wayhome.apps.register.forms.criteria import CriteriaField
from wayhome.apps.talks.models import Commitment, Side
from wayhome.apps.talks.selectors.rows import of_process, parties_at_a_table

MOST_DAYS = 60
MOST_SEATS = 1_000_000
ROOMS = ("seats_0", "seats_1", "stretchers_0", "stretchers_1")
QUOTAS = (Category.WOMAN, Category.UNDER_25)
"""Categories of prisoners of war of whom a side may owe at least so many."""
ONE_A_DAY = gettext_lazy("One number for every day, or a number for each day, with spaces between.")


class OpenForm(forms.Form):
    """An exchange between two sides of the talks of a commitment."""

    title = forms.CharField(label=gettext_lazy("Title, in a few neutral words"), max_length=200)
    first = forms.ModelChoiceField(Side.objects.none(), label=gettext_lazy("One side"))
    second = forms.ModelChoiceField(Side.objects.none(), label=gettext_lazy("The other side"))

    def __init__(self, commitment: Commitment, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the sides of the commitment's talks that have a partition here."""
        super().__init__(*args, **kwargs)
        sides = of_process(Side, commitment.process, viewer).exclude(party=None).order_by("pk")
        for name, offered in zip(("first", "second"), sides, strict=False):
            self.initial[name] = offered.pk
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.queryset, field.label_from_instance = sides, lambda side: side.name

    @property
    def has_two(self) -> bool:
        """Whether these talks have two sides an exchange could be between."""
        offered: Any = self.fields["first"]
        return bool(offered.queryset[1:2])

    @property
    def sides(self) -> tuple[Side, Side]:
        """Side 0 and side 1."""
        return self.cleaned_data["first"], self.cleaned_data["second"]


class PartitionForm(forms.Form):
    """Which partition of this register a side of the talks has, where the record says none."""

    side = forms.ModelChoiceField(
        Side.objects.none(), label=gettext_lazy("Side"), to_field_name="uid"
    )
    party = forms.ModelChoiceField(
        Party.objects.none(), label=gettext_lazy("Its partition"), to_field_name="uid"
    )

    def __init__(self, commitment: Commitment, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the sides without a partition, and the partitions that no side has."""
        super().__init__(*args, **kwargs)
        sides, parties = self.fields["side"], self.fields["party"]
        there: Any = of_process(Side, commitment.process, viewer)
        offered: Any = sides
        offered.queryset = there.filter(party=None).order_by("pk")
        offered.label_from_instance = lambda side: side.name
        taken = there.exclude(party=None).values("party")
        left: Any = parties
        left.queryset = parties_at_a_table(viewer).exclude(pk__in=taken)

    @property
    def offers_any(self) -> bool:
        """Whether there is a side and a partition to choose."""
        fields: Any = self.fields
        return all(fields[name].queryset[:1] for name in ("side", "party"))


class TermsForm(forms.Form):
    """By which terms an exchange is planned. Seats and stretchers: of each side, a batch."""

    KINDS = (
        ("exactly", gettext_lazy("So many for so many")),
        ("at_least", gettext_lazy("At least so many each")),
        ("all", gettext_lazy("All for all of these categories")),
        ("ratio", gettext_lazy("In a ratio")),
    )
    days = forms.CharField(
        label=gettext_lazy("Days of travel"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, as 2026-04-01, the first one first. Each is a batch."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Formula"), choices=KINDS)
    number_0 = forms.IntegerField(min_value=0, max_value=1_000_000, initial=0)
    number_1 = forms.IntegerField(min_value=0, max_value=1_000_000, initial=0)
    ratio_0 = forms.IntegerField(min_value=1, max_value=1000, initial=1)
    ratio_1 = forms.IntegerField(min_value=1, max_value=1000, initial=1)
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Categories (for “all for all”)"),
        choices=[(one.value, one.label) for one in QUOTAS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    parity = forms.IntegerField(
        label=gettext_lazy("After each batch nobody is ahead by more than"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy("Empty: no such rule."),
    )
    seats_0 = forms.CharField(initial="100", help_text=ONE_A_DAY)
    seats_1 = forms.CharField(initial="100", help_text=ONE_A_DAY)
    stretchers_0 = forms.CharField(initial="10", help_text=ONE_A_DAY)
    stretchers_1 = forms.CharField(initial="10", help_text=ONE_A_DAY)
    criteria = CriteriaField(
        label=gettext_lazy("Criteria"),
        required=False,
        help_text=gettext_lazy(
            "A JSON file that says who may go. Left out: those that were set before stay."
        ),
    )

    def __init__(
        self,
        exchange: Exchange,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        """Begin with the terms of the exchange, if it has any."""
        self.before = terms_of(exchange)
        super().__init__(data, files, initial=_initial(self.before))
        names = [str(one.side.party) for one in exchange.sides.all()]
        for number, name in enumerate(names):
            self.fields[f"number_{number}"].label = _("How many of those %(side)s holds") % {
                "side": name
            }
            self.fields[f"ratio_{number}"].label = _("Ratio: of those %(side)s holds") % {
                "side": name
            }
            self.fields[f"seats_{number}"].label = _("Seats a day from %(side)s") % {"side": name}
            self.fields[f"stretchers_{number}"].label = _("Stretchers a day from %(side)s") % {
                "side": name
            }
            for category in QUOTAS:
                self.fields[f"{category}_{number}"] = forms.IntegerField(
                    label=_("Of those %(side)s holds, at least so many: %(category)s")
                    % {"side": name, "category": category.label},
                    min_value=0,
                    max_value=1_000_000,
                    required=False,
                    help_text=_("Empty: no such rule."),
                )
        self.order_fields([name for name in self.fields if name != "criteria"])

    def clean_days(self) -> tuple[date, ...]:
        """The days, each a line."""
        lines = [line.strip() for line in self.cleaned_data["days"].splitlines() if line.strip()]
        if not 0 < len(lines) <= MOST_DAYS:
            raise forms.ValidationError(
                ngettext("Name up to %(most)s day.", "Name up to %(most)s days.", MOST_DAYS)
                % {"most": MOST_DAYS}
            )
        try:
            return tuple(date.fromisoformat(line) for line in lines)
        except ValueError as error:
            raise forms.ValidationError(_("Write each day as 2026-04-01.")) from error

    def clean(self) -> dict[str, Any]:
        """Seats and stretchers, a number for each day."""
        told = super().clean() or {}
        days = len(told.get("days", ()))
        for name in ROOMS if days else ():
            if name in told:
                try:
                    told[name] = _each_day(told[name], days)
                except ValueError:
                    self.add_error(name, _("Write one number, or one for each day."))
        return told

    @property
    def terms(self) -> Terms:
        """What was written; what the form does not ask stays as it was."""
        told = self.cleaned_data
        batches = len(told["days"])
        kept = self.before
        is_same_length = kept is not None and len(kept.days) == batches
        return replace(
            kept or Terms(days=told["days"]),
            days=told["days"],
            kind=told["kind"],
            numbers=(told["number_0"], told["number_1"]),
            ratio=(told["ratio_0"], told["ratio_1"]),
            categories=tuple(told["categories"]),
            parity=told["parity"],
            seats=(told["seats_0"], told["seats_1"]),
            stretchers=(told["stretchers_0"], told["stretchers_1"]),
            quotas={
                (number, str(category)): least
                for number in SIDES
                for category in QUOTAS
                if (least := told.get(f"{category}_{number}"))
            },
            criteria=told["criteria"] or (kept.criteria if kept else {}),
            site_room=kept.site_room if kept and is_same_length else {},
        )


def _initial(terms: Terms | None) -> dict[str, object]:
    if terms is None:
        return {}
    return {
        "days": "\n".join(day.isoformat() for day in terms.days),
        "kind": terms.kind,
        "number_0": terms.numbers[0],
        "number_1": terms.numbers[1],
        "ratio_0": terms.ratio[0],
        "ratio_1": terms.ratio[1],
        "categories": list(terms.categories),
        "parity": terms.parity,
        "seats_0": _in_short(terms.seats[0]),
        "seats_1": _in_short(terms.seats[1]),
        "stretchers_0": _in_short(terms.stretchers[0]),
        "stretchers_1": _in_short(terms.stretchers[1]),
        **{f"{category}_{side}": least for (side, category), least in terms.quotas.items()},
    }


def _each_day(told: str, days: int) -> tuple[int, ...]:
    """A number for each day, of what was written: one for all of them, or one for each.

    Raises:
        ValueError: it is neither.
    """
    numbers = tuple(int(part) for part in told.split())
    if len(numbers) == 1:
        numbers *= days
    if len(numbers) != days or not all(0 <= one <= MOST_SEATS for one in numbers):
        raise ValueError(told)
    return numbers


def _in_short(room: tuple[int, ...]) -> str:
    return str(room[0]) if len(set(room)) == 1 else " ".join(map(str, room))
