"""Dates that were entered by hand are kept as they were written, beside their reading."""

from typing import ClassVar

from django.db import migrations, models

WRITTEN = (
    ("source", "dated_written"),
    ("assertion", "as_of_written"),
    ("answer", "as_of_written"),
    ("answer", "until_written"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("register", "0015_answer_in_force")]
    operations: ClassVar = [
        migrations.AddField(
            model, name, models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        )
        for model, name in WRITTEN
    ]  # fmt: skip
