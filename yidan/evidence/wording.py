"""Grades and faults in the words that people read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.evidence.rules.grading import Reason
from yidan.evidence.states import Kind, Origin
from yidan.kernel.values import BEIJING

LETTERS = {
    "A": gettext_lazy("佐证充分"),
    "B": gettext_lazy("基本可信"),
    "C": gettext_lazy("需要核对"),
    "D": gettext_lazy("前后矛盾"),
}

# Why a file could not be read (Reading.fault), and what to do now.
FAULTS = {
    "empty": gettext_lazy("文件是空的，请重新拍摄或选择"),
    "broken": gettext_lazy("文件已损坏，不能显示；原件照旧保存，请另附一份"),
    "truncated": gettext_lazy("文件不完整，可能在手机上就没有存全；请重新拍摄或选择"),
    "too_big": gettext_lazy("画面尺寸超出读取限度；请用手机直接拍摄的照片"),
    "too_slow": gettext_lazy("读取超时，文件结构异常；请重新拍摄或选择"),
    "crashed": gettext_lazy("文件结构异常，无法读取；请重新拍摄或选择"),
    "active": gettext_lazy("文件里含有脚本或网页代码，不作照片显示；请附手机直接拍摄的照片"),
    "not_a_photo": gettext_lazy("不是可读的照片格式；请用JPEG、PNG、WebP或HEIC"),
    "not_a_film": gettext_lazy("不是可读的视频格式；请用MP4、MOV或WebM"),
    "missing": gettext_lazy("原件不在存储中，请管理员运行 yidan evidence verify 核对"),
}

WAYS = {
    "whole": gettext_lazy("重新压缩或缩放"),
    "crop": gettext_lazy("裁剪"),
    "mirrored": gettext_lazy("左右翻转"),
    "turned_90": gettext_lazy("旋转"),
    "turned_180": gettext_lazy("旋转"),
    "turned_270": gettext_lazy("旋转"),
}

REASONS = {
    "too_little": gettext_lazy("拍摄的时间、地点都没有依据，只知道收妥的时间"),
    "camera": gettext_lazy("用本系统在现场拍摄(以手机程序所述为准)"),
    "not_camera": gettext_lazy("这个佐证位只收现场拍摄，这份来自%(origin)s"),
    "gallery": gettext_lazy("从相册选取，拍摄过程没有经过本系统"),
    "desktop": gettext_lazy("从电脑上传，拍摄过程没有经过本系统"),
    "unread": gettext_lazy("文件内容尚在读取，稍后再看"),
    "unreadable": gettext_lazy("%(fault)s"),
    "edited": gettext_lazy("文件由修图软件保存过(%(software)s)"),
    "interval": gettext_lazy("在%(since)s至%(until)s之间拍摄：前者为服务器发出凭证，后者为服务器收妥"),
    "interval_wide": gettext_lazy("凭证与收妥相隔较久(%(since)s至%(until)s)，说明不了哪天拍摄"),
    "bytes_before_nonce": gettext_lazy("手机领取凭证(%(since)s)之前，同样的文件已在%(at)s收到"),
    "nonce_old": gettext_lazy("凭证过旧(%(since)s领取)，说明不了拍摄时间"),
    "nonce_false": gettext_lazy("随附的凭证不成立：%(fault)s"),
    "no_nonce": gettext_lazy("没有服务器凭证，只知道不晚于%(until)s"),
    "clock_off": gettext_lazy("手机时钟与服务器不符(手机称%(claimed)s)，以服务器为准"),
    "file_from_the_future": gettext_lazy("文件所载拍摄时间%(written)s晚于收妥时间%(until)s"),
    "file_older": gettext_lazy("文件所载拍摄时间%(written)s早于服务器发出凭证的%(since)s"),
    "file_time_differs": gettext_lazy("文件所载拍摄时间%(written)s与手机所称%(claimed)s不符"),
    "no_time": gettext_lazy("没有拍摄时间，只知道不晚于%(until)s"),
    "out_of_period": gettext_lazy("拍摄时间%(taken)s不在%(month)s前后"),
    "in_period_claimed": gettext_lazy("手机称拍摄于%(taken)s，没有其他依据"),
    "in_period": gettext_lazy("拍摄时间%(taken)s与%(month)s相符"),
    "place_removed": gettext_lazy("位置由拍摄人删除"),
    "no_place": gettext_lazy("没有提供位置"),
    "inaccurate": gettext_lazy("定位精度只有%(accuracy_m)s，不作判断"),
    "no_point": gettext_lazy("台账里项目没有坐标或红线范围，无法比对位置"),
    "near": gettext_lazy("拍摄点在现场(距项目%(metres)s，精度%(accuracy_m)s)"),
    "away": gettext_lazy("拍摄点距项目%(metres)s，超过%(near_m)s"),
    "far": gettext_lazy("拍摄点距项目%(metres)s，不在现场"),
    "file_near": gettext_lazy("文件所载位置在现场(距项目%(metres)s)"),
    "file_away": gettext_lazy("文件所载位置距项目%(metres)s，超过%(near_m)s"),
    "file_far": gettext_lazy("文件所载位置距项目%(metres)s，不在现场"),
    "typed_place": gettext_lazy("坐标数字异常整齐(%(longitude)s, %(latitude)s)，像是人为设定"),
    "same_point": gettext_lazy("同一人%(count)s次拍摄的坐标分毫不差，真实定位总有漂移"),
    "jump": gettext_lazy("与同一人另一次拍摄相距%(metres)s、相隔%(seconds)s，来不及到达"),
    "file_place_differs": gettext_lazy("文件所载位置与手机所报位置相距%(metres)s"),
    "same_bytes_project": gettext_lazy("与%(project)s%(month)s的佐证是同一个文件(%(at)s附上%(withdrawn)s)"),
    "same_bytes_month": gettext_lazy("与本项目%(month)s的佐证是同一个文件(%(at)s附上%(withdrawn)s)"),
    "same_bytes_matter": gettext_lazy("与另一件事项的佐证是同一个文件(%(at)s附上)"),
    "same_bytes_slot": gettext_lazy("与本项目当月“%(slot)s”的佐证是同一个文件(%(at)s附上%(withdrawn)s)"),
    "same_bytes_again": gettext_lazy("同一个文件本月已由另一人附上(%(at)s%(withdrawn)s)，不算第二份"),
    "same_bytes_brought": gettext_lazy("同一个文件在%(at)s已由其他单位存入"),
    "alike_project": gettext_lazy(
        "画面与%(project)s%(month)s的佐证相同(%(way)s，相似%(alike_percent)s，%(at)s附上%(withdrawn)s)"
    ),
    "alike_month": gettext_lazy(
        "画面与本项目%(month)s的佐证相同(%(way)s，相似%(alike_percent)s，%(at)s附上%(withdrawn)s)"
    ),
    "alike_matter": gettext_lazy("画面与另一件事项的佐证相同(%(way)s，相似%(alike_percent)s，%(at)s附上)"),
    "alike_slot": gettext_lazy(
        "画面与本项目当月“%(slot)s”的佐证相同(%(way)s，相似%(alike_percent)s，%(at)s附上%(withdrawn)s)"
    ),
    "cover_unique": gettext_lazy("手机附上的封面与已有佐证没有相同或相似的；视频画面本身没有比对"),
    "unique": gettext_lazy("与全部项目的已有佐证比对，没有相同或相似的"),
    "not_compared": gettext_lazy("%(what)s，没有与已有佐证比对"),
}


def letter(found: str) -> str:
    """What a letter means."""
    return str(LETTERS[found])


def fault(name: str) -> str:
    """Why a file could not be read, and what to do now, without a full stop."""
    return str(FAULTS.get(name, FAULTS["crashed"]))


def reason(found: Reason, project_name: Callable[[int], str | None] = lambda _project: None) -> str:
    """A reason as a sentence without its full stop.

    `project_name` names a project if the reader may see it; of others it is only said that there is one.
    """
    values = {name: _spoken(name, value) for name, value in found.values.items() if value is not None}
    values.setdefault("accuracy_m", _("未知"))
    if "project_id" in found.values:
        project = found.values["project_id"]
        named = project_name(project) if project is not None else None
        values["project"] = _("“%(name)s”") % {"name": named} if named else _("另一个项目")
        values["withdrawn"] = "" if found.values.get("is_live") else _("，后已撤回")
    if found.kind == "not_compared":
        is_film = found.values.get("kind") == Kind.VIDEO
        values["what"] = _("视频没有封面图") if is_film else _("画面过小或过于单一")
    return str(REASONS[found.kind]) % values


def _spoken(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if name == "fault":
        return fault(value) if value in FAULTS else str(value)
    if name == "origin":
        return str(Origin(value).label)
    if name == "way":
        return str(WAYS.get(value, value))
    if name in {"metres", "accuracy_m", "near_m"}:
        return metres(float(value))
    if name == "seconds":
        return duration(timedelta(seconds=float(value)))
    if name == "alike_percent":
        return f"{float(value):.0f}%"
    return str(value)


def moment(value: datetime) -> str:
    """Beijing time to the minute: 2020-05-03 14:05."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def metres(value: float) -> str:
    """350米, 1.2公里, 140公里."""
    if value < 1000:
        return _("%(count)s米") % {"count": f"{value:.0f}"}
    return _("%(count)s公里") % {"count": f"{value / 1000:.1f}" if value < 100_000 else f"{value / 1000:,.0f}"}


def duration(value: timedelta) -> str:
    """40秒, 12分钟, 2小时."""
    seconds = value.total_seconds()
    if seconds < 90:
        return _("%(count)s秒") % {"count": f"{seconds:.0f}"}
    if seconds < 5400:
        return _("%(count)s分钟") % {"count": f"{seconds / 60:.0f}"}
    return _("%(count)s小时") % {"count": f"{seconds / 3600:.1f}"}
