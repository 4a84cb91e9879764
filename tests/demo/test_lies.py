"""The lies sown in the simulated city are asked about, and hardly anybody honest is."""

from __future__ import annotations

import pytest

from yidan.kernel.values import Month
from yidan.progress.models import MonthlyReport
from yidan.web.demo import contradicting

pytestmark = [pytest.mark.long, pytest.mark.any_database]


def test_the_lies_that_were_sown_stand_in_the_ledger(in_city):
    kinds = {lie.kind for lie in in_city.city.lies}
    assert kinds == {
        "identical_months", "month_share", "december_rush", "round_numbers", "copied_progress", "over_total",
        "completed_still_spending", "fake_start",
    }  # fmt: skip
    names = {sketch.key: sketch.name for sketch in in_city.city.projects}
    asked = {"identical_months": "identical", "month_share": "month_share", "december_rush": "december",
             "round_numbers": "round_numbers", "over_total": "over_total",
             "completed_still_spending": "completed_still_spending"}  # fmt: skip
    for lie in in_city.city.lies:
        if lie.kind in asked:
            reports = MonthlyReport.objects.filter(project__profile__name=names[lie.project])
            doubts = {doubt["kind"] for report in reports for doubt in report.doubts}
            assert asked[lie.kind] in doubts, (lie, doubts)


def doubted(kind: str) -> dict[str, list[Month]]:
    """Projects by name, with the months in which this question was asked."""
    found: dict[str, list[Month]] = {}
    for report in MonthlyReport.objects.order_by("month").select_related("project__profile"):
        if any(doubt["kind"] == kind for doubt in report.doubts):
            found.setdefault(report.project.name, []).append(report.month)
    return found


@pytest.mark.parametrize(("lie", "kind"), [("copied_progress", "unchanged_text"), ("fake_start", "idle_since_start")])
def test_copied_words_and_a_start_on_paper_are_found_and_nobody_honest_is_accused(in_city, lie, kind):
    names = {sketch.key: sketch.name for sketch in in_city.city.projects}
    liars = {names[each.project] for each in in_city.city.lies if each.kind == lie}
    found = doubted(kind)
    assert len(liars) == 2
    assert set(found) == liars
    assert all(len(months) >= 2 for months in found.values())


def test_what_is_untrue_between_rooms_is_asked_and_hardly_anybody_else(in_city):
    made = contradicting.Between()
    contradicting.compare(made, in_city.sown, contradicting.asked())
    # the one asked for nothing was granted, by drawn weights, more than it did: the question is right to ask
    assert {kind.value: (each.sown, each.found, each.alarms) for kind, each in made.tallies.items()} == {
        "unpermitted": (6, 6, 0), "paid_over_done": (4, 4, 1), "above_statistics": (2, 2, 0),
    }  # fmt: skip
