"""The vocabulary: everything a person can do, named once.

The word is the function, the permission, the arrow, the journal's action, the route and the button.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What a person can do: `room_noun.act`, label in the office's words."""

    # kernel
    CALENDAR_IMPORT = "calendar.import", _("导入工作日历")
    PARAMETER_SET = "parameter.set", _("设定参数")
    # people
    UNIT_REGISTER = "unit.register", _("登记单位")
    UNIT_CHANGE = "unit.change", _("变更单位")
    PERSON_REGISTER = "person.register", _("登记人员")
    PERSON_CHANGE = "person.change", _("变更人员")
    PERSON_RETIRE = "person.retire", _("停用人员")
    PERSON_SET_PASSWORD = "person.set_password", _("重置密码")
    PERSON_CHANGE_PASSWORD = "person.change_password", _("修改密码")
    PERSON_HAND_OVER = "person.hand_over", _("移交")
    ROLE_GRANT = "role.grant", _("授予角色")
    ROLE_END = "role.end", _("收回角色")
    # evidence
    FILE_KEEP = "file.keep", _("存入文件")
    CAPTURE_REMOVE_PLACE = "capture.remove_place", _("删除位置")
    # ledger
    PROJECT_REGISTER = "project.register", _("登记入库")
    PROJECT_CHANGE = "project.change", _("变更项目")
    PROJECT_MERGE = "project.merge", _("并案")
    PROJECT_ASSIGN_CODE = "project.assign_code", _("赋项目代码")
    PROJECT_VOID_CODE = "project.void_code", _("作废项目代码")
    PROJECT_NOTE_FORMER_NAME = "project.note_former_name", _("补记曾用名")
    PROJECT_SHARE = "project.share", _("县区分摊")
    PROJECT_SET_SOURCES = "project.set_sources", _("资金来源")
    PROJECT_TAG = "project.tag", _("加标签")
    PROJECT_UNTAG = "project.untag", _("去标签")
    PROJECT_ATTACH = "project.attach", _("附文件")
    STAGE_RECORD = "stage.record", _("记阶段")
    STAGE_WITHDRAW = "stage.withdraw", _("撤回阶段")
    PLAN_SET = "plan.set", _("下达年度计划")
    PLAN_ADJUST = "plan.adjust", _("调整年度计划")
    MILESTONE_SET = "milestone.set", _("设节点")
    MILESTONE_FORECAST = "milestone.forecast", _("预计节点")
    MILESTONE_REACH = "milestone.reach", _("完成节点")
    SLOT_SET = "slot.set", _("设佐证位")
    SLOT_END = "slot.end", _("取消佐证位")
    EXHIBIT_ADD = "exhibit.add", _("附佐证")
    EXHIBIT_WITHDRAW = "exhibit.withdraw", _("撤回佐证")
    EXHIBIT_JUDGE = "exhibit.judge", _("认定佐证")
    TAG_REGISTER = "tag.register", _("登记标签")
    VIEW_SAVE = "view.save", _("保存视图")
    VIEW_DROP = "view.drop", _("删除视图")
    COLUMN_MAP = "column.map", _("记住列名")
    # progress
    OPENING_SET = "opening.set", _("补期初数")
    REPORT_SAVE = "report.save", _("暂存")
    REPORT_SUBMIT = "report.submit", _("报送")
    REPORT_CHECK = "report.check", _("审核通过")
    REPORT_SEND_BACK = "report.send_back", _("退回")
    REPORT_ACCEPT = "report.accept", _("审定")
    REPORT_CORRECT = "report.correct", _("更正")
    REPORT_RECORD = "report.record", _("直录")
    REPORT_REMIND = "report.remind", _("催报")
    MONTH_SET_CALENDAR = "month.set_calendar", _("排定调度日历")
