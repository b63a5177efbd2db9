"""How forms are drawn: a form that is refused begins at the first field that must be mended."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Widget


class BeginningHere(BoundField):
    """A field that asks for the cursor if it is the first with an error. Needs no script."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """The attributes of the input, with `autofocus` on the first field in error."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        wrong = self.form.errors if self.form.is_bound else {}
        if self.name == next((name for name in self.form.fields if name in wrong), None):
            built["autofocus"] = True
        return built


class Drawn(DjangoTemplates):
    """Django's own templates of fields, drawn with the cursor where it is needed."""

    bound_field_class = BeginningHere
