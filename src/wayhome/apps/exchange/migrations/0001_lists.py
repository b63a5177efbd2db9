import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0006_ways_of_reading'),
        ('audit', '__first__'),
        ('register', '0016_dates_as_written'),
        ('talks', '0003_outcomes_and_readings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=7, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('terms', models.JSONField(default=dict)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_reason', models.CharField(blank=True, max_length=500)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='talks.commitment')),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.subjectkey')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='exchange_closed_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='ExchangeSide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sides', to='exchange.exchange')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.party')),
                ('side', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='talks.side')),
            ],
            options={
                'ordering': ['exchange', 'number'],
                'constraints': [models.UniqueConstraint(fields=('exchange', 'number'), name='exchange_side_once'), models.UniqueConstraint(fields=('exchange', 'party'), name='exchange_party_once'), models.CheckConstraint(condition=models.Q(('number__gte', 0), ('number__lte', 1)), name='exchange_two_sides')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=7, unique=True)),
                ('name_sealed', models.BinaryField()),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='exchange.exchangeside')),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.subjectkey')),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=7, unique=True)),
                ('categories', models.JSONField(default=list)),
                ('stretcher', models.BooleanField(default=False)),
                ('earliest_date', models.DateField(null=True)),
                ('held_since', models.DateField(null=True)),
                ('group', models.CharField(blank=True, max_length=7)),
                ('must', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_lines', to='register.listentry')),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='exchange.exchange')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='exchange.exchangeside')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('exchange', 'entry'), name='line_of_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='LineEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('refused', 'refused'), ('withheld', 'withheld, for a stated reason'), ('not_available', 'not available'), ('substituted', 'somebody else goes instead')], max_length=15)),
                ('reason_sealed', models.BinaryField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='exchange.line')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.line')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('side', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside')),
            ],
            options={
                'indexes': [models.Index(fields=['line', '-id'], name='lineevent_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['refused', 'withheld']), _negated=True), ('reason_sealed__isnull', False), _connector='OR'), name='lineevent_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'not_available'), _negated=True), models.Q(('other', None), ('reason_sealed', None), ('side', None)), _connector='OR'), name='lineevent_not_available_says_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'substituted'), ('other__isnull', False)), models.Q(models.Q(('kind', 'substituted'), _negated=True), ('other', None)), _connector='OR'), name='lineevent_substituted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='AgreedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField()),
                ('given_up_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.listentry')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreed', to='exchange.line')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('given_up_at', None)), fields=('entry',), name='agreed_entry_once'), models.UniqueConstraint(condition=models.Q(('given_up_at', None), ('person__isnull', False)), fields=('person',), name='agreed_person_once')],
            },
        ),
        migrations.CreateModel(
            name='ExchangeList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('document', models.TextField(blank=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('predecessor', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='exchange.exchangelist')),
                ('drawn_up_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='exchange.exchangeside')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('holder', 'version'), name='exchangelist_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('document', ''), ('frozen_at', None), ('frozen_by', None), ('sha256', '')), models.Q(('frozen_at__isnull', False), ('frozen_by__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='exchangelist_frozen_whole')],
            },
        ),
        migrations.CreateModel(
            name='Listed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listed', to='exchange.line')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listed', to='exchange.exchangelist')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list', 'line'), name='listed_once'), models.UniqueConstraint(fields=('list', 'number'), name='listed_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(choices=[('list', 'the list'), ('days', 'the days')], max_length=5)),
                ('sha256', models.CharField(max_length=64)),
                ('accepted_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500)),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='exchange.exchange')),
                ('side', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('side', 'what', 'sha256'), name='accepted_once'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='acceptance_withdrawn_who_and_when')],
            },
        ),
    ]
