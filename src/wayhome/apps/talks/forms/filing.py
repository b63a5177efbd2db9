"""What every form of the talks asks: who may see it, and where it comes from."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.forms.persons import PartialDateField, SourceForm
from wayhome.apps.register.services.sources import Document
from wayhome.apps.talks.models import Confidentiality, Kept, Process, Recorded
from wayhome.apps.talks.selectors.confidence import keys_of
from wayhome.apps.talks.selectors.rows import of_process, parties_to_share_with
from wayhome.apps.talks.selectors.words import name_of
from wayhome.apps.talks.services.filing import Filing


class SharingForm(forms.Form):
    """Who may see a row."""

    confidentiality = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Confidentiality.choices,
        initial=Confidentiality.MEDIATOR,
        widget=forms.RadioSelect,
    )
    shared_with = forms.ModelMultipleChoiceField(
        label=_("Shared with"),
        queryset=Party.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only where it is shared with named parties."),
    )

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        parties: Any = self.fields["shared_with"]
        parties.queryset = parties_to_share_with(viewer)

    @property
    def sharing(self) -> dict[str, Any]:
        """Confidentiality and parties, as services take them."""
        given = self.cleaned_data
        return {
            "confidentiality": given["confidentiality"],
            "shared_with": list(given["shared_with"]),
        }


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row of the same talks, of those the viewer may see."""

    def __init__(self, kind: type[Recorded], **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(queryset=kind._default_manager.none(), to_field_name="uid", **kwargs)

    def label_from_instance(self, obj: Kept) -> str:
        """What the row is called."""
        return name_of(obj)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of the same talks."""

    def __init__(self, kind: type[Recorded], **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(
            queryset=kind._default_manager.none(),
            to_field_name="uid",
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, obj: Kept) -> str:
        """What the row is called."""
        return name_of(obj)


class RecordForm(SharingForm):
    """A row of talks: its fields, then its source, then who may see it."""

    publisher = forms.CharField(label=_("Where this comes from"), max_length=200, required=False)
    title_of_source = forms.CharField(
        label=_("Title or description of the source"), max_length=300, required=False
    )
    dated = PartialDateField(label=_("Date of the source"), required=False)
    reliability = SourceForm.base_fields["reliability"]
    credibility = SourceForm.base_fields["credibility"]
    anonymous = forms.BooleanField(label=_("The source asked not to be named"), required=False)

    LAST = (
        "publisher", "title_of_source", "dated", "reliability", "credibility", "anonymous",
        "confidentiality", "shared_with",
    )  # fmt: skip

    def __init__(self, process: Process, viewer: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(viewer, *args, **kwargs)
        self.process = process
        own = [name for name in self.fields if name not in self.LAST]
        self.order_fields([*own, *self.LAST])
        for field in self.fields.values():
            if isinstance(field, RowField | RowsField):
                field.queryset = of_process(field.kind, process, viewer)

    @property
    def keys_offered(self) -> list[uuid.UUID]:
        """Keys of the rows in confidence that its choices name."""
        fields = [one for one in self.fields.values() if isinstance(one, RowField | RowsField)]
        return keys_of([field.queryset for field in fields if field.queryset is not None])

    @property
    def filing(self) -> Filing:
        """Source and sharing, as services take them."""
        given = self.cleaned_data
        document = Document(
            publisher=given["publisher"],
            title=given["title_of_source"],
            dated=given["dated"],
            reliability=given["reliability"],
            credibility=given["credibility"],
        )
        return Filing(
            source=document if document.publisher else None,
            anonymous=given["anonymous"],
            **self.sharing,
        )

    def arguments(self) -> dict[str, Any]:
        """What the service takes, beside by, at and filing."""
        raise NotImplementedError
