"""Forms of a handover."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayhome.apps.exchange.models import Batch, ExchangeSide, HandoverStep
from wayhome.apps.exchange.selectors.handover import ATTRIBUTES, NAME
from wayhome.files.messages import message

Cause = HandoverStep.Cause
HAPPENED = (
    ("in", pgettext_lazy("handover", "checked in, identity confirmed")),
    ("out", pgettext_lazy("handover", "checked out")),
    *((cause, Cause(cause).label) for cause in Cause.values),
    ("extra", _("came without standing on a manifest")),
    ("home", _("is home")),
)


class VehicleForm(forms.Form):
    """A vehicle for people of one side; those who wait for a place are put aboard."""

    holder = forms.ModelChoiceField(ExchangeSide.objects.none(), label=_("Held by"))
    name = forms.CharField(label=_("What stands on its door"), max_length=60)
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=500)
    stretchers = forms.IntegerField(label=_("Stretchers"), min_value=0, max_value=500, initial=0)

    def __init__(self, batch: Batch, *args: Any, **kwargs: Any) -> None:
        """Offer the two sides."""
        super().__init__(*args, **kwargs)
        sides = batch.exchange.sides.select_related("side")
        holder: Any = self.fields["holder"]
        holder.queryset, holder.label_from_instance = sides, lambda one: one.side.name


class EnterForm(forms.Form):
    """What happened to one person, entered on the spot or afterwards."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    happened = forms.ChoiceField(
        label=_("What happened"), choices=HAPPENED, widget=forms.RadioSelect
    )
    attributes = forms.MultipleChoiceField(
        label=_("Told by the person, and agrees with the register (two or more)"),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(label=_("In a few words, if anything differs"), required=False,
                           max_length=500)  # fmt: skip
    happened_at = forms.DateTimeField(
        label=_("When, if not now"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(
        self,
        language: str,
        data: QueryDict | None = None,
        *,
        known: Mapping[str, str],
        offered: Collection[str],
    ) -> None:
        """Offer what can have happened and be asked for; a fresh key for this entry.

        Args:
            language: of the names of fields.
            data: what was sent.
            known: what the register has of the person, by field.
            offered: codes of what can have happened. What else is sent the services refuse.
        """
        super().__init__(data, initial={"key": uuid4()})
        self.offered = [(code, label) for code, label in HAPPENED if code in offered]
        fields: Any = self.fields
        named = [
            (NAME, _("name")),
            *((one, message(f"field.{one}", language)) for one in ATTRIBUTES),
        ]
        fields["attributes"].choices = named
        self.known = [(code, name, known[code]) for code, name in named if code in known]


class ReceiptForm(forms.Form):
    """How many a side gave and received, as it counts."""

    gave = forms.IntegerField(label=_("Gave, in the count"), min_value=0)
    received = forms.IntegerField(label=_("Received, in the count"), min_value=0)
    gave_beside = forms.IntegerField(label=_("Gave, beside the count"), min_value=0, initial=0)
    received_beside = forms.IntegerField(
        label=_("Received, beside the count"), min_value=0, initial=0
    )
    counting_rule = forms.CharField(label=_("What counts as one"), max_length=200)
