"""What the page frame needs on every page."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from yidan.web.instance import is_simulated
from yidan.web.preferences import CHOICES, preferences
from yidan.web.request import Request


def frame(request: Request) -> dict:
    """Context of base.html: city, office, navigation, preferences, whether the data are simulated."""
    return {
        "city_name": settings.CITY_NAME,
        "office_name": settings.OFFICE_NAME,
        "host_unit": settings.HOST_UNIT,
        "filing_number": settings.FILING_NUMBER,
        "preferences": preferences(request),
        "preference_choices": CHOICES,
        # fragments have no frame: what costs a query is asked only where it is shown
        "is_demo": SimpleLazyObject(is_simulated),
        "demo_people": SimpleLazyObject(_demo_people),
    }


def _demo_people() -> list[dict]:
    """Who can log in to the simulated city, for the log-in page of one."""
    from yidan.kernel.policy import Role
    from yidan.web.demo.places import CAST, PASSWORD

    return [
        {"username": each.username, "name": each.name, "role": Role(each.role).label, "password": PASSWORD}
        for each in CAST
    ]
