"""The application that granian serves (WSGI on purpose: see docs/decisions)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
