"""Write yidan/kernel/workdays.csv: the published holidays and make-up days of 2004–2026, from `chinesecalendar`.

The product reads the csv only; a new year comes by `yidan workdays import`, or by running this with a newer library.
"""

import csv
from datetime import date
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

TARGET = Path(__file__).resolve().parents[1] / "yidan" / "kernel" / "workdays.csv"
NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
# The one change after publication: the Spring Festival of 2020 was lengthened to 2 February.
LENGTHENED = {date(2020, 1, day) for day in (31,)} | {date(2020, 2, day) for day in (1, 2)}
LENGTHENING = "国务院办公厅关于延长2020年春节假期的通知"


def main() -> None:
    """One row a day that is a holiday or a make-up day, in order."""
    chinese = {holiday.value: holiday.chinese for holiday in Holiday}
    days = {day: (False, chinese[name]) for day, name in holidays.items()}
    days |= {day: (True, f"{chinese[name]}补班") for day, name in workdays.items()}
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["日期", "上班", "名称", "依据"])
        for day, (works, label) in sorted(days.items()):
            basis = LENGTHENING if day in LENGTHENED else NOTICE.format(year=day.year)
            writer.writerow([day.isoformat(), "是" if works else "否", label, basis])


if __name__ == "__main__":
    main()
