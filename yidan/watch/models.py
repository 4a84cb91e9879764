"""What is watched, where, of which goods; and what was seen of one of them in one place on one day.

价格巡查 is the first of them and not the only one: another city watches masks in pharmacies or diesel at pumps. So the
watch, its points and its items are data, each with the unit it is measured in; what is seen is a fact.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.matters.models import Matter
from yidan.matters.rules import names_in
from yidan.people.models import Person, Unit


class Watch(models.Model):
    """监测: what is looked at, on which paper's ground, and which unit follows a lead (执法归口)."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    value_word = models.CharField(_("记什么"), max_length=20, default="价格")
    basis = models.CharField(_("依据"), max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("线索归口"), help_text="who follows a lead"
    )
    is_ended = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="watch_has_a_basis", condition=~Q(basis=""))]

    def __str__(self) -> str:
        return self.name

    def reach(self) -> dict[Reach, set[int]]:
        """The unit that follows its leads reaches all of it."""
        return {Reach.COMPETENT_UNIT: {self.unit_id}}


class AlertRule(Fact):
    """预警线 of a watch, in percent, with the paper it comes from; empty: no such alert."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="rules")
    day_percent = models.DecimalField(_("比昨日涨跌(%)"), max_digits=6, decimal_places=2, null=True, blank=True)
    week_percent = models.DecimalField(_("比上周上涨(%)"), max_digits=6, decimal_places=2, null=True, blank=True)
    on_outage = models.BooleanField(_("缺货即预警"), default=True)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            *one_live("alert_rule", "watch"),
            models.CheckConstraint(name="alert_rule_has_a_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="alert_rule_is_positive",
                condition=(Q(day_percent__isnull=True) | Q(day_percent__gt=0))
                & (Q(week_percent__isnull=True) | Q(week_percent__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.source


class Point(models.Model):
    """采价点: a supermarket, a market, a pharmacy; it belongs to a county, whose people may enter for it."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="points")
    name = models.CharField(_("监测点"), max_length=60)
    kind = models.CharField(_("类型"), max_length=20, blank=True, help_text="超市、农贸市场、药店……")
    groups = models.CharField(_("采哪些类别"), max_length=120, blank=True, help_text="separated by 、; empty: all")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("县市区"))
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    is_ended = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["watch", "name"], name="point_name_once")]

    def __str__(self) -> str:
        return self.name

    def tells(self, item: Goods) -> bool:
        """Whether these goods are asked for here: a pharmacy is not asked for pork."""
        return not self.groups or item.group in names_in(self.groups)

    def reach(self) -> dict[Reach, set[int]]:
        """The county it lies in, and the unit that follows its leads."""
        return {Reach.ASSESSED_UNIT: {self.unit_id}, **self.watch.reach()}


class Goods(models.Model):
    """品种: a kind of goods with its size and the measure its value is told in (元/500克)."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="items")
    group = models.CharField(_("类别"), max_length=20, blank=True, help_text="粮油、肉蛋、防疫用品……")
    name = models.CharField(_("品种"), max_length=40)
    spec = models.CharField(_("规格"), max_length=60, blank=True)
    measure = models.CharField(_("计量单位"), max_length=20)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    is_ended = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["watch", "name", "spec"], name="goods_name_once")]

    def __str__(self) -> str:
        return self.name


class Observation(Fact):
    """What was seen of one item at one point on one day: a value, or that there was none to be had (缺货)."""

    point = models.ForeignKey(Point, models.PROTECT, related_name="observations")
    item = models.ForeignKey(Goods, models.PROTECT, related_name="observations")
    day = models.DateField(_("日期"))
    value = models.DecimalField(_("价格"), max_digits=10, decimal_places=2, null=True, blank=True)
    is_out = models.BooleanField(_("缺货"), default=False)
    remark = models.CharField(_("备注"), max_length=100, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="why it supersedes the one before")
    observer = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["item", "day"], name="observation_by_item")]
        constraints = [
            *one_live("observation", "point", "item", "day"),
            models.CheckConstraint(
                name="observation_is_a_value_or_an_outage",
                condition=Q(is_out=True, value__isnull=True) | Q(is_out=False, value__isnull=False, value__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.value if self.value is not None else _('缺货')}"

    def reach(self) -> dict[Reach, set[int]]:
        """As its point."""
        return self.point.reach()


class Lead(models.Model):
    """线索: what was seen at one point became a matter of the one list, once."""

    observation = models.OneToOneField(Observation, models.PROTECT, related_name="lead")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.matter)
