"""Who was invented belongs to the party that was sent him, not to one disclosure alone."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


def give_to_the_receiver(apps, _schema_editor):
    for canary in apps.get_model("register", "Canary").objects.select_related("disclosure__to"):
        canary.party_id = canary.disclosure.to.party_id
        canary.save(update_fields=["party"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("audit", "0006_ways_of_reading"),
        ("register", "0012_invented_among_the_lines"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            "canary",
            "party",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audit.party",
            ),
        ),
        migrations.RunPython(give_to_the_receiver, migrations.RunPython.noop),
        migrations.AlterField(
            "canary",
            "party",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.party"
            ),
        ),
        migrations.RemoveField("canary", "disclosure"),
    ]
