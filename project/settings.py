"""
Settings of the demo site: SQLite, database sessions, no other service.

Everything that differs in production is an environment variable (or a line in ``.env``); see ``docs/deployment.md``.
"""

from __future__ import annotations

from pathlib import Path

import django
import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env(
    "SECRET_KEY",
    default="a key for the demo site on your own machine; production sets its own" if DEBUG else environ.Env.NOTSET,
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "daphne",  # before staticfiles: it brings the runserver that speaks ASGI
    "formrerun",  # before sessions: its clearsessions cleans tabs too
    "formrerun.live",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "project.shop",
    "project.board",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "project.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "project.urls"
ASGI_APPLICATION = "project.asgi.application"
WSGI_APPLICATION = "project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"project": "project.tags"},
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A write waits for the writer before it instead of failing, and a transaction that reads first cannot deadlock.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

# One cache and one channel layer for all processes, where there is more than one.
if redis := env("REDIS_URL", default=""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}}
    # Seconds; longer than the 5 that the layer waits for a message: redis-py 8 would take that silence for a failure.
    hosts = [{"address": redis, "socket_timeout": 20}]
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": hosts}}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
FORMRERUN = {"AUDIT": env.bool("AUDIT", default=True)}  # who did what; to be read in the admin

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = env("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "project" / "static"]

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "index"

# Mails of the demo go to the console; "smtp://user:password@host:25" sends them.
_email = env.email_url("EMAIL_URL", default="consolemail://")
if django.VERSION >= (6, 1):
    _names = {"HOST": "host", "PORT": "port", "HOST_USER": "username", "HOST_PASSWORD": "password"}
    _options = {option: _email[f"EMAIL_{name}"] for name, option in _names.items() if _email[f"EMAIL_{name}"]}
    _options |= {f"use_{kind}": True for kind in ("tls", "ssl") if _email.get(f"EMAIL_USE_{kind.upper()}")}
    MAILERS = {"default": {"BACKEND": _email["EMAIL_BACKEND"], "OPTIONS": _options}}
else:
    globals().update(_email)

if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.bool("SECURE_COOKIES", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = ["^health/$"]  # whoever asks a process whether it is there does so beside the proxy
    # Browsers insist on HTTPS for an hour after each visit. Other names of the domain are not for this site to decide.
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600) if SECURE_SSL_REDIRECT else 0
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # Daphne has a handler of its own at the root; without this every line would stand there twice.
    "loggers": {"formrerun": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
