"""Forms of exchange lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import ExchangeList, ExchangeSide
from wayhome.apps.exchange.selectors.lists import sources_of
from wayhome.apps.register.models import PersonList
from wayhome.apps.register.selectors.lists import lists_visible_to


class SourceForm(forms.Form):
    """Which list of the register is put on an exchange list."""

    source = forms.ModelChoiceField(
        PersonList.objects.none(), label=_("A list of the register"), to_field_name="uid"
    )

    def __init__(self, on: ExchangeList, viewer: User, *args: Any, **kwargs: Any) -> None:
        """Offer lists of whom the side holds and of whom the other side seeks, as far as seen."""
        super().__init__(*args, **kwargs)
        lists = lists_visible_to(viewer).filter(sources_of(on.holder))
        field: Any = self.fields["source"]
        field.queryset = lists.select_related("partition").order_by("-pk")
        field.label_from_instance = _in_words

    @property
    def offers_any(self) -> bool:
        """Whether there is a list to choose."""
        field: Any = self.fields["source"]
        return bool(field.queryset[:1])


def _in_words(one: PersonList) -> str:
    told = {
        "kind": one.get_kind_display(), "party": one.partition, "title": one.title,
        "version": one.version, "receipt": one.receipt,
    }  # fmt: skip
    return gettext("%(title)s (%(kind)s, %(party)s), version %(version)s, %(receipt)s") % told


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


def verbs_of(newest: ExchangeList, mine: ExchangeSide | None) -> list[tuple[str, object]]:
    """What the viewer may do with lines of this version: `mine` is none for the keeper.

    Only the side that holds people withholds them; only who drew up a version takes lines off it,
    as long as it is not frozen.
    """
    never = set()
    if mine is not None and newest.holder != mine:
        never.add("withhold")
    if newest.is_frozen or mine not in {None, newest.drawn_up_by}:
        never.add("take_off")
    return [(verb, name) for verb, name in AnswerForm.VERBS if verb not in never]
