"""Let Wagtail's index answer a single character quickly on SQLite."""

from django.db import migrations

from foundation.search.operations import IndexFirstCharacters


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [IndexFirstCharacters()]
