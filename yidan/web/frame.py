"""What the page frame needs on every page."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict:
    """Context of base.html: city, office, navigation, preferences, whether the data are simulated."""
    return {"city_name": settings.CITY_NAME, "office_name": settings.OFFICE_NAME, "host_unit": settings.HOST_UNIT}
