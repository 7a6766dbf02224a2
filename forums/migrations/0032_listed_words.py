"""The list of words that are held, covered or refused."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0031_review'),
        ('people', '0009_document_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text='As it is: it is found in any width, case and spacing.', max_length=60, verbose_name='word or phrase')),
                ('plain', models.CharField(editable=False, max_length=120)),
                ('action', models.CharField(choices=[('hold', 'A moderator reads the post first'), ('mask', 'The word is covered'), ('refuse', 'The post is not taken; the author reads why')], default='hold', max_length=8, verbose_name='what happens')),
                ('note', models.CharField(blank=True, help_text='Where the post is not taken: what to do instead.', max_length=150, verbose_name='what the author reads')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed_words', to='people.organization', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'listed word',
                'verbose_name_plural': 'listed words',
                'constraints': [models.UniqueConstraint(fields=('organization', 'plain'), name='forums_word_listed_once', violation_error_message='This word is on the list already.')],
            },
        ),
    ]
