"""A plain dispatch table of June 2020 and its file: what the tests of importing vary."""

import csv
from io import StringIO

TITLE = "2020年6月重点项目调度表"


def head(month: int = 6) -> list[str]:
    """The heads of a dispatch table up to a month."""
    return [
        "序号", "项目名称", "责任单位", "项目业主", "总投资(万元)", "年度计划投资(万元)", "本月完成(万元)",
        f"1-{month}月累计完成(万元)",
    ]  # fmt: skip


HEAD = head()
PLAN_HEAD = ["序号", "项目名称", "项目业主", "责任单位", "总投资", "截至2019年底累计完成投资"]
PLAN_HEAD += ["2020年计划投资", "计划竣工时间", "年度建设目标"]
PLAN_TITLE = "2020年重点建设项目计划表(单位:亿元)"


def row(name="渌江新城", unit="醴陵市", owner="渌江投资", total=20000, planned=12000, month=1000, year=6000, *more):
    """A project's row under HEAD."""
    return [1, name, unit, owner, total, planned, month, year, *more]


def table(*rows, head=HEAD, title=TITLE) -> bytes:
    """The table as a CSV of GB18030."""
    out = StringIO()
    csv.writer(out).writerows([[title], head, *rows])
    return out.getvalue().encode("gb18030")
