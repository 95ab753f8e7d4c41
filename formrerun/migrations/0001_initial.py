from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Tab",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("owner", models.CharField(db_index=True, max_length=64)),
                ("user", models.CharField(db_index=True, max_length=255, null=True)),
                ("page", models.CharField(max_length=255)),
                ("birth", models.CharField(max_length=4)),
                ("format", models.SmallIntegerField()),
                ("run", models.BigIntegerField()),
                ("completed", models.BigIntegerField()),
                ("used", models.BooleanField()),
                ("expires", models.DateTimeField(db_index=True)),
                ("meta", models.TextField()),
                ("state", models.BinaryField()),
                ("manifest", models.BinaryField()),
                ("hashes", models.BinaryField()),
                ("html", models.BinaryField()),
            ],
            options={"db_table": "formrerun_tab"},
        ),
        migrations.CreateModel(
            name="Shared",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("format", models.SmallIntegerField()),
                ("version", models.BigIntegerField()),
                ("expires", models.DateTimeField(db_index=True)),
                ("state", models.BinaryField()),
            ],
            options={"db_table": "formrerun_shared"},
        ),
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
                ("used", models.DateField(db_index=True)),
            ],
            options={"db_table": "formrerun_blob"},
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("tab", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("wish", models.CharField(max_length=8)),
                ("submission", models.CharField(max_length=200)),
                ("at", models.FloatField()),
            ],
            options={"db_table": "formrerun_wish"},
        ),
    ]
