"""The phone checks a report without a network: its rules say exactly what the server's say, number for number.

The vectors are made here from the server's own rules, and answered by the phone's module in Node.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from yidan.kernel.values import Month, from_fen
from yidan.progress import rules, wording
from yidan.progress.rules import MilestoneSaid, Said, Situation, Thresholds, Unshown
from yidan.web.field import data

NODE = shutil.which("node") or str(Path(settings.PACKAGE).parent / ".venv" / "bin" / "node")
SCRIPT = Path(__file__).with_name("field_rules.mjs")
TODAY = date(2020, 6, 24)
TEXTS = ("", "无", "暂无。", " 同上 ", "主体封顶", "主体 封顶。", "完成二层, 砌体", "０", "—", "无问题;")
DAYS = ("", "2020-06-24", "2020-06-25", "2020-05-01", "2020-09-30", "2020-02-30", "1999-01-01", "soon")
AMOUNTS = (
    "", "0", "1200", "1,200.5", "１２００", "1.2亿", "-35", "−35万元", ".5", "0.000001", "0.0000001", "1.0000000",
    "12o0", "999999999", "1000000000", "3000", "1000", "亿", "5.", "+7", "1 000", "800", "4000", "1e3",
)  # fmt: skip


def node(script: Path, sent: object) -> object:
    ran = subprocess.run([NODE, str(script)], input=json.dumps(sent), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def fen(draw: random.Random) -> Decimal:
    return from_fen(draw.choice([0, 1, 10**9, 3 * 10**9, 5 * 10**8, draw.randrange(10**11), draw.randrange(10**8)]))


def situation(draw: random.Random) -> tuple[Situation, str]:
    """Any situation there may be, mostly near the borders of the rules, and the amount as somebody typed it."""
    month = Month(draw.choice([2019, 2020]), draw.randrange(1, 13))
    begun = draw.randrange(0, 15)
    same = fen(draw)
    past = tuple(
        Said(month - back, same if draw.random() < 0.5 or not same else fen(draw), draw.choice(TEXTS))
        for back in range(begun, 0, -1)
        if draw.random() < 0.9
    )
    typed = draw.choice((*AMOUNTS, f"{same:f}"))
    try:
        invested, raw = rules.read_amount(typed), ""
    except ValueError:
        invested, raw = None, typed.strip()
    return Situation(
        month=month,
        invested_wan=invested,
        physical_progress=draw.choice((*TEXTS, past[-1].physical_progress if past else "")),
        problems=draw.choice(TEXTS),
        explanation=draw.choice(TEXTS),
        typed={"invested_wan": raw} if raw else {},
        past=past,
        year_opening_wan=fen(draw) if draw.random() < 0.2 else Decimal(0),
        earlier_wan=fen(draw) if draw.random() < 0.3 else Decimal(0),
        covered_until=draw.choice([None, None, month, month + 2, month - 1]),
        missing=draw.choice([(), (), (month - 2, month - 1)]),
        planned_wan=draw.choice([None, Decimal(0), Decimal(12000), Decimal(1000), fen(draw)]),
        is_preparing=draw.random() < 0.1,
        total_investment_wan=draw.choice([None, Decimal(20000), Decimal(1000), fen(draw)]),
        started_on=draw.choice([None, date(2019, 3, 1), (month - 4).last]),
        completed_on=draw.choice([None, None, month.first, month.first - timedelta(days=1)]),
        is_suspended=draw.random() < 0.2,
        milestones=tuple(
            MilestoneSaid(
                number, f"节点{number}", draw.choice([None, date(2020, 8, 1)]), draw.choice(DAYS), draw.choice(DAYS),
                draw.choice(TEXTS),
            )
            for number in range(1, draw.randrange(1, 4))
        ),
        unshown=draw.choice([(), (Unshown("全景", "看进度"), Unshown("东侧", "看进度"))]),
    ), typed  # fmt: skip


def sent(now: Situation, typed: str, limits: Thresholds) -> dict:
    """What the phone has in hand: the situation as the data endpoint sends it, and what stands in the form."""
    return {
        "now": {
            **data.situation(now),
            "invested": typed,
            **{name: getattr(now, name) for name in ("physical_progress", "problems", "explanation")},
            "milestone_days": {
                each.name: {part: getattr(each, part) for part in ("forecast_on", "actual_on", "reason")}
                for each in now.milestones
            },
            "unshown": [[each.slot, each.reason] for each in now.unshown],
        },
        "limits": data.limits(limits),
        "today": str(TODAY),
        "templates": {
            **{k: str(v) for k, v in wording.LACKS.items()},
            **{k: str(v) for k, v in wording.QUESTIONS.items()},
        },
    }


def exact(words: str) -> str:
    """A sum keeps its summands' noughts behind the point (3,001.0000000万元), which say nothing."""
    return re.sub(r"(\.\d*?)0+(?=万元)", lambda found: found[1].rstrip("."), words)


def expected(now: Situation, limits: Thresholds) -> dict:
    return {
        "lacks": [[each.kind, each.field, exact(wording.lack(each))] for each in rules.lacks(now, limits, TODAY)],
        "doubts": [
            [each.kind, exact(wording.question(each.kind, wording.plain(each.values)))]
            for each in rules.doubts(now, limits)
        ],
    }


@pytest.mark.parametrize("seed", range(3))
def test_the_phones_rules_say_what_the_servers_say(seed):
    draw = random.Random(seed)
    other = Thresholds(
        month_share_percent=Decimal("12.5"), identical_months=2, round_step_wan=Decimal("500"),
        behind_points=Decimal("0.5"), unchanged_text_percent=Decimal(0),
    )  # fmt: skip
    cases = [(*situation(draw), draw.choice([Thresholds(), other])) for _case in range(1500)]
    wanted = [expected(now, limits) for now, _typed, limits in cases]
    said = node(SCRIPT, [sent(now, typed, limits) for now, typed, limits in cases])
    differ = [(case[0], one, two) for case, one, two in zip(cases, wanted, said, strict=True) if one != two]
    assert differ == []


def test_the_vectors_reach_every_rule():
    draw = random.Random(0)
    found = set()
    for _case in range(1500):
        now, _typed = situation(draw)
        found |= {each.kind for each in rules.lacks(now, Thresholds(), TODAY)}
        found |= {each.kind for each in rules.doubts(now, Thresholds())}
    assert found == {*wording.LACKS, *rules.KINDS}
