"""Forms of reviewing and confirming."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.models import Judgement
from wayhome.engines.linkage import FIELDS, SHOWN_ONLY, Zone
from wayhome.files.report import field_label

REASONS = (
    _("Names, birth date and unit agree"),
    _("Names and birth date agree; nothing speaks against it"),
    _("Same number; the rest fits"),
    _("Differences are slips of the pen or of the transliteration"),
    _("Brothers: father and surname agree, the given name does not"),
    _("Namesake: birth date or birthplace differs"),
    _("Another father's name"),
    _("Too little is given on one side"),
    _("The sources contradict each other; ask the sender"),
)
"""Common reasons, offered beside free text."""


class VerdictForm(forms.Form):
    """What one person says of one pair. Left empty, the pair stays open."""

    verdict = forms.ChoiceField(
        choices=Judgement.Verdict.choices, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """A verdict needs a reason, and a reason a verdict."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") and not given.get("reason"):
            self.add_error("reason", _("Give a reason, as you would in a year."))
        if given.get("reason") and not given.get("verdict"):
            self.add_error("verdict", _("Choose one: same person, not the same, unsure."))
        return given


class NarrowForm(forms.Form):
    """Which part of the queue."""

    list = forms.ChoiceField(label=_("List"), required=False)
    zone = forms.ChoiceField(label=_("Found to be"), required=False)
    field = forms.ChoiceField(label=_("Field that disagrees"), required=False)

    def __init__(self, *args: Any, lists: Any = (), lang: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every: tuple[str, Any] = ("", _("all"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "list": [(one.receipt, f"{one.title}, {one.version} ({one.receipt})") for one in lists],
            "zone": [(str(Zone.MATCH), _("match")), (str(Zone.REVIEW), _("to be looked at"))],
            "field": [(f, field_label(f, lang)) for f in FIELDS if f not in SHOWN_ONLY],
        }
        for name, offered in choices.items():
            self.fields[name].choices = [every, *offered]  # type: ignore[attr-defined]


class BulkForm(forms.Form):
    """One verdict and one reason for several pairs."""

    pairs = forms.TypedMultipleChoiceField(required=True, error_messages={
        "required": _("Tick the pairs first."),
        "invalid_choice": _(
            "One that you ticked must be opened for that. Together, “same person” is only for"
            " pairs called a match, and “not the same” only for pairs with a field against it."
        ),
    })  # fmt: skip
    verdict = forms.ChoiceField(choices=Judgement.Verdict.choices, error_messages={
        "required": _("Choose one: same person, not the same, unsure."),
    })  # fmt: skip
    reason = forms.CharField(max_length=1000, label=_("Reason for all of them"))

    def __init__(self, *args: Any, offered: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pairs"].choices = [(str(uid), str(uid)) for uid in offered]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is declined or withdrawn."""

    reason = forms.CharField(max_length=1000, label=_("Reason"))


class MatchForm(forms.Form):
    """What to compare with what."""

    list_a = forms.ChoiceField(label=_("List"))
    other = forms.ChoiceField(label=_("Compare with"))

    def __init__(self, *args: Any, lists: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.receipt, f"{one.title}, {one.version} ({one.receipt})") for one in lists]
        self.fields["list_a"].choices = offered  # type: ignore[attr-defined]
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("register", _("the whole register")),
            ("itself", _("itself: lines that stand twice")),
            *offered,
        ]
