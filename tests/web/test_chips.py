"""A chip's addresses are the present one with this parameter changed and the page left out."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from yidan.web.chips import chip

NAMES = st.sampled_from(["unit", "q", "page", "sort", "level"])
VALUES = st.sampled_from(["1", "2", "3", "省 重点", "a&b=c", ""])


@given(st.lists(st.tuples(NAMES, VALUES), max_size=7), NAMES.filter(lambda name: name != "page"), st.booleans())
def test_every_option_leads_where_setting_it_by_hand_would(said, name, several):
    query = QueryDict(mutable=True)
    for key, value in said:
        query.appendlist(key, value)
    chosen = query.getlist(name)
    made = chip(query, name, "词", [("1", "一"), ("2", "二"), ("省 重点", "三")], several=several)
    for option, value in zip(made.options, ("1", "2", "省 重点"), strict=True):
        left = [each for each in chosen if each != value]
        is_on = value in chosen
        following = (left if is_on else [*chosen, value]) if several else ([] if is_on else [value])
        assert option.address == by_hand(query, name, following)
    assert made.clear == by_hand(query, name, [])


def by_hand(query, name, values):
    rest = query.copy()
    rest.pop("page", None)
    rest.setlist(name, values)
    return "?" + rest.urlencode()
