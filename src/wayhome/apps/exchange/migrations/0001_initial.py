import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0006_ways_of_reading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('register', '0013_invented_for_a_party'),
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
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('document', ''), ('frozen_at', None), ('frozen_by', None), ('sha256', '')), models.Q(('frozen_at__isnull', False), ('frozen_by__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='exchangelist_frozen_whole')],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('terms_sha256', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='exchange.exchange')),
                ('list_0', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangelist')),
                ('list_1', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangelist')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list_0', 'list_1', 'terms_sha256'), name='draw_of_lists_once')],
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
        migrations.AddField(
            model_name='exchangelist',
            name='drawn_up_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside'),
        ),
        migrations.AddField(
            model_name='exchangelist',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='exchange.exchangeside'),
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
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('exchange', 'entry'), name='line_of_entry_once')],
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
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sealed', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.subjectkey')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='exchange.line')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('approver', models.F('asked_by')), _negated=True), name='absence_by_two'), models.CheckConstraint(condition=models.Q(('released_at', None), ('approved_at__isnull', False), _connector='OR'), name='absence_released_if_approved'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('line',), name='absence_one_stands')],
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
            name='PlanJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('plan', 'a plan'), ('mend', 'the plan again, with the fewest changes')], max_length=5)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('cancelled', 'stopped'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('travelled', models.PositiveSmallIntegerField(default=0)),
                ('refusal', models.CharField(blank=True, max_length=60)),
                ('clashes', models.JSONField(default=list)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='exchange.draw')),
            ],
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('problem', models.TextField()),
                ('document', models.TextField()),
                ('problem_sha256', models.CharField(max_length=64)),
                ('list_hash', models.CharField(max_length=64)),
                ('values', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='exchange.draw')),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='exchange.exchange')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mends', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mended_by', to='exchange.plan')),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='exchange.planjob')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('mends', None)), fields=('draw',), name='plan_first_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.PositiveSmallIntegerField(null=True)),
                ('code', models.CharField(max_length=40)),
                ('values', models.JSONField(default=dict)),
                ('sentence', models.CharField(max_length=500)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='exchange.line')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='exchange.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'line'), name='planned_once')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('committed_at', models.DateTimeField()),
                ('salt', models.CharField(blank=True, max_length=200)),
                ('revealed_at', models.DateTimeField(null=True)),
                ('committed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='exchange.draw')),
                ('revealed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('side', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.exchangeside')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('side__isnull', False)), fields=('draw', 'side'), name='share_of_side_once'), models.UniqueConstraint(condition=models.Q(('side', None)), fields=('draw',), name='share_of_institution_once'), models.CheckConstraint(condition=models.Q(models.Q(('revealed_at', None), ('revealed_by', None), ('salt', '')), models.Q(models.Q(('salt', ''), _negated=True), ('revealed_at__isnull', False), ('revealed_by__isnull', False)), _connector='OR'), name='share_revealed_who_and_when')],
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
        migrations.AddField(
            model_name='line',
            name='site',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.site'),
        ),
        migrations.CreateModel(
            name='StopDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('criterion', models.CharField(blank=True, max_length=60)),
                ('reason_sealed', models.BinaryField()),
                ('decided_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('flag', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.flag')),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.subjectkey')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='exchange.line')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('flag__isnull', False), ('withdrawn_at', None)), fields=('line', 'kind', 'criterion', 'flag'), name='stop_of_flag_decided_once'), models.UniqueConstraint(condition=models.Q(('flag', None), ('withdrawn_at', None)), fields=('line', 'kind', 'criterion'), name='stop_decided_once')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sealed', models.BinaryField()),
                ('recorded_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.subjectkey')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='exchange.line')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('approver', models.F('interviewer')), _negated=True), name='wish_by_two'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('line',), name='wish_one_stands')],
            },
        ),
        migrations.AddConstraint(
            model_name='exchangelist',
            constraint=models.UniqueConstraint(fields=('holder', 'version'), name='exchangelist_version_once'),
        ),
    ]
