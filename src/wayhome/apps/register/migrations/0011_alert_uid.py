"""Alerts are named by a random identifier: a running number tells how many there were."""

import uuid
from typing import ClassVar

from django.db import migrations, models


def give_each_its_own(apps, _schema_editor):
    for alert in apps.get_model("register", "Alert").objects.filter(uid=None):
        alert.uid = uuid.uuid4()
        alert.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("register", "0010_reasons_under_their_own_key")]
    operations: ClassVar = [
        migrations.AddField("alert", "uid", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "alert", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
