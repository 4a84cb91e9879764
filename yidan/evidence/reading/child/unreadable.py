"""Why a file cannot be read."""


class Unreadable(Exception):
    """The file cannot be read; the message is a reason's name, known to process.py."""
