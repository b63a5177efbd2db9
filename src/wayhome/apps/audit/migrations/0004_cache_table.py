"""The table in which limits are counted and used codes are kept, shared by all processes."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_two_person_roles")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
