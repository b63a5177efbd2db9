import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0006_ways_of_reading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('exchange', '0001_initial'),
        ('register', '0016_dates_as_written'),
        ('talks', '0003_outcomes_and_readings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('day', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='exchange.exchange')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('exchange', 'number'), name='batch_once')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('gave', models.PositiveIntegerField()),
                ('received', models.PositiveIntegerField()),
                ('gave_beside', models.PositiveIntegerField(default=0)),
                ('received_beside', models.PositiveIntegerField(default=0)),
                ('counting_rule', models.CharField(max_length=200)),
                ('signed_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='exchange.batch')),
                ('side', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('batch', 'side'), name='receipt_once')],
            },
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voided_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='exchange.batch')),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='talks.delivery')),
                ('receipt', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='exchange.receipt')),
            ],
        ),
        migrations.CreateModel(
            name='Vehicle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('seats', models.PositiveSmallIntegerField()),
                ('stretchers', models.PositiveSmallIntegerField(default=0)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vehicles', to='exchange.batch')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'holder', 'name'), name='vehicle_name_once')],
            },
        ),
        migrations.CreateModel(
            name='HandoverStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_key', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('out', 'checked out'), ('in', 'checked in, identity confirmed'), ('not_crossed', 'did not cross'), ('extra', 'came without standing on a manifest'), ('home', 'is home')], max_length=11)),
                ('happened_at', models.DateTimeField()),
                ('attributes', models.JSONField(default=list)),
                ('sealed', models.BinaryField(null=True)),
                ('settled_sealed', models.BinaryField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_reason', models.CharField(blank=True, max_length=500)),
                ('assertion', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handover_step', to='register.assertion')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='exchange.batch')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.listentry')),
                ('key', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.subjectkey')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='exchange.line')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vehicle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='exchange.vehicle')),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'kind'], name='handover_of_batch')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'in'), ('undone_at', None)), fields=('entry',), name='handed_over_once'), models.UniqueConstraint(condition=models.Q(('kind', 'in'), ('person__isnull', False), ('undone_at', None)), fields=('person',), name='person_handed_over_once'), models.UniqueConstraint(condition=models.Q(('kind', 'home'), ('undone_at', None)), fields=('line',), name='home_once'), models.UniqueConstraint(condition=models.Q(('kind__in', ['out', 'not_crossed']), ('undone_at', None)), fields=('line', 'batch', 'kind'), name='handover_step_once'), models.CheckConstraint(condition=models.Q(('kind', 'extra'), models.Q(('entry__isnull', False), ('line__isnull', False)), _connector='OR'), name='handover_step_of_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='handover_step_undone_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='Aboard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('put_at', models.DateTimeField()),
                ('taken_off_at', models.DateTimeField(null=True)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aboard', to='exchange.line')),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vehicle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aboard', to='exchange.vehicle')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_off_at', None)), fields=('line',), name='aboard_one_vehicle')],
            },
        ),
    ]
