"""Invented persons stand among the lines of a disclosure, as lines.

Those invented before were in files alone. They are let go: what was released earlier keeps its
lines, and has nobody invented in files made from now on.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

SPACE = 4  # as in models/disclosure.py


def leave_space(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """From one line that was asked for to the next there is room for the invented."""
    items = apps.get_model("register", "DisclosureItem").objects
    items.update(position=F("position") * SPACE)


def let_go(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Of those invented before nothing can be looked at or answered."""
    apps.get_model("register", "Canary").objects.all().delete()


def nothing(_apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing to undo."""


class Migration(migrations.Migration):
    atomic = True

    dependencies = [
        ("register", "0011_alert_uid"),
    ]

    operations = [
        migrations.RunPython(let_go, nothing),
        migrations.RunPython(leave_space, nothing),
        migrations.AddField(
            model_name="listentry",
            name="invented",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveField(model_name="canary", name="fields_sealed"),
        migrations.RemoveField(model_name="canary", name="position"),
        migrations.AddField(
            model_name="canary",
            name="entry",
            field=models.OneToOneField(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.listentry",
            ),
            preserve_default=False,
        ),
    ]
