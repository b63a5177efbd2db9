import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_lists'),
    ]

    operations = [
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
    ]
