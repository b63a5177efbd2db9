"""What the codes mean that this app records in the history."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.models import Answer, Assertion, Flag, Judgement
from wayhome.files.messages import LANGUAGES
from wayhome.files.report import field_label

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "verdict": {**dict(Judgement.Verdict.choices), **dict(Answer.Verdict.choices)},
    "state": {**dict(Judgement.State.choices), **dict(Assertion.State.choices)},
    "kind": {**dict(Assertion.Kind.choices), **dict(Flag.Kind.choices)},
    "is": {
        "new": _("new"),
        "same": _("the same"),
        "changed": _("changed"),
        "carried": _("carried over"),
    },
}
_CRITERIA: Mapping[str, str | Promise] = {"child": _("younger than 18 years")}


def field_in_words(name: str) -> str:
    """What a field of a line is called in the reader's language."""
    language = (get_language() or "en").partition("-")[0]
    return field_label(name, language if language in LANGUAGES else "en")


def criterion_in_words(flag: Flag) -> str | Promise:
    """What a criterion says: in the words of a list that states it, or ours.

    Its line's places come fetched with it: see `flags_visible_to`.
    """
    if not flag.criterion:
        return ""
    for place in flag.entry.appearances.all():
        for stated in place.list.criteria.get("criteria", []):
            if stated.get("code") == flag.criterion and stated.get("says"):
                return str(stated["says"])
    return _CRITERIA.get(flag.criterion, flag.criterion)
