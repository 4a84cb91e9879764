"""Group robots of 企业微信, 钉钉 and 飞书, signed as their makers publish it.

- 企业微信: the key stands in the address; text with `mentioned_mobile_list`; `errcode` 0 is yes.
- 钉钉 加签: milliseconds and base64(HMAC-SHA256(secret, "ms\\nsecret")) in the query; `errcode` 0 is yes.
- 飞书 签名校验: seconds and base64(HMAC-SHA256("s\\nsecret", "")) in the body; `code` 0 is yes.

A robot speaks to the group of some units; whose matters they are is said by name, as on the office's own list.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

from yidan.people.models import Person
from yidan.people.rules import callable_number
from yidan.web.channels import Message, Undelivered
from yidan.web.channels.posting import post, require_address

Request = tuple[str, dict[str, Any]]


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """The sign of the query, not yet quoted."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def feishu_sign(secret: str, seconds: int) -> str:
    """The sign of the body: the text is the key, and nothing is what is signed."""
    digest = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _wecom(url: str, _secret: str, text: str, phone: str) -> Request:
    said: dict[str, Any] = {"content": text}
    if phone:
        said["mentioned_mobile_list"] = [phone]
    return url, {"msgtype": "text", "text": said}


def _dingtalk(url: str, secret: str, text: str, phone: str) -> Request:
    if secret:
        milliseconds = round(time.time() * 1000)
        url += f"&timestamp={milliseconds}&sign={quote_plus(dingtalk_sign(secret, milliseconds))}"
    content = f"{text}\n@{phone}" if phone else text
    return url, {"msgtype": "text", "text": {"content": content}, "at": {"atMobiles": [phone] if phone else []}}


def _feishu(url: str, secret: str, text: str, _phone: str) -> Request:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        seconds = round(time.time())
        body = {"timestamp": str(seconds), "sign": feishu_sign(secret, seconds), **body}
    return url, body


MAKERS: dict[str, Callable[[str, str, str, str], Request]] = {
    "wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu,
}  # fmt: skip
LONGEST = 1800  # 企业微信 takes 2,048 bytes of text; the others more


class Robot:
    """One robot in one group, for the people of some units (none named: for all)."""

    def __init__(self, name: str, maker: str, url: str, secret: str, units: frozenset[str]) -> None:
        if maker not in MAKERS:
            raise RuntimeError(f"YIDAN_ROBOTS: kind is one of {', '.join(MAKERS)}")
        self.name, self.maker, self.secret, self.units = name, maker, secret, units
        self.url = require_address(url, "YIDAN_ROBOTS")

    def reaches(self, person: Person) -> bool:
        """Whether the person's unit has its group here."""
        unit = person.unit
        return unit is not None and (not self.units or bool({unit.name, unit.short_name} & self.units))

    def send(self, person: Person, message: Message) -> None:
        """One message into the group, with the person's name in front and mentioned by phone where there is one."""
        text = _short(f"{person.name}：{message.text()}")
        url, body = MAKERS[self.maker](self.url, self.secret, text, callable_number(person.phone))
        answer = post(url, json.dumps(body, ensure_ascii=False).encode())
        code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
        if code != 0:
            raise Undelivered(f"{self.maker} {code}")


def _short(text: str) -> str:
    """Cut to the bytes a robot takes, at a whole character."""
    data = text.encode()
    return text if len(data) <= LONGEST else data[:LONGEST].decode(errors="ignore") + "…"


def robot(number: int, given: Mapping[str, Any]) -> Robot:
    """The robot that a setting describes: {"kind", "url", "secret", "units"}."""
    maker = str(given.get("kind", ""))
    units = frozenset(str(each) for each in given.get("units", ()))
    return Robot(f"{maker}-{number}", maker, str(given.get("url", "")), str(given.get("secret", "")), units)
