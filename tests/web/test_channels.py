"""Messages on their way: a real SMTP server, and receivers on loopback that check the signatures as published."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import make
from yidan.kernel.verbs import Verb
from yidan.people.commands import notifying
from yidan.people.models import Delivery, Notice
from yidan.web import channels
from yidan.web.channels import Line, Message, Undelivered, mail, posting, robots, sending, webhook

pytestmark = pytest.mark.django_db
NINE = make.moment(2020, 6, 1, 9)
SECRET = "SEC0f3c"
MESSAGE = Message(
    "【一单】有2件事项", (Line("请签收“甲”", "https://yidan.example/matters/1/"), Line("请核查“乙”")), "都在消息里"
)


@pytest.fixture
def receiver():
    """An HTTP server on loopback: `answers` are given in turn (status, JSON), `got` is what came."""
    here = SimpleNamespace(got=[], answers=[])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.got.append(SimpleNamespace(path=self.path, headers=dict(self.headers), body=body))
            code, said = here.answers.pop(0) if here.answers else (200, {"errcode": 0, "code": 0})
            self.send_response(code)
            if code in {301, 302, 307}:
                self.send_header("Location", said)
                said = {}
            data = json.dumps(said).encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here.url = f"http://127.0.0.1:{server.server_port}"
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture
def smtp():
    """A real SMTP server on loopback: `got` are the mails, `refuses` makes it answer with a failure."""
    from aiosmtpd.controller import Controller

    class Keeper:
        got: list = []
        refuses = ""

        async def handle_DATA(self, server, session, envelope):
            if self.refuses:
                return self.refuses
            self.got.append(envelope)
            return "250 OK"

    keeper = Keeper()
    keeper.got = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        keeper.port = free.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=keeper.port)
    controller.start()
    yield keeper
    controller.stop()


def robot(receiver, kind, secret=SECRET, units=(), path="/robot/send?access_token=t"):
    return robots.robot(1, {"kind": kind, "url": receiver.url + path, "secret": secret, "units": units})


# --- the adapters ---


def test_a_mail_arrives_with_sentences_links_and_chinese_heads(cast, smtp):
    mail.Mail(f"smtp://127.0.0.1:{smtp.port}", "", "zz.example").send(cast.li, MESSAGE)
    (envelope,) = smtp.got
    got = message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.rcpt_tos, envelope.mail_from) == (["li@zz.example"], "yidan@zz.example")
    assert (got["subject"], got["auto-submitted"]) == ("【一单】有2件事项", "auto-generated")
    assert got.get_content().replace("\r\n", "\n") == (
        "请签收“甲”\nhttps://yidan.example/matters/1/\n\n请核查“乙”\n\n都在消息里\n"
    )


@pytest.mark.parametrize("refusal", ["451 try later", "550 no such user"])
def test_a_mail_that_is_not_taken_is_undelivered(cast, smtp, refusal):
    smtp.refuses = refusal
    with pytest.raises(Undelivered, match=refusal[:3]):
        mail.Mail(f"smtp://127.0.0.1:{smtp.port}", "", "zz.example").send(cast.li, MESSAGE)


def test_a_mail_server_that_is_not_there_is_undelivered(cast):
    with pytest.raises(Undelivered, match="ConnectionRefusedError"):
        mail.Mail("smtp://127.0.0.1:1", "", "zz.example").send(cast.li, MESSAGE)


def test_dingtalk_is_signed_in_the_query(cast, receiver):
    robot(receiver, "dingtalk").send(cast.li, MESSAGE)
    (got,) = receiver.got
    query = {name: values[0] for name, values in parse_qs(urlsplit(got.path).query, strict_parsing=True).items()}
    assert abs(int(query["timestamp"]) / 1000 - time.time()) < 60
    expected = hmac.new(SECRET.encode(), f"{query['timestamp']}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert (query["access_token"], base64.b64decode(query["sign"])) == ("t", expected)
    said = json.loads(got.body)
    assert (said["msgtype"], said["at"]["atMobiles"]) == ("text", [cast.li.phone])
    assert "李工：【一单】有2件事项\n1. 请签收“甲”\n2. 请核查“乙”" in said["text"]["content"]


def test_feishu_is_signed_in_the_body(cast, receiver):
    robot(receiver, "feishu", path="/open-apis/bot/v2/hook/x").send(cast.li, MESSAGE)
    said = json.loads(receiver.got[0].body)
    assert abs(int(said["timestamp"]) - time.time()) < 60
    expected = hmac.new(f"{said['timestamp']}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert (base64.b64decode(said["sign"]), said["msg_type"]) == (expected, "text")
    assert said["content"]["text"].startswith("李工：【一单】有2件事项")


def test_wecom_has_its_key_in_the_address_and_names_the_phone(cast, receiver):
    robot(receiver, "wecom", secret="", path="/cgi-bin/webhook/send?key=k").send(cast.li, MESSAGE)
    (got,) = receiver.got
    said = json.loads(got.body)
    assert (got.path, said["msgtype"]) == ("/cgi-bin/webhook/send?key=k", "text")
    assert said["text"]["mentioned_mobile_list"] == [cast.li.phone]


def test_known_signs():
    """Worked by hand from the published rules."""
    assert (
        robots.dingtalk_sign("this is secret", 1577808000000)
        == base64.b64encode(hmac.new(b"this is secret", b"1577808000000\nthis is secret", "sha256").digest()).decode()
    )
    assert (
        robots.feishu_sign("secret", 1599360473)
        == base64.b64encode(hmac.new(b"1599360473\nsecret", b"", "sha256").digest()).decode()
    )


@pytest.mark.parametrize(("kind", "answer"), [
    ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}), ("wecom", {"errcode": 45009}),
    ("feishu", {"code": 19021, "msg": "sign match fail"}), ("feishu", {}),
])  # fmt: skip
def test_a_robot_that_says_no_is_undelivered(cast, receiver, kind, answer):
    receiver.answers = [(200, answer)]
    with pytest.raises(Undelivered, match=kind):
        robot(receiver, kind).send(cast.li, MESSAGE)


def test_a_robot_speaks_for_its_units_and_no_longer_than_it_is_heard(cast, receiver):
    ours = robot(receiver, "wecom", units=["醴陵市"])
    assert [ours.reaches(person) for person in (cast.lin, cast.li)] == [True, False]
    ours.send(cast.lin, Message("题", tuple(Line("长" * 300) for _each in range(9))))
    assert len(json.loads(receiver.got[0].body)["text"]["content"].encode()) <= 2048


def test_the_webhook_is_signed_over_time_and_body(cast, receiver):
    webhook.Webhook(receiver.url + "/yidan", "s3").send(cast.li, MESSAGE)
    (got,) = receiver.got
    expected = hmac.new(b"s3", got.headers["X-Yidan-Timestamp"].encode() + b"." + got.body, hashlib.sha256)
    assert got.headers["X-Yidan-Signature"] == f"sha256={expected.hexdigest()}"
    assert json.loads(got.body)["notices"][0] == {
        "sentence": "请签收“甲”", "address": "https://yidan.example/matters/1/",
    }  # fmt: skip


def test_a_redirection_is_not_followed(cast, receiver):
    receiver.answers = [(302, receiver.url + "/elsewhere")]
    with pytest.raises(Undelivered, match="HTTP 302"):
        webhook.Webhook(receiver.url + "/yidan", "s3").send(cast.li, MESSAGE)
    assert [got.path for got in receiver.got] == ["/yidan"]


@pytest.mark.parametrize("url", [
    "http://example.org/x", "ftp://127.0.0.1/", "file:///etc/hosts", "https://user:pw@example.org/", "", "//x",
])  # fmt: skip
def test_an_address_that_is_not_safe_is_refused_at_the_start(url):
    with pytest.raises(RuntimeError):
        posting.require_address(url, "YIDAN_WEBHOOK")


def test_a_webhook_without_a_secret_and_a_robot_of_nobody_are_refused():
    with pytest.raises(RuntimeError):
        webhook.Webhook("https://example.org", "")
    with pytest.raises(RuntimeError):
        robots.robot(1, {"kind": "pigeon", "url": "https://example.org"})


def test_the_settings_name_the_channels(settings):
    assert channels.configured() == []
    settings.SMTP_URL, settings.MAIL_DOMAIN = "smtp://127.0.0.1:25", "zz.example"
    settings.ROBOTS = [{"kind": "wecom", "url": "https://example.org/x"}]
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = "https://example.org/y", "s"
    assert [channel.name for channel in channels.configured()] == ["mail", "wecom-1", "webhook"]


# --- the round ---


def tell(cast, person, sentence="请签收", at=NINE, **more):
    return notifying.notify([person], sentence, about=cast.owner, verb=Verb.MATTER_SIGN_FOR, at=at, **more)


def test_a_days_notices_are_one_message(cast, receiver):
    tell(cast, cast.li, "甲")
    tell(cast, cast.li, "乙")
    ours = [webhook.Webhook(receiver.url, "s")]
    assert sending.send_due(NINE, ours) == 1
    assert [each["sentence"] for each in json.loads(receiver.got[0].body)["notices"]] == ["甲", "乙"]
    tell(cast, cast.li, "丙", at=make.moment(2020, 6, 1, 11))
    assert sending.send_due(make.moment(2020, 6, 1, 12), ours) == 0  # one a day
    assert sending.send_due(make.moment(2020, 6, 2, 9), ours) == 1
    assert Delivery.objects.filter(sent_at__isnull=False).count() == 3


@pytest.mark.parametrize("moment", [
    make.moment(2020, 6, 1, 3), make.moment(2020, 6, 1, 21), make.moment(2020, 6, 6, 10), make.moment(2020, 6, 1, 8),
])  # fmt: skip
def test_nothing_goes_out_at_night_on_days_off_or_before_the_hour(cast, receiver, moment):
    tell(cast, cast.li)
    assert sending.send_due(moment, [webhook.Webhook(receiver.url, "s")]) == 0
    assert receiver.got == []


def test_a_true_emergency_goes_at_once_and_leaves_the_days_message_its_place(cast, receiver):
    ours = [webhook.Webhook(receiver.url, "s")]
    tell(cast, cast.li, "基坑险情", is_urgent=True)
    assert sending.send_due(make.moment(2020, 6, 1, 3), ours) == 1
    tell(cast, cast.li, "请签收")
    assert sending.send_due(NINE, ours) == 1


def test_what_was_read_is_not_sent(cast, receiver):
    tell(cast, cast.li)
    notifying.read(cast.li, by=cast.li, at=NINE, notices=[Notice.objects.get().pk])
    assert sending.send_due(NINE, [webhook.Webhook(receiver.url, "s")]) == 0


def test_what_fails_is_tried_again_with_growing_pauses_and_then_given_up(cast, receiver):
    tell(cast, cast.li)
    ours = [webhook.Webhook(receiver.url, "s")]
    receiver.answers = [(500, {})] * 9
    for minute in (0, 0, 1, 1, 6, 31, 156):
        when = make.moment(2020, 6, 1, 9 + minute // 60, minute % 60)
        sending.send_due(when, ours)
    row = Delivery.objects.get()
    assert (len(receiver.got), row.tries, row.fault, row.next_try_at, row.sent_at) == (5, 5, "HTTP 500", None, None)


def test_a_second_try_that_arrives_is_the_proof(cast, receiver):
    tell(cast, cast.li)
    ours = [webhook.Webhook(receiver.url, "s")]
    receiver.answers = [(503, {})]
    assert sending.send_due(NINE, ours) == 0
    assert sending.send_due(make.moment(2020, 6, 1, 9, 1), ours) == 1
    assert Delivery.objects.get().sent_at == make.moment(2020, 6, 1, 9, 1)


def test_a_server_that_is_down_is_not_asked_for_everybody(cast, receiver):
    for person in (cast.li, cast.zhao, cast.wang, cast.lin, cast.bu):
        tell(cast, person)
    receiver.answers = [(500, {})] * 9
    sending.send_due(NINE, [webhook.Webhook(receiver.url, "s")])
    assert len(receiver.got) == sending.MOST_FAULTS


def test_links_are_whole_where_the_settings_say_where_the_pages_are(cast, settings):
    settings.BASE_URL = "https://yidan.example"
    project = make.project(cast)
    notifying.notify([cast.li], "看看", about=project, verb=Verb.MATTER_RAISE, at=NINE)
    assert sending.message_of(list(Notice.objects.all())).lines[0].address == (
        f"https://yidan.example/projects/{project.pk}/"
    )
