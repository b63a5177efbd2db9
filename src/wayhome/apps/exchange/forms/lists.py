"""Forms of exchange lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import ExchangeList
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.selectors.lists import lists_visible_to


class SourceForm(forms.Form):
    """Which list of the register is put on an exchange list."""

    source = forms.ModelChoiceField(
        PersonList.objects.none(), label=_("A list of the register"), to_field_name="uid"
    )

    def __init__(self, on: ExchangeList, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer the lists of the side that holds, as far as the viewer sees them."""
        super().__init__(*args, **kwargs)
        lists = lists_visible_to(viewer).filter(partition=on.holder.party_id)
        field: Any = self.fields["source"]
        field.queryset = lists.order_by("-pk")
        field.label_from_instance = _in_words


def _in_words(one: PersonList) -> str:
    told = {"title": one.title, "version": one.version, "receipt": one.receipt}
    return gettext("%(title)s, version %(version)s, %(receipt)s") % told


class AnswerForm(forms.Form):
    """What is to happen to the lines that are ticked."""

    VERBS = (
        ("accept", _("Accept")),
        ("refuse", _("Refuse, for a reason")),
        ("withhold", _("Withhold, for a stated reason (GC III 115)")),
        ("propose", _("Propose again")),
        ("take_off", _("Take off the list")),
    )
    verb = forms.ChoiceField(label=_("With the lines ticked"), choices=VERBS)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
