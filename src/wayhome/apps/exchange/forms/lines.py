"""Forms of what a plan asks of a person, and of where people are held."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Category, ExchangeSide, Line, Site
from wayhome.apps.exchange.selectors.exchanges import name_of, sites_of
from wayhome.apps.exchange.services.facts import Facts


class _SiteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the sites of a side, by its name. Its code stands for it, which counts nothing."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, which only this side and the keeper read."""
        return name_of(obj)


def _site_field(holder: ExchangeSide, viewer: User, *, required: bool) -> _SiteField:
    sites = sites_of(holder.exchange, viewer).filter(holder=holder)
    return _SiteField(sites, label=_("Held at"), required=required, to_field_name="code")


class FactsForm(forms.Form):
    """What the rules of a plan ask of one person."""

    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        choices=Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The first three travel first, beside the count."),
    )
    stretcher = forms.BooleanField(label=_("Travels on a stretcher"), required=False)
    earliest_date = forms.DateField(
        label=_("Fit to travel from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    held_since = forms.DateField(
        label=_("Held since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    must = forms.BooleanField(label=_("The agreement names this person"), required=False)
    field_order = ("categories", "stretcher", "earliest_date", "held_since", "site", "must")

    def __init__(self, line: Line, viewer: User, data: QueryDict | None = None) -> None:
        """Begin with what the line says now; offer the sites of the side that holds."""
        names = ("categories", "stretcher", "earliest_date", "held_since", "site", "must")
        told = {name: getattr(line, name) for name in names}
        super().__init__(data, initial=told)
        self.fields["site"] = _site_field(line.holder, viewer, required=False)
        self.order_fields(self.field_order)

    @property
    def facts(self) -> Facts:
        """What was written."""
        return Facts(**self.cleaned_data)


class ArrangeForm(forms.Form):
    """Where the lines that are ticked are held, or that they travel together."""

    DOES = (("site", _("They are held at")), ("together", _("They travel together")))
    do = forms.ChoiceField(choices=DOES)
    site = forms.ModelChoiceField(Site.objects.none(), required=False)

    def __init__(self, holder: ExchangeSide, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the sites of the side that holds."""
        super().__init__(*args, **kwargs)
        self.fields["site"] = _site_field(holder, viewer, required=False)
