"""A person as a line of a table; lists of persons and a unit's page share it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from yidan.people.models import Person, RoleHolding
from yidan.people.queries import may_see_phones
from yidan.people.rules import callable_number, masked_phone


def person_rows(viewer: Person, persons: Iterable[Person], roles: dict[int, list[RoleHolding]]) -> list[dict]:
    """Each with address, roles and a phone to tap, masked where the viewer is an outsider."""
    rows = []
    sees_all = may_see_phones(viewer, None)
    for person in persons:
        is_open = sees_all or person.pk == viewer.pk or may_see_phones(viewer, person.unit_id)
        held = roles.get(person.pk, [])
        rows.append(
            {
                "address": reverse("person", args=[person.pk]),
                "name": person.name,
                "post": person.post,
                "unit": str(person.unit or ""),
                "unit_address": reverse("unit", args=[person.unit_id]) if person.unit_id else "",
                "roles": [role_words(each, person) for each in held],
                "phone": person.phone if is_open else masked_phone(person.phone),
                "dials": callable_number(person.phone) if is_open else "",
                "is_active": person.is_active,
            }
        )
    return rows


def role_words(holding: RoleHolding, person: Person) -> str:
    """业主填报员, with the unit where it is not the person's own."""
    label = holding.get_role_display()
    return label if holding.unit_id == person.unit_id else f"{label}({holding.unit})"
