"""The address of live updates; ``formrerun.urls`` includes it where the app is installed."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from formrerun.live import views

urlpatterns = [path("", csrf_exempt(views.versions), name="live"), path("people/", views.people, name="people")]
