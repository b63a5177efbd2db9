"""Why an import is refused, in sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.register.models import Job
from wayhome.files.messages import message
from wayhome.values import WayhomeError

SENTENCES: Mapping[str, Promise] = {
    "not_your_office": _("You can import lists of your own offices only."),
    "empty_upload": _("The file is empty. Choose the file that holds the list."),
    "upload_too_large": _("The file is larger than this register takes. Split the list."),
    "as_of_date": _("The day of the list is written 2026-05-03, 2026-05 or 2026."),
    "title_missing": _("Give the list a title, by which colleagues know it."),
    "other_office": _("The earlier version came from another office. Choose a list of this one."),
    "other_kind": _("The earlier version is of another kind. Choose a list of this kind."),
    "later_version": _("The list has a later version already. Choose the latest one."),
    "criteria": _("The criteria cannot be read: {detail}"),
    "other_step": _("This import is at another step by now. Reload the page."),
    "no_such_column": _("A column was chosen that the file does not have. Reload the page."),
    "no_such_field": _("A field was chosen that there is not. Reload the page."),
    "column_twice": _("One column was chosen for two fields. Give each column one field."),
    "nobody_named": _("No column was chosen for names or numbers. Choose at least one."),
    "no_line_left": _("No line of the file can be taken. Correct the file and upload it again."),
    "stopped": _("The import was stopped. Nothing of it was kept."),
    "overtaken": _("Another attempt at this step has taken over."),
    "disk_full": _("The disk of the register is full. Nothing of the list was kept."),
    "unexpected": _("Something went wrong that should not. Nothing of the list was kept."),
    "rolled_back": _("This version was rolled back already."),
    "has_later_version": _("A later version stands on this one. Roll that back first."),
    "reason_missing": _("Say why the version is rolled back."),
}


class CannotImport(WayhomeError):
    """A list that is not taken, or a step that is not its turn. Nothing was kept."""

    def __init__(self, code: str, **values: object) -> None:
        """Take the sentence of a code, in the language of the moment."""
        super().__init__(str(SENTENCES[code]).format(**values), code=code, values=values)


def refusal_of(job: Job, lang: str) -> str:
    """Why a job ended without a result, as a sentence; '' if it did not."""
    if not job.refusal:
        return ""
    if job.refusal in SENTENCES:
        return str(SENTENCES[job.refusal]).format(**job.refusal_values)
    values = {
        name: int(value) if value.isdecimal() else value
        for name, value in job.refusal_values.items()
    }
    return message(f"refusal.{job.refusal}", lang, **values)
