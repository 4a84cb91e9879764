"""`make burden`: what each form costs those who fill it in, walked on a phone with its processor slowed four times.

A small simulated city of a year is built and served; a Chromium of 360×780 walks every form of the register
(yidan/web/sheets). Counted are the fields that stand there, the fields typed in, and the taps. Seconds are the seconds
that the phone and the server took (measured), and a model of the hand and the eye beside it, named in the report.
What a month costs each role follows from how often the simulated year really needed each form.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bench import machine
from bench.burden_report import Walked, written
from bench.server import running

ROOT = Path(__file__).resolve().parents[1]
SLOWED = 4
PHONE = {"width": 360, "height": 780}
PASSWORD = "Yidan2020"
SHOWN = """form => [...form.elements].filter(each => each.matches('input:not([type=hidden]),select,textarea')
  && each.checkVisibility() && !each.closest('.segment')).length + form.querySelectorAll('.segment').length"""

# Set up and count inside the instance: matters on their way, and what the year needed.
INSIDE = Path(__file__).with_name("burden_inside.py")


class Hand:
    """One thumb on the phone: counts what it does, and how long the phone lets it wait."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = self.typed = self.letters = self.shown = 0
        self.began = time.perf_counter()

    def see(self, form: Any) -> None:
        """The fields of a form that stand there."""
        form.wait_for()
        self.shown = form.evaluate(SHOWN)

    def tap(self, target: Any) -> None:
        """One tap."""
        self.taps += 1
        target.tap()

    def type(self, target: Any, text: str) -> None:
        """A tap into the field, then the words."""
        self.tap(target)
        target.fill(text)
        self.typed += 1
        self.letters += len(text)

    def done(self, form: str, role: str, verb: str) -> Walked:
        """What it came to."""
        waited = time.perf_counter() - self.began
        return Walked(form, role, verb, self.shown, self.typed, self.taps, self.letters, waited)


def report(hand: Hand, place: str, *, is_unchanged: bool) -> None:
    """A month's report on the page, from the list: the amount and one sentence, or 本月无变化."""
    page = hand.page
    page.goto(f"{place}/reports/")
    hand.began = time.perf_counter()
    hand.tap(page.locator(".due").filter(has=page.locator(".badge-quiet")).first)
    form = page.locator(".report-form")
    hand.see(form)
    if is_unchanged:
        hand.tap(form.locator("button.unchanged"))
        page.locator(".unchanged-done").wait_for()
    else:
        hand.type(form.locator("#id_invested"), "820")
        hand.type(form.locator("#id_physical_progress"), "主体施工至五层，砌体完成三层")
    hand.tap(form.locator(".report-go"))
    page.wait_for_load_state()
    if "/submit/" in page.url:  # doubts are asked once, and need no answer
        hand.tap(page.locator(".report-go"))
    page.locator("#toasts .toast").filter(has_text="已报送").wait_for()


def report_on_phone(hand: Hand, place: str, *, is_unchanged: bool) -> None:
    """The same in the field app."""
    page = hand.page
    page.goto(f"{place}/field/")
    page.wait_for_selector(".project-card")
    hand.began = time.perf_counter()
    card = page.locator(".project-card").filter(has=page.locator(".button-go")).first
    if is_unchanged:
        card = page.locator(".project-card").filter(has_text="本月无变化").first
        hand.tap(card.get_by_role("button", name="本月无变化"))
        box = page.locator("dialog[open]")
        hand.shown = box.locator("input,textarea").count()
        hand.tap(box.get_by_role("button", name="报送"))
    else:
        hand.tap(card.locator(".button-go"))
        form = page.locator("form.report")
        hand.see(form)
        hand.type(form.locator("#f-invested"), "820")
        hand.type(form.locator("#f-physical_progress"), "主体施工至五层，砌体完成三层")
        hand.tap(form.get_by_role("button", name="报送"))
        page.wait_for_timeout(300)
        box = page.locator("dialog[open]")
        if box.count():
            hand.tap(box.get_by_role("button", name="报送"))
    page.wait_for_url("**/field/**outbox**")
    page.get_by_text("已送达").first.wait_for()


def act(address: str, fields: dict[str, str], *, file: str = "") -> Callable[[Hand, str], None]:
    """A form of one act: fill these fields, press the button; a file is chosen with three taps of the phone's own."""

    def walk(hand: Hand, place: str) -> None:
        page = hand.page
        page.goto(place + address)
        hand.began = time.perf_counter()
        form = page.locator("main form:not(#preferences)").first
        hand.see(form)
        for name, text in fields.items():
            hand.type(form.locator(f"[name='{name}']"), text)
        if file:
            form.locator("input[type=file]").set_input_files(file)
            hand.taps += 3
        here = page.url
        hand.tap(form.locator(".form-foot button:not([name])").first)
        page.wait_for_url(lambda url: url != here)

    return walk


def check_all(hand: Hand, place: str) -> None:
    """A reviewer looks at a page of reports and passes it: all ticked, one button."""
    page = hand.page
    page.goto(f"{place}/reports/review/")
    hand.began = time.perf_counter()
    form = page.locator("#review form")
    form.wait_for()
    hand.shown = 0
    hand.tap(page.locator("[data-tick-rows]"))
    hand.tap(form.locator(".form-foot .button-primary"))
    question = page.locator("#question[open] [data-go]")
    page.wait_for_timeout(300)
    if question.count():
        hand.tap(question)
    page.locator("#review .notice").first.wait_for()


@contextmanager
def phone(browser: Any, place: str, username: str) -> Iterator[Any]:
    """A phone of 360×780 in that person's hand, its processor slowed."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN")
    context.set_default_timeout(45_000)
    page = context.new_page()
    page.goto(f"{place}/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#page, main")
    page.wait_for_url(lambda url: "/account/login" not in url)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    yield page
    context.close()


def walks(made: dict[str, Any], file: str) -> list[tuple[str, str, str, str, Callable[[Hand, str], None]]]:
    """Every form: its words, who fills it in as which role, the verb it is counted by, and the way through it."""
    matter, project, node = made["matters"], made["project"], made["milestone"]
    return [
        ("月报(网页)", "li", "reporter", "report.submit:changed", lambda h, p: report(h, p, is_unchanged=False)),
        (
            "月报(网页)本月无变化",
            "li",
            "reporter",
            "report.submit:unchanged",
            lambda h, p: report(h, p, is_unchanged=True),
        ),
        ("月报(手机应用)本月无变化", "zhao", "reporter", "", lambda h, p: report_on_phone(h, p, is_unchanged=True)),
        ("月报(手机应用)", "zhao", "reporter", "", lambda h, p: report_on_phone(h, p, is_unchanged=False)),
        (
            "预计节点",
            "li",
            "reporter",
            "milestone.forecast",
            act(f"/milestones/{node}/forecast/", {"forecast_on": "2020-11-30", "reason": "雨季影响土方"}),
        ),
        (
            "完成节点",
            "li",
            "reporter",
            "milestone.reach",
            act(f"/milestones/{made['reached']}/reach/", {"actual_on": "2020-07-10"}),
        ),
        (
            "附佐证(网页)",
            "li",
            "reporter",
            "exhibit.add",
            act(f"/projects/{project}/exhibits/", {"caption": "东侧基坑"}, file=file),
        ),
        (
            "附文件",
            "li",
            "reporter",
            "project.attach",
            act(f"/projects/{project}/attachments/", {"title": "开工批文"}, file=file),
        ),
        (
            "提出事项",
            "li",
            "reporter",
            "matter.raise",
            act(f"/matters/raise/?project={project}", {"title": "进场道路被阻工，需县里协调"}),
        ),
        ("签收", "li", "reporter", "matter.sign_for", act(f"/matters/{matter['issued']}/sign-for/", {})),
        (
            "报整改方案",
            "li",
            "reporter",
            "matter.plan",
            act(f"/matters/{matter['running']}/plan/", {"text": "本周协商，下周清障"}),
        ),
        (
            "反馈",
            "li",
            "reporter",
            "matter.reply",
            act(f"/matters/{matter['planned']}/reply/", {"text": "已清障三百米，余五十米"}),
        ),
        (
            "申请延期",
            "li",
            "reporter",
            "matter.ask_extension",
            act(f"/matters/{matter['late']}/ask-extension/", {"until": made["until"], "reason": "汛期无法施工"}),
        ),
        (
            "申请销号",
            "li",
            "reporter",
            "matter.apply_close_out",
            act(f"/matters/{matter['ready']}/apply-close-out/", {"statement": "道路畅通，七日无阻工"}),
        ),
        (
            "核查",
            "bu",
            "department_reviewer",
            "matter.verify",
            act(f"/matters/{matter['applied']}/verify/", {"verifiers": "卜建、程远", "opinion": "现场查看，道路畅通"}),
        ),
        (
            "记巡查",
            "chen",
            "inspector",
            "visit.record",
            act(
                f"/projects/{project}/visits/new/",
                {"physical_progress": "主体五层，砌体三层", "at_work": "两个作业面，约40人"},
            ),
        ),
        ("审核一页月报", "lin", "county_reviewer", "report.check", check_all),
        ("审定一页月报", "wang", "supervisor", "report.accept", check_all),
        ("投诉建议", "li", "reporter", "feedback.send", act("/feedback/send/", {"text": "希望列表能按县筛选"})),
    ]


def inside(home: Path, what: str) -> dict[str, Any]:
    """Run a part inside the instance."""
    environment = {**os.environ, "YIDAN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, str(INSIDE), what], env=environment, capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise click.ClickException(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


@click.command()
@click.option("--projects", default=40, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="an instance to use (and change)")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=ROOT / "docs" / "burden.md")
def main(projects: int, home: Path | None, output: Path) -> None:
    """Build, serve, walk, count, write docs/burden.md."""
    from shutil import which

    from playwright.sync_api import Error, sync_playwright

    from tests.conftest import BROWSER_ARGUMENTS, BROWSERS

    about = machine.describe()
    with tempfile.TemporaryDirectory(prefix="yidan-burden-") as made_here:
        place = home or Path(made_here)
        if home is None:
            command = [sys.executable, "-c", "from yidan.web.cli import main; main()"]
            run = [*command, "demo", "--projects", str(projects), "--months", "12", "--yes"]
            subprocess.run(run, env={**os.environ, "YIDAN_HOME": str(place)}, check=True, stdout=subprocess.DEVNULL)
        needed = inside(place, "count")
        made = inside(place, "prepare")
        picture = Path(made_here) / "基坑.jpg"
        picture.write_bytes(bytes.fromhex(made["jpeg"]))
        done: list[Walked] = []
        failed: list[str] = []
        environment = {**os.environ, "YIDAN_HOME": str(place)}
        with running(place, environment, "") as server, sync_playwright() as driver:
            address = f"http://127.0.0.1:{server.port}"
            chrome = next(path for name in BROWSERS if (path := which(name)))
            browser = driver.chromium.launch(executable_path=chrome, args=BROWSER_ARGUMENTS)
            for words, username, role, verb, walk in walks(made, str(picture)):
                with phone(browser, address, username) as page:
                    hand = Hand(page)
                    try:
                        walk(hand, address)
                        done.append(hand.done(words, role, verb))
                        click.echo(f"{words}: {hand.shown} fields, {hand.typed} typed, {hand.taps} taps")
                    except (Error, AssertionError) as fault:
                        failed.append(words)
                        page.screenshot(path=Path(tempfile.gettempdir()) / f"burden-{len(failed)}.png")
                        click.echo(f"{words}: not walked: {str(fault)[:400]}", err=True)
            browser.close()
    text = written(about, done, needed, SLOWED)
    output.write_text(text, encoding="utf-8")
    click.echo(text)
    if failed:
        raise click.ClickException(f"not walked: {failed}")


if __name__ == "__main__":
    main()
