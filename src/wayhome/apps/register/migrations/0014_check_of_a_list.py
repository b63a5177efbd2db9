"""A check of a list is a job of its own kind."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more kind of job."""

    dependencies: ClassVar = [("register", "0013_invented_for_a_party")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="job",
            name="kind",
            field=models.CharField(
                choices=[
                    ("import", "import of a list"),
                    ("match", "comparison of two lists"),
                    ("check", "check of a list"),
                    ("export", "export"),
                ],
                max_length=10,
            ),
        ),
    ]
