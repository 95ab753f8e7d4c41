from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("formrerun", "0001_initial")]

    # The model alone: its table keeps its name, so that processes of both releases use it side by side.
    operations = [migrations.RenameModel("Wish", "Interrupt")]
