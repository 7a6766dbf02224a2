"""Schemes are weighed in versions, which classes choose; settings, appeals, and totals that a closing freezes.

Versions, what classes chose and frozen totals are never changed. On SQLite a later migration that alters one of these
tables makes it anew, without its triggers: it must call ``add_guards`` again.
"""

import django.core.validators
import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from foundation.ledgers import guard, unguard

VERSIONS, CHOICES, SNAPSHOTS = (
    "evaluations_schemeversion",
    "evaluations_classscheme",
    "evaluations_pointssnapshot",
)


def add_guards(apps, schema_editor):
    """Have the database refuse changes."""
    fixed = "public_id, scheme_id, number, parts, final_share, pass_mark, distinction_mark, created_at"
    guard(schema_editor, VERSIONS, fixed, "A version of a scheme is never changed; make another.", deletable=True)
    fixed = "public_id, training_class_id, number, version_id, reason, at"
    guard(schema_editor, CHOICES, fixed, "What a class chose is never changed; choose anew.")
    fixed = "step_id, content, signature, created_at"
    guard(schema_editor, SNAPSHOTS, fixed, "Frozen totals are never changed; close the class anew.")


def drop_guards(apps, schema_editor):
    """Let the database allow it again."""
    for table in (VERSIONS, CHOICES, SNAPSHOTS):
        unguard(schema_editor, table)


def make_versions(apps, schema_editor):
    """Let the final share be what the final components come to, and make each scheme's first version."""
    for scheme in apps.get_model("evaluations", "AssessmentScheme").objects.all():
        rows = apps.get_model("evaluations", "SchemeComponent").objects.filter(scheme=scheme)
        components = list(rows.order_by("sort_order", "pk"))
        scheme.final_share = min(sum(one.maximum for one in components if one.kind == "final"), 100)
        scheme.save(update_fields=["final_share"])
        apps.get_model("evaluations", "SchemeVersion").objects.create(
            scheme=scheme,
            number=1,
            parts=[
                {
                    "component": one.pk,
                    "name": one.name,
                    "kind": one.kind,
                    "maximum": str(one.maximum),
                    "base": "0.00",
                    "floor": "0.00",
                    "cap": str(one.maximum),
                    "sources": [],
                }
                for one in components
            ],
            final_share=scheme.final_share,
            pass_mark=scheme.pass_mark,
            distinction_mark=scheme.distinction_mark,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0020_closing'),
        ('evaluations', '0030_point_ledger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('reason', models.CharField(blank=True, max_length=250)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'scheme of a class',
                'verbose_name_plural': 'schemes of classes',
            },
        ),
        migrations.CreateModel(
            name='PointAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.CharField(max_length=500, verbose_name='what is wrong')),
                ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('due_on', models.DateField()),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
            },
        ),
        migrations.CreateModel(
            name='PointsSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(choices=[('hidden', 'Nobody: learners see their own points only'), ('own', 'Each learner their own place'), ('groups', 'Their own place, and how groups and organizations stand'), ('class', 'The whole standing, with names')], default='hidden', max_length=10, verbose_name='what learners see of the standing')),
                ('appeal_days', models.PositiveSmallIntegerField(default=5, verbose_name='days to answer an appeal')),
            ],
            options={
                'verbose_name': 'settings of points',
                'verbose_name_plural': 'settings of points',
            },
        ),
        migrations.CreateModel(
            name='PointsSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.TextField()),
                ('signature', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'snapshot of points',
                'verbose_name_plural': 'snapshots of points',
            },
        ),
        migrations.CreateModel(
            name='SchemeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('parts', models.JSONField()),
                ('final_share', models.DecimalField(decimal_places=2, max_digits=5)),
                ('pass_mark', models.DecimalField(decimal_places=2, max_digits=5)),
                ('distinction_mark', models.DecimalField(decimal_places=2, max_digits=5)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'version of a scheme',
                'verbose_name_plural': 'versions of schemes',
            },
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='distinction_mark',
            field=models.DecimalField(decimal_places=2, default=90, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='points for a distinction'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='final_share',
            field=models.DecimalField(decimal_places=2, default=0, help_text='Of 100 points, so many are earned at the end; the others day by day.', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='share of the final assessment'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='pass_mark',
            field=models.DecimalField(decimal_places=2, default=60, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='points to pass'),
        ),
        migrations.AddField(
            model_name='schemecomponent',
            name='base',
            field=models.DecimalField(decimal_places=2, default=0, help_text='Everybody has so many from the first day: for conduct, from which points are taken.', max_digits=6, verbose_name='begins at'),
        ),
        migrations.AddField(
            model_name='schemecomponent',
            name='cap',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='Empty: as many as it is worth. Another number is converted: 80 of 100 for 40 points are 32.', max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='counts up to'),
        ),
        migrations.AddField(
            model_name='schemecomponent',
            name='floor',
            field=models.DecimalField(decimal_places=2, default=0, help_text='What the ledger has below it does not make the total smaller.', max_digits=6, verbose_name='counts from'),
        ),
        migrations.AddField(
            model_name='schemecomponent',
            name='sources',
            field=models.JSONField(blank=True, default=list, help_text='Points that these rules give go to this component.', verbose_name='rules'),
        ),
        migrations.AddConstraint(
            model_name='schemecomponent',
            constraint=models.CheckConstraint(condition=models.Q(('cap__isnull', True), models.Q(('cap__gt', 0), ('cap__gte', models.F('floor'))), _connector='OR'), name='evaluations_component_floor_below_cap'),
        ),
        migrations.AddField(
            model_name='classscheme',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='classscheme',
            name='training_class',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='point_schemes', to='classes.trainingclasspage'),
        ),
        migrations.AddField(
            model_name='pointappeal',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pointappeal',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='evaluations.pointentry'),
        ),
        migrations.AddField(
            model_name='pointssettings',
            name='training_class',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='points_settings', to='classes.trainingclasspage'),
        ),
        migrations.AddField(
            model_name='pointssnapshot',
            name='step',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='points_snapshot', to='classes.classstep'),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='schemeversion',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='evaluations.assessmentscheme'),
        ),
        migrations.AddField(
            model_name='classscheme',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='evaluations.schemeversion'),
        ),
        migrations.AddIndex(
            model_name='pointappeal',
            index=models.Index(fields=['state', 'due_on'], name='evaluations_state_41e952_idx'),
        ),
        migrations.AddConstraint(
            model_name='pointappeal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('entry',), name='evaluations_one_open_appeal'),
        ),
        migrations.AddConstraint(
            model_name='pointappeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='evaluations_refused_has_answer'),
        ),
        migrations.AddConstraint(
            model_name='pointappeal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'granted', 'refused', 'withdrawn'])), name='evaluations_appeal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='pointssettings',
            constraint=models.CheckConstraint(condition=models.Q(('appeal_days__gte', 1), ('appeal_days__lte', 60)), name='evaluations_appeal_days_sensible'),
        ),
        migrations.AddConstraint(
            model_name='pointssettings',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['hidden', 'own', 'groups', 'class'])), name='evaluations_standing_shown_known'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.UniqueConstraint(fields=('scheme', 'number'), name='evaluations_scheme_version_once'),
        ),
        migrations.AddConstraint(
            model_name='schemeversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='evaluations_scheme_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='classscheme',
            constraint=models.UniqueConstraint(fields=('training_class', 'number'), name='evaluations_class_scheme_once'),
        ),
        migrations.CreateModel(
            name='PointsImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('digest', models.CharField(max_length=64)),
                ('encoding', models.CharField(blank=True, max_length=20)),
                ('letters', models.JSONField(default=dict)),
                ('headings', models.JSONField(default=list)),
                ('rows', models.JSONField(default=list)),
                ('faults', models.JSONField(default=list)),
                ('options', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('previewed', 'Looked at'), ('applied', 'Taken'), ('undone', 'Undone'), ('discarded', 'Discarded')], default='uploaded', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='taken at')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points_imports', to='classes.trainingclasspage')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'spreadsheet of points',
                'verbose_name_plural': 'spreadsheets of points',
            },
        ),
        migrations.RunPython(add_guards, drop_guards),
        migrations.RunPython(make_versions, migrations.RunPython.noop),
    ]
