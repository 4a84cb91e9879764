"""Django's own commands (makemigrations, shell…), for developers; users have `yidan`."""

import os
import sys


def main() -> None:
    """Run Django's management command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
