"""Make the database of a benchmark's server and print the keys of logged-in sessions."""

from __future__ import annotations

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
user, _made = get_user_model().objects.get_or_create(username="bench")
for _ in range(10):
    client = Client()
    client.force_login(user)
    print(client.cookies["sessionid"].value)
