import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keys know their partition. None was written before."""

    dependencies = [
        ("audit", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="NameKey"),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_keys",
                        to="register.listentry",
                    ),
                ),
                (
                    "partition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.party",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partition", "key", "entry"], name="name_key")],
            },
        ),
    ]
