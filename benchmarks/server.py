"""What Daphne serves in the benchmarks over HTTP."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

from formrerun.asgi import get_asgi_application

application = ASGIStaticFilesHandler(get_asgi_application())

gc.collect()
gc.freeze()
