"""What `addresses` and `{% url %}` say of the site map is what Django's reverse says."""

from __future__ import annotations

import pytest
from django.template import engines
from django.urls import NoReverseMatch, get_resolver, reverse

from yidan.web.addresses import address
from yidan.web.templatetags.places import Place

SAMPLES = {"int": (0, 7, 1_234_567_890), "str": ("2020-05", "重大 项目/100%", "%d"), "slug": ("a-b",)}


def _places(resolver=None):
    """Every named page and the kinds of what goes into its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _places(pattern)
        elif pattern.name:
            yield pattern.name, [type(each).__name__ for each in pattern.pattern.converters.values()]


def test_every_address_of_the_site_map_is_said_as_django_says_it():
    said = 0
    for name, kinds in _places():
        for sample in range(3):
            options = [SAMPLES.get(kind.removesuffix("Converter").lower(), ("x",)) for kind in kinds]
            parts = [each[sample % len(each)] for each in options]
            try:
                known = reverse(name, args=parts)
            except NoReverseMatch:
                with pytest.raises(NoReverseMatch):
                    address(name, *parts)
                continue
            assert address(name, *parts) == address(name, *parts) == known, name
            said += 1
    assert said > 500


def test_what_has_no_address_is_refused_as_by_django():
    with pytest.raises(NoReverseMatch):
        address("nowhere")
    with pytest.raises(NoReverseMatch):
        address("project", -1)
    with pytest.raises(NoReverseMatch):
        address("project", 1, 2)


def test_true_is_not_the_number_one():
    with pytest.raises(NoReverseMatch):
        address("project", True)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% url 'project' pk %}", "/projects/7/"),
        ("{% url 'project' pk as there %}[{{ there }}]", "[/projects/7/]"),
        ("{% url 'project' pk=pk %}", "/projects/7/"),
        ("{% url 'project' missing as there %}[{{ there }}]", "[]"),
        ("{% url name %}", "/projects/"),
    ],
)
def test_the_tag_says_them_in_a_template(source, said):
    assert engines["django"].from_string(source).render({"pk": 7, "name": "projects"}) == said


def test_the_tag_refuses_what_djangos_refuses():
    with pytest.raises(NoReverseMatch):
        engines["django"].from_string("{% url 'project' missing %}").render({})


def test_named_parts_are_left_to_django():
    [node] = engines["django"].from_string("{% url 'project' pk=pk %}").template.nodelist
    assert not isinstance(node, Place)
