# ruff: noqa: E501  (a sentence a line reads best)
"""What the rules of money find, in the words that people read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.funds.rules import Asked, Fault
from yidan.funds.rules.questions import plain
from yidan.funds.states import SOURCE_WORDS, Question, Step
from yidan.ledger.states import Source

QUESTIONS = {
    Question.PAID_OVER_DONE: gettext_lazy("累计支付 %(paid)s 万元，比完成投资 %(done)s 万元多 %(over)s 万元：月报是否少报，或支付是否超前？"),
    Question.PAID_WITHOUT_START: gettext_lazy("%(on)s起已支付 %(paid)s 万元，台账没有此前的开工记录：是否漏记开工？"),
    Question.PAID_AHEAD: gettext_lazy("支付率(支付÷下达) %(rate)s%%，年度完成率(完成÷年度计划，超额的按100%%计) %(progress)s%%，高 %(points)s 个百分点：是否超付？"),
    Question.PAID_BEHIND: gettext_lazy("支付率(支付÷下达) %(rate)s%%，年度完成率(完成÷年度计划，超额的按100%%计) %(progress)s%%，低 %(points)s 个百分点：是否欠付？"),
    Question.NOT_STARTED: gettext_lazy("%(on)s下达，应于%(due)s前开工，台账还没有开工记录：什么时候开工？"),
    Question.TO_RETURN: gettext_lazy("%(on)s下达，超过 %(months)s 个月没有开工记录：是否收回或调整？"),
    Question.SLOW: gettext_lazy("%(name)s：%(on)s发行，支付率(支付÷下达) %(rate)s%%，低于 %(least)s%%：卡在哪里？"),
    Question.BELOW_TARGET: gettext_lazy("%(name)s：%(on)s支付率(支付÷下达) %(rate)s%%，应达 %(least)s%%：怎么赶上？"),
    Question.IDLE: gettext_lazy("%(name)s：到位未支付 %(amount)s 万元，其中最早的%(on)s到位，已 %(days)s 天：是否闲置？"),
}  # fmt: skip


def question(asked: Asked) -> str:
    """The question with its numbers."""
    return str(QUESTIONS[asked.question]) % asked.said


def fault(found: Fault, source: str) -> str:
    """Why a movement cannot be, and what to do now."""
    said = {"on": found.on, "step": step(found.step, source), "amount": plain(found.amount_wan)}
    if found.above is None:
        return _("到%(on)s，%(step)s累计为 %(amount)s 万元，不能为负；请核对金额和日期。") % said
    said |= {"above": step(found.above, source), "limit": plain(found.limit_wan)}
    return (
        _(
            "到%(on)s，%(step)s累计 %(amount)s 万元，超过%(above)s累计 %(limit)s 万元；请先记%(above)s，或核对金额和日期。"
        )
        % said
    )


def step(of: Step, source: str) -> str:
    """The step in the words of its source: a bank grants a credit."""
    if source == Source.BANK_LOAN:
        return {Step.GRANTED: _("授信"), Step.IN_PLACE: _("放款")}.get(of) or str(of.label)
    return str(of.label)


def source(value: str) -> str:
    """The source in full."""
    return str(SOURCE_WORDS[Source(value)])
