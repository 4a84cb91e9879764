"""A whole sentence of a template is looked up once, in each language; everything else is left to Django's tag."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation

from yidan.web.templatetags.sentences import Sentence


def _node(source: str):
    return engines["django"].from_string(source).template.nodelist[0]


def test_a_sentence_is_said_in_the_language_of_the_request_and_kept():
    template = engines["django"].from_string('{% translate "项目" %}')
    said = []
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with translation.override(language):
            said.append(template.render({}))
    assert said[0] == said[2] == "项目"
    assert said[1] == said[3] != "项目"


def test_what_is_said_is_marked_as_django_marks_it():
    with translation.override("zh-hans"):
        assert engines["django"].from_string('{% translate "甲 & <b>乙</b>" %}').render({}) == "甲 & <b>乙</b>"
        assert engines["django"].from_string("{% translate word %}").render({"word": "甲 & 乙"}) == "甲 &amp; 乙"


@pytest.mark.parametrize(
    "source",
    ["{% translate word %}", '{% translate "甲"|upper %}', '{% translate "甲" as said %}', '{% translate "甲" noop %}',
     '{% translate "甲" context "姓" %}'],
)  # fmt: skip
def test_what_depends_on_more_than_the_language_is_not_kept(source):
    assert not isinstance(_node(source), Sentence)


def test_the_short_name_of_the_tag_is_the_same():
    assert isinstance(_node('{% trans "甲" %}'), Sentence)
