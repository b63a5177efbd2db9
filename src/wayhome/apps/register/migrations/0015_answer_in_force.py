"""An index that finds the answer in force to a line."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is changed but the index."""

    dependencies: ClassVar = [("register", "0014_check_of_a_list")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["entry", "replaced_by"], name="answer_in_force"),
        ),
    ]
