"""What every test of importing does: plan a file, import it, read what was said and what the ledger then holds."""

from tests import make
from yidan.kernel.values import Month
from yidan.progress.models import Progress
from yidan.web.papers.importing.applying import apply
from yidan.web.papers.importing.preparing import prepare

AT = make.moment(2020, 6, 28)
MAY, JUNE = Month(2020, 5), Month(2020, 6)


def planned(cast, data, kind="dispatch", by=None, **given):
    return prepare(data, "6月调度表.csv", kind, by=by or cast.wang, at=AT, **given)


def imported(cast, data, kind="dispatch", by=None, good_rows_only=False, **given):
    plan = planned(cast, data, kind, by, **given)
    return apply(plan, by=by or cast.wang, at=AT, good_rows_only=good_rows_only)


def reasons(plan, severity=None):
    return [f.message for f in plan.findings if severity in (None, f.severity)]


def at_names(plan):
    return [f.message for f in plan.findings if f.column == 1]


def facts(project):
    return {(fact.span, fact.month): fact.invested_wan for fact in Progress.objects.live().filter(project=project)}


def plan_row(name="渌江新城", total="2.5", prior="0.35", planned="1.2", finish="2020年11月", goal="主体封顶"):
    return [1, name, "渌江投资", "醴陵市", total, prior, planned, finish, goal]
