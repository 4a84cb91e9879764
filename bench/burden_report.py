"""What the walks came to, per form, and per role and month of the simulated year, as docs/burden.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# The hand and the eye, in seconds, after the keystroke-level model; ours to set, and said in the report.
HAND = {"tap": 1.2, "letter": 0.7, "field": 2.0}
MOST_TAPS, MOST_SECONDS, MOST_TAPS_UNCHANGED = 12, 90, 3


@dataclass(frozen=True)
class Walked:
    """A form filled in once."""

    form: str
    role: str
    verb: str
    shown: int
    typed: int
    taps: int
    letters: int
    waited: float

    @property
    def seconds(self) -> float:
        """Waiting as measured, and the model of the hand beside it."""
        return self.waited + self.taps * HAND["tap"] + self.letters * HAND["letter"] + self.shown * HAND["field"]


def aims(done: Iterable[Walked]) -> list[tuple[str, str, bool]]:
    """The monthly report's aims (issue 3), and whether each holds."""
    found = []
    for each in done:
        if not each.form.startswith("月报"):
            continue
        if each.form.endswith("本月无变化"):
            aim = f"≤ {MOST_TAPS_UNCHANGED} taps"
            found.append((each.form, aim, each.taps <= MOST_TAPS_UNCHANGED))
        else:
            aim = f"≤ {MOST_TAPS} taps, ≤ {MOST_SECONDS} s"
            found.append((each.form, aim, each.taps <= MOST_TAPS and each.seconds <= MOST_SECONDS))
    return found


def written(about: list[str], done: list[Walked], needed: dict[str, Any], slowed: int) -> str:
    """The page."""
    lines = [
        "# What each form costs (`make burden`)",
        "",
        f"Every form walked in a Chromium of 360×780 with the processor slowed {slowed}×, against the server on the",
        "same machine. *Waited* is measured: page, typing by script, and the server's answer. *Seconds* adds a model",
        f"of the hand and the eye: {HAND['tap']} s a tap, {HAND['letter']} s a character typed, {HAND['field']} s to",
        "read a field. The model is a guess to compare forms with, not a study of people. A picture costs three more",
        "taps in the phone's own chooser. Log-in is not counted.",
        "",
        "## Measured on",
        "",
        *about,
        "",
        "## Forms",
        "",
        "| form | who | fields shown | typed | taps | waited s | seconds |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for each in done:
        counts = f"{each.shown} | {each.typed} | {each.taps} | {each.waited:.1f} | {each.seconds:.0f}"
        lines.append(f"| {each.form} | {each.role} | {counts} |")
    lines += ["", "## Aims", "", "| form | aim | |", "|---|---|---|"]
    lines += [f"| {form} | {aim} | {'met' if holds else '**missed**'} |" for form, aim, holds in aims(done)]
    lines += ["", *_months(done, needed)]
    return "\n".join(lines) + "\n"


def _months(done: list[Walked], needed: dict[str, Any]) -> list[str]:
    """Per role and month: what the simulated year needed, times what it costs."""
    by_verb = {each.verb: each for each in done if each.verb}
    size = f"{needed['projects']} projects, {needed['months']} months"
    lines = [
        "## Per role and month",
        "",
        f"What the simulated year ({size}) really needed, by the journal, divided by the people of the role who had",
        "anything to do and by the months. Twenty reports are one page of review. An office's own work on its register",
        "(registering projects, plans, parameters) is not asked of anybody and not counted.",
        "",
        "| role | people | acts a month | taps a month | minutes a month | of which |",
        "|---|--:|--:|--:|--:|---|",
    ]
    for role, told in needed["roles"].items():
        months = needed["months"] * max(1, told["people"])
        acts = taps = seconds = 0.0
        parts = []
        for verb, count in sorted(told["acts"].items(), key=lambda pair: -pair[1]):
            walked = by_verb.get(verb)
            if walked is None or not count:
                continue
            acts += count / months
            taps += walked.taps * count / months
            seconds += walked.seconds * count / months
            parts.append(f"{walked.form} {count / months:.1f}")
        if parts:
            lines.append(
                f"| {role} | {told['people']} | {acts:.1f} | {taps:.0f} | {seconds / 60:.1f} | {'; '.join(parts)} |"
            )
    return lines
