"""投诉建议: everybody writes, the office answers, the answer comes back; nobody else reads along."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import make
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.people.commands import feedback
from yidan.people.models import Feedback, Notice
from yidan.people.queries import feedback_visible_to
from yidan.people.states import FeedbackState

pytestmark = pytest.mark.django_db
AT, LATER = make.moment(2020, 6, 1, 10), make.moment(2020, 6, 2, 9)
SAID, ANSWERED = "同一个数月报报了，日报又要", "日报已停，只用月报的数"


@pytest.fixture
def sent(cast):
    return feedback.send(cast.li, by=cast.li, at=AT, kind="burden", text=f" {SAID} ")


def test_what_is_sent_waits_for_the_office_which_is_told(cast, sent):
    assert (sent.text, sent.state, sent.sent_at) == (SAID, FeedbackState.SENT, AT)
    assert list(Notice.objects.values_list("person__username", "sentence")) == [("wang", f"李工反映报数负担：{SAID}")]
    assert list(Entry.objects.filter(verb="feedback.send").values_list("actor_name", flat=True)) == ["李工"]


def test_the_answer_comes_back_to_who_wrote(cast, sent):
    feedback.answer(sent, by=cast.wang, at=LATER, answer=ANSWERED)
    sent.refresh_from_db()
    assert (sent.state, sent.answer, sent.answered_by, sent.answered_at) == (
        FeedbackState.ANSWERED, ANSWERED, cast.wang, LATER,
    )  # fmt: skip
    told = Notice.objects.get(person=cast.li)
    assert (told.sentence, told.subject_type, told.subject_id) == (
        f"您反映的报数负担已答复：{ANSWERED}", "feedback", sent.pk,
    )  # fmt: skip


@pytest.mark.parametrize(("field", "said"), [
    ("text", {"kind": "burden", "text": "  "}), ("kind", {"kind": "praise", "text": SAID}),
    ("text", {"kind": "burden", "text": "长" * 2001}),
])  # fmt: skip
def test_what_says_nothing_is_refused_and_leaves_no_trace(cast, field, said):
    before = Entry.objects.count()
    with pytest.raises(Invalid) as refusal:
        feedback.send(cast.li, by=cast.li, at=AT, **said)
    assert (refusal.value.field, Feedback.objects.count(), Entry.objects.count() - before) == (field, 0, 0)


def test_nobody_writes_in_anothers_name_and_only_the_office_answers_once(cast, sent):
    with pytest.raises(NotPermitted):
        feedback.send(cast.li, by=cast.wang, at=AT, kind="burden", text=SAID)
    for person in (cast.li, cast.lin, cast.he, cast.guan, cast.shen):
        with pytest.raises(NotPermitted):
            feedback.answer(sent, by=person, at=LATER, answer=ANSWERED)
    with pytest.raises(Invalid):
        feedback.answer(sent, by=cast.wang, at=LATER, answer=" ")
    feedback.answer(sent, by=cast.wang, at=LATER, answer=ANSWERED)
    with pytest.raises(IllegalMove):
        feedback.answer(sent, by=cast.wang, at=LATER, answer="又改主意")


def test_the_same_key_writes_once(cast):
    key = uuid4()
    for _time in range(2):
        feedback.send(cast.li, by=cast.li, at=AT, key=key, kind="fault", text=SAID)
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("broken", [{"text": ""}, {"state": "answered"}, {"answer": ANSWERED}])
def test_the_database_holds_what_an_answer_is(sent, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=sent.pk).update(**broken)


def test_no_superior_reads_along(cast, sent):
    readers = [name for name in vars(cast) if sent in feedback_visible_to_or_none(getattr(cast, name))]
    assert readers == ["wang", "shen", "li"]


def feedback_visible_to_or_none(person):
    return feedback_visible_to(person) if hasattr(person, "holds") else ()


# --- pages ---


def test_one_writes_from_the_about_page_and_reads_the_answer(cast, client):
    client.force_login(cast.li)
    assert 'action="/feedback/send/"' in client.get("/about/").content.decode()
    answer = client.post("/feedback/send/", {"key": uuid4(), "kind": "burden", "text": SAID})
    made = Feedback.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/feedback/{made.pk}/")
    assert "轮到市项目办答复" in client.get(answer.url).content.decode()
    client.force_login(cast.wang)
    assert SAID in client.get("/feedback/").content.decode()
    assert client.post(f"/feedback/{made.pk}/answer/", {"answer": ANSWERED}).status_code == 302
    client.force_login(cast.li)
    assert ANSWERED in client.get(f"/feedback/{made.pk}/").content.decode()
    notice = Notice.objects.get(person=cast.li)
    assert client.post("/inbox/read/", {"notices": notice.pk, "go": "1"}).url == f"/feedback/{made.pk}/"


def test_an_empty_box_says_so_and_keeps_the_kind(cast, client):
    client.force_login(cast.li)
    answer = client.post("/feedback/send/", {"kind": "fault", "text": ""})
    assert (answer.status_code, 'value="fault" selected' in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["zhao", "lin", "he", "guan"])
def test_anothers_is_not_there(cast, sent, client, name):
    client.force_login(getattr(cast, name))
    assert SAID not in client.get("/feedback/?all").content.decode()
    found = [client.get(f"/feedback/{pk}/").status_code for pk in (sent.pk, 987654)]
    posted = [client.post(f"/feedback/{pk}/answer/", {"answer": "x"}).status_code for pk in (sent.pk, 987654)]
    assert (found, posted) == ([404, 404], [404, 404])


def test_an_answer_is_given_once_and_not_empty(cast, sent, client):
    client.force_login(cast.wang)
    assert client.post(f"/feedback/{sent.pk}/answer/", {"answer": " "}).status_code == 422
    client.post(f"/feedback/{sent.pk}/answer/", {"answer": ANSWERED})
    assert client.post(f"/feedback/{sent.pk}/answer/", {"answer": "再答"}).status_code == 409


def test_a_list_of_many_costs_no_more_queries(cast, client, django_assert_max_num_queries):
    for number in range(30):
        feedback.send(cast.li, by=cast.li, at=AT, kind="fault", text=f"{SAID}{number}")
    client.force_login(cast.wang)
    client.get("/feedback/")
    with django_assert_max_num_queries(9):
        client.get("/feedback/")
