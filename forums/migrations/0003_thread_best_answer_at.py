"""When the best answer of a thread was chosen; of those chosen before, nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_moderation_stays")]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="best_answer_at",
            field=models.DateTimeField(blank=True, null=True, help_text="When the best answer was chosen."),
        ),
    ]
