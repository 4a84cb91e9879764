"""The register itself: what is asked of whom, and what is nobody's form but an office's own work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yidan.kernel.verbs import Verb
from yidan.web.sheets.sheet import JOURNAL, Frequency, Sheet

_DISPATCH = _("市重点项目月调度制度")
_ONE_LIST = _("一单四制工作制度")
_PATROL = _("日巡查工作制度")
_ASSESSMENT = _("重点项目建设月考核办法")
_TARGETS = _("市政府重点工作任务分解方案")
_WATCH = _("价格监测工作制度")
_FIRMS = _("企业包保帮扶工作制度")
_FUNDS = _("政府投资资金管理规定")
_POOLS = _("项目库建设管理制度")
_LAW = _("国办函〔2026〕12号")

_WHAT = {
    "title": "Matter.title", "description": "Matter.description", "project": "Matter.projects",
    "problem_type": "Matter.problem_type", "due": "Matter.due_on", "kind": "Matter.kind", "tier": "Matter.tier",
    "severity": "Matter.severity", "source": "Matter.source", "source_document": "Matter.source_document",
    "source_clause": "Matter.source_clause", "source_on": "Matter.source_on", "source_quote": "Matter.source_quote",
    "enterprise": "Matter.enterprise",
}  # fmt: skip

SHEETS = (
    Sheet(
        "monthly_report", _("月报"), _("项目业主"), Frequency.MONTHLY, _DISPATCH,
        pages=("report", "report.save", "report.submit", "report.correct"),
        verbs=(Verb.REPORT_SAVE, Verb.REPORT_SUBMIT, Verb.REPORT_CORRECT),
        asks={
            "invested": "Progress.invested_wan", "physical_progress": "Progress.physical_progress",
            "problems": "Progress.problems", "needs": "Progress.needs", "needs_from": "MonthlyReport.needs_from",
            "next_step": "Progress.next_step", "explanation": "MonthlyReport.explanation",
            "answer": "MonthlyReport.doubts", "forecast_on": "Milestone.forecast_on",
            "actual_on": "Milestone.actual_on", "milestone_reason": "Milestone.slip_reason", "reason": JOURNAL,
            "is_self_declared": "Progress.is_self_declared",
        },
        filled=frozenset({
            "physical_progress", "problems", "needs", "next_step", "forecast_on", "actual_on", "milestone_reason",
        }),
        labels={
            "invested": _("本月完成投资"), "physical_progress": _("形象进度"), "problems": _("存在问题"),
            "needs": _("需协调事项"), "next_step": _("下一步计划"), "answer": _("疑点的说明"),
            "forecast_on": _("节点预计日期"), "actual_on": _("节点完成日期"), "milestone_reason": _("节点推迟原因"),
        },
    ),
    Sheet(
        "milestone", _("节点"), _("项目业主"), Frequency.STANDING, _DISPATCH,
        pages=("milestone.forecast", "milestone.reach"),
        verbs=(Verb.MILESTONE_FORECAST, Verb.MILESTONE_REACH),
        asks={"forecast_on": "Milestone.forecast_on", "actual_on": "Milestone.actual_on",
              "reason": "Milestone.slip_reason"},
        filled=frozenset({"forecast_on", "actual_on", "reason"}),
        forms=("views.milestone.ForecastForm", "views.milestone.ReachForm"),
        labels={"forecast_on": _("节点预计日期"), "actual_on": _("节点完成日期"), "reason": _("节点推迟原因")},
    ),
    Sheet(
        "exhibit", _("佐证"), _("项目业主"), Frequency.EVENT,
        _("国办函〔2026〕12号：逐个佐证位写明理由的才要，其余自愿"),
        pages=("exhibit.add", "exhibit.withdraw"),
        verbs=(Verb.FILE_KEEP, Verb.EXHIBIT_ADD, Verb.EXHIBIT_WITHDRAW, Verb.CAPTURE_REMOVE_PLACE),
        asks={"file": "Exhibit.capture", "month": "Exhibit.month", "slot_name": "Exhibit.slot_name",
              "milestone": "Exhibit.milestone", "caption": "Exhibit.caption", "reason": JOURNAL},
        filled=frozenset({"month", "slot_name"}),
        forms=("views.exhibit.AddForm", "views.exhibit.WithdrawForm", "views.exhibit.RemovePlaceForm"),
        labels={"file": _("照片、视频或文件")},
    ),
    Sheet(
        "attachment", _("附文件"), _("项目业主"), Frequency.VOLUNTARY, _LAW,
        pages=("project.attach",), verbs=(Verb.PROJECT_ATTACH,),
        asks={"file": "Attachment.file", "title": "Attachment.title", "kind": "Attachment.kind",
              "number": "Attachment.number", "dated_on": "Attachment.dated_on", "milestone": "Attachment.milestone"},
        filled=frozenset({"milestone"}), forms=("views.project_act.FileForm",),
        labels={"file": _("文件"), "title": _("名称")},
    ),
    Sheet(
        "matter_raise", _("提出事项"), _("各单位"), Frequency.EVENT, _ONE_LIST,
        pages=("matter.raise", "matter.change"), verbs=(Verb.MATTER_RAISE, Verb.MATTER_CHANGE),
        asks={**_WHAT, "brought": "MatterEvidence.capture", "on_behalf": JOURNAL},
        filled=frozenset({"project"}),
        forms=("matter.forms.WhatForm", "matter.forms.RaiseForm", "matter.forms.ChangeForm"),
        labels={"project": _("关联项目"), "brought": _("照片、视频或文件")},
    ),
    Sheet(
        "matter_work", _("一单办理"), _("牵头单位"), Frequency.EVENT, _ONE_LIST,
        pages=("matter.sign_for", "matter.decline", "matter.plan", "matter.reply", "matter.ask_extension",
               "matter.escalate", "matter.apply_close_out"),
        verbs=(Verb.MATTER_SIGN_FOR, Verb.MATTER_DECLINE, Verb.MATTER_PLAN, Verb.MATTER_REPLY,
               Verb.MATTER_ASK_EXTENSION, Verb.MATTER_ESCALATE, Verb.MATTER_APPLY_CLOSE_OUT),
        asks={
            "duty_person": "Matter.duty_person", "text": "Reply.text", "statement": "Reply.text",
            "percent": "Reply.percent", "difficulties": "Reply.difficulties", "next_step": "Reply.next_step",
            "until": "Extension.until_on", "rung": "Escalation.to_rung", "brought": "MatterEvidence.capture",
            "reason": JOURNAL, "opinion": JOURNAL, "on_behalf": JOURNAL,
        },
        forms=("matter.forms.SignForm", "matter.forms.PlanForm", "matter.forms.ReplyForm", "matter.forms.AskForm",
               "matter.forms.EscalateForm", "matter.forms.ApplyForm", "matter.forms.ReasonForm"),
        labels={"duty_person": _("责任人"), "rung": _("上提到哪一级"), "brought": _("照片、视频或文件")},
    ),
    Sheet(
        "matter_check", _("一单核查"), _("验收单位"), Frequency.EVENT, _ONE_LIST,
        pages=("matter.verify", "matter.send_back", "recheck.record"),
        verbs=(Verb.MATTER_VERIFY, Verb.MATTER_SEND_BACK, Verb.RECHECK_RECORD),
        asks={"way": "Verification.way", "verifiers": "Verification.verifiers", "opinion": "Verification.opinion",
              "reason": "Verification.opinion", "result": "Recheck.result", "found": "Recheck.found",
              "on_behalf": JOURNAL},
        forms=("matter.forms.VerifyForm", "matter.forms.SendBackForm", "views.recheck.RecordForm"),
        labels={"result": _("复查结果")},
    ),
    Sheet(
        "visit", _("巡查记录"), _("项目服务专员"), Frequency.EVENT, _PATROL,
        pages=("visit.record", "visit.correct", "finding.solve", "finding.raise"),
        verbs=(Verb.VISIT_RECORD, Verb.VISIT_CORRECT, Verb.FINDING_SOLVE, Verb.FINDING_RAISE),
        asks={
            "physical_progress": "Sighting.physical_progress", "at_work": "Sighting.at_work",
            "problems": "Sighting.problems", "problem_type": "Finding.problem_type", "visited_at": "Visit.visited_at",
            "slot_name": "Exhibit.slot_name", "caption": "Exhibit.caption", "answers": "Sighting.answers",
            "title": "Matter.title", "description": "Matter.description", "how": "Finding.how", "reason": JOURNAL,
        },
        forms=("patrol.recording.VisitForm", "patrol.recording.RecordForm", "patrol.recording.FindingForm",
               "views.visit.CorrectForm", "views.finding.SolveForm"),
        filled=frozenset({"title"}),
        labels={"visited_at": _("巡查时间"), "answers": _("巡查清单(有依据的领域才有)")},
    ),
    Sheet(
        "permit_apply", _("审批申报"), _("项目业主"), Frequency.EVENT,
        _("工程建设项目审批制度"),
        pages=("permit.submit", "permit.complete", "permit.withdraw", "permit.attach"),
        verbs=(Verb.PERMIT_SUBMIT, Verb.PERMIT_COMPLETE, Verb.PERMIT_WITHDRAW, Verb.PERMIT_ATTACH),
        asks={
            "handed_in_at": "PermitEvent.happened_at", "happened_on": "PermitEvent.happened_at", "mode": "Permit.mode",
            "department": "Permit.department", "document": "PermitEvent.document", "missing": "Permit.missing",
            "promised_on": "Permit.promised_on", "basis": JOURNAL, "file": "PermitPaper.file",
            "kind": "PermitPaper.kind", "number": "PermitPaper.number",
        },
        filled=frozenset({"handed_in_at", "happened_on", "mode", "department"}),
        forms=("permit.forms.SubmitForm", "permit.forms.DatedForm", "permit.forms.WithdrawForm",
               "permit.forms.PaperForm"),
        labels={"handed_in_at": _("收件时间"), "happened_on": _("日期"), "file": _("文件"),
                "document": _("收件号或承诺书编号")},
    ),
    Sheet(
        "target", _("任务完成与数值"), _("责任单位"), Frequency.EVENT, _TARGETS,
        pages=("item.claim", "item.measure"), verbs=(Verb.ITEM_CLAIM, Verb.ITEM_MEASURE),
        asks={"done_on": "Proof.done_on", "words": "Proof.words", "file": "Proof.files", "name": "Measurement.name",
              "until_on": "Measurement.until_on", "value": "Measurement.value", "source": "Measurement.source",
              "reason": "Measurement.reason"},
        forms=("targets.forms.ClaimForm", "targets.forms.MeasureForm"),
        labels={"file": _("佐证"), "name": _("数列")},
    ),
    Sheet(
        "observation", _("监测填报"), _("县市区采价人员、项目服务专员"), Frequency.EVENT, _WATCH,
        pages=("observation.record", "watch-import"), verbs=(Verb.OBSERVATION_RECORD, Verb.LEAD_RAISE),
        asks={"day": "Observation.day", "file": "Observation.value", "reason": JOURNAL, "skips_bad": JOURNAL},
        filled=frozenset({"day"}), forms=("watch.forms.SheetForm", "watch.forms.FileForm"),
        labels={"file": _("价格或缺货、备注")},
    ),
    Sheet(
        "call", _("企业走访"), _("包保人员、县市区"), Frequency.EVENT, _FIRMS,
        pages=("call.record", "need.raise", "enterprise.set", "enterprise-change"),
        verbs=(Verb.CALL_RECORD, Verb.NEED_RAISE, Verb.ENTERPRISE_SET),
        asks={
            "called_on": "Call.called_on", "text": "Call.text", "resumed_on": "Call.resumed_on",
            "back_count": "Call.back_count", "due_count": "Call.due_count", "need": "Need.text",
            "lead_unit": "Matter.lead_unit", "problem_type": "Matter.problem_type", "name": "Enterprise.name",
            "unit": "Enterprise.unit", "industry": "Enterprise.industry", "lists": "Enterprise.lists",
            "contact": "Enterprise.contact", "phone": "Enterprise.phone", "to_resume_on": "Enterprise.to_resume_on",
            "is_ended": "Enterprise.is_ended",
        },
        filled=frozenset({"called_on", "unit", "due_count"}),
        forms=("enterprise.forms.CallForm", "enterprise.forms.NeedForm", "enterprise.forms.EnterpriseForm"),
    ),
    Sheet(
        "movement", _("资金变动"), _("项目业主"), Frequency.EVENT, _FUNDS,
        pages=("movement.record", "movement.correct", "movement.withdraw"),
        verbs=(Verb.MOVEMENT_RECORD, Verb.MOVEMENT_CORRECT, Verb.MOVEMENT_WITHDRAW),
        asks={
            "source": "Fund.source", "batch": "Fund.batch", "year": "Fund.year", "step": "Movement.step",
            "happened_on": "Movement.happened_on", "amount_wan": "Movement.amount_wan",
            "document": "Movement.document", "reason": "Movement.reason", "origin": "Movement.origin",
        },
        filled=frozenset({"source", "batch", "year", "step", "happened_on", "amount_wan", "document"}),
        forms=("money.forms.MovementForm", "money.forms.CorrectForm", "money.forms.WithdrawForm"),
        labels={"batch": _("批次"), "origin": _("出处")},
    ),
    Sheet(
        "pool_propose", _("项目入库申报"), _("项目业主、县市区、部门"), Frequency.EVENT, _POOLS,
        pages=("pool.propose",), verbs=(Verb.POOL_PROPOSE,),
        asks={"into": "PoolCase.into", "grounds": "PoolCase.grounds", "document": "PoolCase.document"},
        filled=frozenset({"into"}), forms=("views.pool_act.ProposeForm",),
    ),
    Sheet(
        "rolling_propose", _("三年滚动计划调整"), _("县市区、部门"), Frequency.EVENT, _POOLS,
        pages=("rolling.propose",), verbs=(Verb.ROLLING_PROPOSE,),
        asks={
            **{name: f"RollingCase.{name}" for name in (
                "first_year", "starts_in", "first_wan", "second_wan", "third_wan", "central_wan", "provincial_wan",
                "secured_wan", "preparation", "document")},
            "reason": "RollingCase.grounds",
        },
        filled=frozenset({
            "first_year", "starts_in", "first_wan", "second_wan", "third_wan", "central_wan", "provincial_wan",
            "secured_wan", "preparation",
        }),
        forms=("views.rolling_act.ProposeForm",),
    ),
    Sheet(
        "comment", _("征求意见"), _("各单位"), Frequency.EVENT,
        _("《整治形式主义为基层减负若干规定》(2024)"),
        pages=("bulletin.comment",), verbs=(Verb.BULLETIN_COMMENT,),
        asks={"agrees": "Comment.agrees", "text": "Comment.text"}, forms=("bulletin.forms.CommentForm",),
    ),
    Sheet(
        "appeal", _("考核申诉"), _("各考核单元"), Frequency.EVENT, _ASSESSMENT,
        pages=("result.appeal",), verbs=(Verb.RESULT_APPEAL,),
        asks={"criterion": "Appeal.criterion", "reason": "Appeal.reason", "evidence": "Appeal.evidence",
              "file": "Appeal.file"},
        forms=("assessment.forms.AppealForm",),
    ),
    Sheet(
        "card_lift", _("申请摘牌"), _("被亮牌单位"), Frequency.EVENT, _ASSESSMENT,
        pages=("card.apply_lift",), verbs=(Verb.CARD_APPLY_LIFT,), asks={"application": "Card.application"},
        forms=("assessment.forms.ApplyForm",),
    ),
    Sheet(
        "feedback", _("投诉建议"), _("所有人"), Frequency.VOLUNTARY, _LAW,
        pages=("feedback.send", "about"), verbs=(Verb.FEEDBACK_SEND,),
        asks={"kind": "Feedback.kind", "text": "Feedback.text"}, forms=("views.feedback.SendForm",),
    ),
)  # fmt: skip

# Nobody is asked anything by these: an office keeps its own register, decides what was handed in, or manages accounts.
OWN_WORK: dict[str, tuple[tuple[Verb, ...], tuple[str, ...]]] = {
    "the office keeps the register from papers it holds": (
        (
            Verb.PROJECT_REGISTER, Verb.PROJECT_CHANGE, Verb.PROJECT_MERGE, Verb.PROJECT_ASSIGN_CODE,
            Verb.PROJECT_VOID_CODE, Verb.PROJECT_NOTE_FORMER_NAME, Verb.PROJECT_WITHDRAW_FORMER_NAME,
            Verb.PROJECT_SHARE, Verb.PROJECT_SET_SOURCES, Verb.PROJECT_TAG, Verb.PROJECT_UNTAG, Verb.STAGE_RECORD,
            Verb.STAGE_WITHDRAW, Verb.PLAN_SET, Verb.PLAN_ADJUST, Verb.PLAN_WITHDRAW, Verb.MILESTONE_SET,
            Verb.SLOT_SET, Verb.SLOT_END, Verb.TAG_REGISTER, Verb.ROLLING_SET, Verb.ROLLING_WITHDRAW,
            Verb.OPENING_SET, Verb.REPORT_RECORD, Verb.FILE_BRING_IN, Verb.COLUMN_MAP, Verb.CHECKLIST_SET,
            Verb.PATROL_PLAN, Verb.MONTH_SET_CALENDAR, Verb.CALENDAR_IMPORT, Verb.PARAMETER_SET, Verb.APPROVAL_ITEM_SET,
            Verb.APPROVAL_TEMPLATE_SET, Verb.PERMIT_LAY_OUT, Verb.PERMIT_OPEN, Verb.PERMIT_WAIVE, Verb.PERMIT_REQUIRE,
            Verb.PERMIT_CORRECT,
            Verb.REGISTER_DEFINE, Verb.ITEM_ENTER,
            Verb.ITEM_CHANGE, Verb.ITEM_WITHDRAW, Verb.ITEM_LINK, Verb.ITEM_UNLINK, Verb.ITEM_DROP,
            Verb.ITEM_CARRY_OVER,
            Verb.WATCH_SET, Verb.POINT_SET, Verb.GOODS_SET, Verb.SCHEME_SET, Verb.CARE_ASSIGN,
            Verb.SERIES_REGISTER, Verb.SERIES_CHANGE, Verb.RELEASE_RECORD, Verb.RELEASE_WITHDRAW,
            Verb.BATCH_REGISTER, Verb.BATCH_CHANGE, Verb.RECONCILIATION_RECORD,
        ),
        (
            "project.forms.ProfileForm", "project.forms.RegisterForm", "project.forms.ChangeForm",
            "views.project_act.ReasonForm", "views.project_act.CodeForm", "views.project_act.NameForm",
            "views.project_act.ShareForm", "views.project_act.SourcesForm", "views.project_act.TagForm",
            "views.project_act.MergeForm", "views.stage.MarkForm", "views.stage.WithdrawForm", "views.plan.PlanForm",
            "views.plan.AdjustForm", "views.rolling.SetForm",
            "views.rolling.WithdrawForm", "views.plan.WithdrawForm", "views.milestone.SetForm", "views.slot.SlotForm",
            "views.slot.EndForm", "views.tag.TagForm", "views.patrol.PlanForm", "views.patrol.ChecklistForm",
            "views.workdays.CalendarForm", "views.parameter.ParameterForm", "permit.forms.ItemForm",
            "permit.forms.TemplateForm", "permit.forms.LayOutForm", "permit.forms.OpenForm", "permit.forms.ReasonForm",
            "permit.forms.CorrectForm",
            "targets.forms.RegisterForm",
            "targets.forms.ItemForm", "targets.forms.LinkForm", "targets.forms.ReasonForm", "targets.forms.CarryForm",
            "views.registers.BookForm",
            "watch.forms.WatchForm", "watch.forms.PointForm", "watch.forms.GoodsForm", "enterprise.forms.SchemeForm",
            "enterprise.forms.CareForm", "enterprise.forms.FileForm",
            "series.forms.ChangeForm", "series.forms.RegisterForm", "series.forms.RecordForm",
            "series.forms.WithdrawForm", "series.forms.TakeForm",
            "money.forms.BatchForm", "money.forms.ChangeBatchForm", "money.forms.BooksForm",
        ),
    ),
    "a decision on what was handed in": (
        (
            Verb.REPORT_CHECK, Verb.REPORT_SEND_BACK, Verb.REPORT_ACCEPT, Verb.REPORT_REMIND, Verb.EXHIBIT_JUDGE,
            Verb.INSTRUCTION_GIVE, Verb.MATTER_ENLIST, Verb.MATTER_ISSUE, Verb.MATTER_TAKE_BACK, Verb.MATTER_INSIST,
            Verb.MATTER_URGE, Verb.MATTER_SEND_LETTER,
            Verb.MATTER_EXTEND, Verb.MATTER_REFUSE_EXTENSION, Verb.MATTER_HOLD, Verb.MATTER_LOWER,
            Verb.MATTER_PAUSE, Verb.MATTER_RESUME, Verb.MATTER_PASS_ON, Verb.MATTER_REASSIGN, Verb.MATTER_CLOSE_OUT,
            Verb.MATTER_REOPEN,
            Verb.MATTER_DROP, Verb.MATTER_MERGE, Verb.RECHECK_DRAW, Verb.FEEDBACK_ANSWER, Verb.BULLETIN_DRAFT,
            Verb.BULLETIN_EDIT, Verb.BULLETIN_CONSULT, Verb.BULLETIN_SIGN, Verb.BULLETIN_PUBLISH,
            Verb.BULLETIN_CORRECT, Verb.BULLETIN_WITHDRAW, Verb.PACK_ADOPT, Verb.ROUND_COMPUTE, Verb.ROUND_FREEZE,
            Verb.ROUND_CONFIRM, Verb.ROUND_PUBLISH, Verb.ROUND_WITHDRAW, Verb.RESULT_ADJUST, Verb.APPEAL_DISMISS,
            Verb.MERIT_RECORD, Verb.MERIT_WITHDRAW, Verb.CARD_ISSUE, Verb.CARD_MEASURE, Verb.CARD_LIFT,
            Verb.PERMIT_NOTIFY, Verb.PERMIT_ACCEPT, Verb.PERMIT_PAUSE,
            Verb.PERMIT_RESUME, Verb.PERMIT_EXTEND, Verb.PERMIT_DECIDE, Verb.PERMIT_ISSUE, Verb.PERMIT_CONVERT,
            Verb.ITEM_CONFIRM, Verb.ITEM_SEND_BACK, Verb.POOL_REVIEW, Verb.POOL_ADMIT, Verb.POOL_DECLINE,
            Verb.ROLLING_ACCEPT, Verb.ROLLING_SEND_BACK,
            Verb.POOL_REMOVE, Verb.POOL_KEEP, Verb.POOL_REDATE,
        ),
        (
            "views.exhibit.JudgeForm", "views.instruction.GiveForm", "views.recheck.DrawForm",
            "views.feedback.AnswerForm", "matter.fields.MatterForm", "matter.forms.OnMatterForm",
            "matter.forms.EnlistForm", "matter.forms.IssueForm", "matter.forms.PassOnForm", "matter.forms.ReassignForm",
            "matter.forms.DropForm",
            "matter.forms.MergeForm", "matter.forms.OpinionForm", "matter.forms.WordsForm",
            "matter.forms.LetterForm", "matter.forms.ExtendForm",
            "matter.forms.HoldForm", "matter.forms.LowerForm", "matter.forms.PauseForm", "matter.forms.CloseOutForm",
            "matter.forms.ReopenForm", "matter.minutes.PaperForm", "matter.minutes.PointForm",
            "bulletin.forms.PlainForm", "bulletin.forms.SignForm", "bulletin.forms.PublishForm",
            "bulletin.forms.ReasonForm", "assessment.forms.PlainForm", "assessment.forms.ReasonForm",
            "assessment.forms.DocumentForm", "assessment.forms.ComputeForm", "assessment.forms.AdjustForm",
            "assessment.forms.AnswerForm", "assessment.forms.MeritForm", "assessment.forms.CardForm",
            "assessment.forms.MeasureForm", "assessment.forms.LiftForm", "assessment.forms.AdoptForm",
            "permit.forms.OnPermitForm", "permit.forms.WordedForm",
            "permit.forms.NotifyForm", "permit.forms.PauseForm", "permit.forms.ExtendForm", "permit.forms.DecideForm",
            "permit.forms.BasisForm",
            "targets.forms.OpinionForm", "views.pool_act.ReviewForm", "views.pool_act.AdmitForm",
            "views.pool_act.DeclineForm", "views.pool_act.RemoveForm", "views.pool_act.KeepForm",
            "views.pool_act.RedateForm", "views.rolling_act.AcceptForm", "views.rolling_act.SendBackForm",
        ),
    ),
    "accounts, and what people keep for themselves": (
        (
            Verb.UNIT_REGISTER, Verb.UNIT_CHANGE, Verb.PERSON_REGISTER, Verb.PERSON_CHANGE, Verb.PERSON_RETIRE,
            Verb.PERSON_SET_PASSWORD, Verb.PERSON_CHANGE_PASSWORD, Verb.PERSON_HAND_OVER, Verb.ROLE_GRANT,
            Verb.ROLE_END, Verb.NOTICE_READ, Verb.CALENDAR_FEED_OPEN, Verb.CALENDAR_FEED_CLOSE, Verb.VIEW_SAVE,
            Verb.VIEW_DROP,
        ),
        (
            "views.unit.UnitForm", "views.unit.ChangeForm", "views.person.PersonForm", "views.person.RegisterForm",
            "views.person.ChangeForm", "views.person.RetireForm", "views.person.NewPasswordForm",
            "views.person.HandOverForm", "views.account.PasswordForm", "views.role.GrantForm", "views.role.EndForm",
        ),
    ),
}  # fmt: skip

for _sheet in SHEETS:  # an office finds them among the parameters, whether or not a page was opened yet
    _sheet.basis_parameter, _sheet.owner_parameter, _sheet.expiry_parameter  # noqa: B018
