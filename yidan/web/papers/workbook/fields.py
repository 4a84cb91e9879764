# ruff: noqa: E501  (one head pattern a line reads best)
"""The fields a project office's columns hold, and the heads they go by (domain.md §5.5 (a), (b), (c))."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext

SOURCES = ("source_central", "source_provincial", "source_city_county", "source_special_bond", "source_bank", "source_own", "source_social")  # fmt: skip
SPLIT_FIELDS = tuple(f"split_{month}" for month in range(1, 13))  # what a year's plan says of each month
PERIOD_FIELDS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4", "half_1", "half_2")  # compared, not kept
AMOUNT_FIELDS = frozenset(
    (
        *SPLIT_FIELDS,
        *PERIOD_FIELDS,
        "total_investment",
        "prior_cumulative",
        "planned",
        "month_plan",
        "invested_month",
        "invested_year",
        "invested_to_date",
        *SOURCES,
        "need_1",
        "need_2",
        "need_3",
        "need_sum",
        "need_central",
        "need_provincial",
        "secured",
    )
)
PERCENT_FIELDS = frozenset(("percent_of_plan", "percent_of_total"))
POOLED_FIELDS = frozenset(("pooled", "pooled_reserve", "pooled_rolling", "pooled_construction"))
DATE_FIELDS = frozenset(("planned_start", "planned_finish", "actual_start", "actual_finish")) | POOLED_FIELDS
# What a vertical merge, or a blank where the format knows no merges, may hand down from the row above.
DITTO_FIELDS = frozenset(
    (
        "responsible_unit",
        "assessed_unit",
        "competent_unit",
        "owner_unit",
        "contact_leader",
        "duty_person",
        "duty_phone",
        "place",
        "listing",
        "domain",
        "level",
        "remark",
        "nature",
        "goal",
        "years",
    )
)
INHERITED_BLANKS = frozenset(("responsible_unit", "assessed_unit", "competent_unit", "contact_leader"))

LABELS = {
    "serial": "序号",
    "name": "项目名称",
    "part": "子项名称",
    "row_month": "月份",
    "code": "项目代码",
    "place": "建设地点",
    "nature": "建设性质",
    "scale": "建设规模及主要内容",
    "years": "建设起止年限",
    "total_investment": "总投资",
    "source_central": "资金来源·中央",
    "source_provincial": "资金来源·省",
    "source_city_county": "资金来源·市县",
    "source_special_bond": "资金来源·专项债",
    "source_bank": "资金来源·银行贷款",
    "source_own": "资金来源·企业自筹",
    "source_social": "资金来源·社会资本",
    "prior_cumulative": "截至上年底累计完成投资",
    "planned": "年度计划投资",
    "split_1": "1月计划投资",
    "split_2": "2月计划投资",
    "split_3": "3月计划投资",
    "split_4": "4月计划投资",
    "split_5": "5月计划投资",
    "split_6": "6月计划投资",
    "split_7": "7月计划投资",
    "split_8": "8月计划投资",
    "split_9": "9月计划投资",
    "split_10": "10月计划投资",
    "split_11": "11月计划投资",
    "split_12": "12月计划投资",
    "quarter_1": "一季度计划投资",
    "quarter_2": "二季度计划投资",
    "quarter_3": "三季度计划投资",
    "quarter_4": "四季度计划投资",
    "half_1": "上半年计划投资",
    "half_2": "下半年计划投资",
    "goal": "年度建设内容和目标",
    "planned_start": "计划开工时间",
    "planned_finish": "计划竣工时间",
    "owner_unit": "项目业主",
    "responsible_unit": "责任单位",
    "competent_unit": "主管部门",
    "duty_person": "责任人",
    "duty_phone": "责任人电话",
    "contact_leader": "联系市领导",
    "remark": "备注",
    "listing": "年度类型",
    "domain": "领域",
    "level": "级别",
    "month_plan": "本月计划投资",
    "invested_month": "本月完成投资",
    "invested_year": "本年累计完成投资",
    "percent_of_plan": "占年度计划%",
    "invested_to_date": "自开工累计完成投资",
    "percent_of_total": "占总投资%",
    "physical_progress": "形象进度",
    "year_goal": "年度目标",
    "is_on_schedule": "是否达序时",
    "actual_start": "实际开工时间",
    "actual_finish": "实际竣工时间",
    "problems": "存在问题",
    "needs": "需协调事项",
    "next_step": "下一步计划",
    "assessed_unit": "县市区",
    "prep_plan": "前期工作计划",
    "starts_in": "拟开工年",
    "need_1": "第一年投资需求",
    "need_2": "第二年投资需求",
    "need_3": "第三年投资需求",
    "need_sum": "三年投资需求合计",
    "need_central": "中央资金需求",
    "need_provincial": "省资金需求",
    "secured": "资金落实",
    "pooled": "入库日期",
    "pooled_reserve": "纳入储备库日期",
    "pooled_rolling": "纳入滚动库日期",
    "pooled_construction": "纳入实施库日期",
}


def label_of(field: str) -> str:
    """What a field is called, in the reader's language; the catalogue keeps % doubled, as pages ask for it."""
    return gettext(LABELS.get(field, field).replace("%", "%%")).replace("%%", "%")


LISTING_OF = {
    "新开工": "starting", "新建": "starting", "开工": "starting", "计划新开工": "starting", "拟新开工": "starting",
    "续建": "continuing", "在建": "continuing", "结转": "continuing",
    "竣工": "completing", "计划竣工": "completing", "完工": "completing", "建成": "completing",
    "预备": "preparing", "前期": "preparing", "储备": "preparing", "预备(前期)": "preparing",
}  # fmt: skip
LISTING_OF |= {f"{word}项目": listing for word, listing in LISTING_OF.items()} | {
    f"{word}类": listing for word, listing in LISTING_OF.items()
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a head was recognised as; `is_guess` where the head alone is not certain."""

    field: str | None = None
    year: int | None = None
    month: int | None = None
    is_guess: bool = False


_T = r"(?:时间|日期|年月|时限)?"
_INVESTED = r"(?:实际)?(?:已)?完成(?:情况|额|数)?(?:投资)?(?:额|数|情况)?"
# Matched against the last part of the head without its unit, year and %; the first that fits is the field.
_LEAVES: list[tuple[str, str]] = [
    ("serial", r"序号?|编号|项目编号|项目序号|No\.?|NO\.?"),
    ("code", r"(?:国家|投资|全国|在线)?(?:投资)?项目(?:统一)?(?:代码|编码|赋码)|(?:统一|国家)?(?:代码|编码)|(?:投资)?项目在线(?:审批)?(?:监管)?(?:平台)?代码"),
    ("part", r"(?:建设)?子(?:项目?|工程)(?:工程)?(?:名称)?|单项工程(?:名称)?|(?:所含|具体)子?项目(?:名称)?"),
    ("name", r"(?:重点|建设|工程|重大|重点建设)?项目(?:工程)?(?:名称)?|工程名称|名称|项目名称及.*"),
    ("row_month", r"(?:统计|调度|报告|报送|所属|填报)?(?:月份|月度|年月|报告期|统计期)@month"),
    ("assessed_unit", r"县市区|县\(市、?区\)|县\(市,区\)|县区|区县|市州|属地|(?:所属|所在)(?:辖区|县市区|区域|县区|区县)|考核单元|辖区|县市区\(园区\)|(?:责任)?(?:县市区|县区|区县)(?:名称)?"),
    ("place", r"(?:项目)?建设(?:地点|地址|位置)|(?:项目)?(?:所在地|地点|地址|选址)|项目位置|所属乡镇"),
    ("nature", r"(?:项目)?建设性质|项目性质"),
    ("scale", r"(?:项目)?(?:主要)?建设(?:规模)?(?:及|和|与|、)?(?:主要)?(?:建设)?(?:规模|内容)(?:及|和|与|、)?(?:规模|内容)?|(?:项目)?(?:基本)?(?:概况|简介|建设内容)|规模及(?:主要)?内容"),
    ("years", r"(?:项目)?(?:建设)?(?:起止)(?:年限|时间|年月|年份)|建设(?:年限|工期|周期|期限|起止年限|时间)|项目工期|工期"),
    ("prior_cumulative", r"(?:自开工)?(?:截至|截止|至|到)?(?:上年|去年|上年度|以前年度)?(?:年)?(?:12月)?(?:31日)?(?:底|末)?(?:前)?(?:预计)?累计(?:已)?完成(?:投资)?(?:额)?@prior|以前年度(?:累计)?(?:已)?完成(?:投资)?|(?:截至|截止|至|到)?(?:上年|去年)(?:度)?(?:年)?(?:底|末)(?:前)?(?:预计)?(?:累计)?(?:已)?完成(?:投资)?(?:额)?"),
    ("percent_of_plan", r"(?:累计)?占(?:年度?|全年|本年)?(?:度)?(?:投资)?(?:计划)?(?:投资)?(?:的)?(?:比例|比重|比)?@plan|(?:年度|本年|全年)?(?:投资|计划|累计)?(?:投资)?完成(?:率|比例)|(?:为|完成)(?:年度|全年)(?:投资)?计划(?:投资)?(?:的)?|投资完成比例|年度投资完成率|完成(?:年度|全年|年)?(?:投资)?计划(?:投资)?(?:的)?(?:比例|比重|比)"),
    ("percent_of_total", r"(?:累计)?占(?:项目)?总(?:投资)?(?:的)?(?:比例|比重|比)?|总投资完成率"),
    ("invested_to_date", r"(?:项目)?(?:自|从)?(?:项目)?开工(?:以来|起|至今|后|建设以来)?(?:至今)?累计(?:已)?(?:完成)?(?:投资)?(?:额)?|(?:项目)?总累计(?:完成)?(?:投资)?|(?:项目)?开工至今(?:累计)?(?:完成)?(?:投资)?|开工累计(?:完成)?(?:投资)?|项目累计(?:完成)?(?:投资)?"),
    ("month_plan", r"(?:本月|当月|@m月份?)(?:投资)?计划(?:完成)?(?:投资)?(?:额)?|(?:本月|当月)计划数?"),
    ("invested_year", rf"@r月?份?(?:累计)?{_INVESTED}|@r月?份?累计|(?:本|今|当|年)?年(?:度|内|初至今|初以来)?累计{_INVESTED}|(?:今年|本年|年初|自年初)(?:以来|至今|起)?(?:累计)?{_INVESTED}|当月至今{_INVESTED}|年度{_INVESTED}|本年{_INVESTED}"),
    ("invested_month", rf"(?:本月|当月|@m月份?)(?:份)?{_INVESTED}|(?:本月|当月)完成数?|@m月份?当月{_INVESTED}|(?:本月|当月|@m月份?)(?:新增)?(?:完成)?投资(?:完成)?(?:额|数|情况)?"),
    ("planned", r"(?:年度|本年度?|今年|当年|全年)?(?:计划)?(?:完成)?投资(?:计划)?(?:额|任务|目标)?@planned|(?:年度|本年度?|今年|当年|全年|年)(?:计划|投资计划|任务|投资任务|计划投资额?|计划完成投资|投资目标|投资)|年度计划(?:完成)?投资(?:额)?|计划投资(?:额)?"),
    ("total_investment", r"(?:项目|计划|估算|概算|估算或概算|工程)?总投资(?:额|规模|估算)?|投资总额|总投资概算"),
    ("year_goal", r"(?:年度|全年)(?:建设)?(?:形象进度)?(?:工作)?目标(?:任务)?|年度(?:建设)?(?:形象进度)(?:目标)?"),
    ("goal", r"(?:年度)?(?:主要)?建设(?:内容|任务)(?:及|和|/|、|与)?(?:形象进度)?(?:目标)?@goal|形象进度目标|年度(?:主要)?建设(?:内容|任务)(?:及|和|/|、)?(?:形象进度)?(?:目标)?|(?:主要建设内容)/(?:形象进度目标)|工作目标"),
    ("pooled_reserve", r"(?:纳入|列入|进入|转入|入)(?:前期|项目)?储备库(?:的)?(?:时间|日期|年月)@pool|储备库?入库(?:时间|日期|年月)@pool"),
    ("pooled_rolling", r"(?:纳入|列入|进入|转入|入)(?:计划|三年)?滚动库(?:的)?(?:时间|日期|年月)@pool|滚动库入库(?:时间|日期|年月)@pool"),
    ("pooled_construction", r"(?:纳入|列入|进入|转入|入)(?:建设|年度)?(?:实施|年度)库(?:的)?(?:时间|日期|年月)@pool|实施库入库(?:时间|日期|年月)@pool"),
    ("pooled", r"(?:项目)?入库(?:时间|日期|年月|时点)@pool|(?:纳入|列入|进入)项目库(?:的)?(?:时间|日期|年月)@pool"),
    ("planned_start", rf"(?:计划|拟|预计)(?:开工|动工)(?:建设)?{_T}|开工{_T}@plan_time"),
    ("planned_finish", rf"(?:计划|拟|预计)(?:竣工|完工|建成|竣工投产|完成)(?:投产)?{_T}|(?:竣工|完工|建成){_T}@plan_time"),
    ("actual_start", rf"(?:实际|已)(?:开工|动工)(?:建设)?{_T}|开工{_T}@actual_time"),
    ("actual_finish", rf"(?:实际|已)(?:竣工|完工|建成){_T}|(?:竣工|完工|建成){_T}@actual_time"),
    ("is_on_schedule", r"是否(?:达|达到|完成|符合|达成)?(?:到)?序时(?:进度)?|达(?:到)?序时(?:进度)?(?:情况)?|序时进度"),
    ("physical_progress", r"(?:本月|当月|目前|当前|工程|项目|建设|实际)*(?:形象)(?:进度|进展)(?:情况)?|(?:工程|项目|建设|目前|当前|工作)(?:进度|进展)(?:情况)?|进展情况|最新进展|(?:本月|当月)?(?:工程|项目|建设|工作)(?:进度|进展)(?:情况)?|形象进度(?:描述|说明|简述)"),
    ("problems", r"(?:目前|主要)?存在(?:的)?(?:主要)?(?:困难)?(?:和|及|与)?(?:问题)(?:及.*)?|主要问题|问题|存在困难|困难(?:和|及|与|、)?问题|问题(?:和|及|与|、)困难"),
    ("needs", r"(?:提请|需要?|请)(?:市|市里|省|上级|市级|市委市政府)?(?:协调|解决|支持)(?:解决)?(?:的)?(?:主要)?(?:问题|事项)(?:及.*)?|需协调事项|请求事项"),
    ("next_step", r"下(?:一)?(?:步|阶段)(?:工作)?(?:计划|打算|安排|措施|目标)?|下月(?:工作)?(?:计划|安排)"),
    ("owner_unit", r"(?:项目)?(?:建设)?业主(?:单位)?(?:名称)?|(?:项目)?建设(?:业主|单位|主体)(?:名称)?|项目(?:法人|单位|业主)(?:单位)?|实施(?:主体|单位)|承建业主|申报单位"),
    ("responsible_unit", r"(?:牵头)?责任(?:单位|部门|主体)|牵头责任单位"),
    ("competent_unit", r"(?:行业)?(?:主管|监管)(?:部门|单位)|行业主管(?:部门)?|分管局委"),
    ("duty_phone", r"(?:责任人|负责人|联系人)?(?:联系)?(?:电话|手机|方式)(?:号码)?|联系方式"),
    ("duty_person", r"(?:项目)?(?:责任人|负责人|联系人)(?:姓名)?(?:及|和|\(|、)?(?:联系)?(?:电话|方式)?\)?(?:号码)?"),
    ("contact_leader", r"(?:市级|市)?(?:联系|挂点|包联|包保|挂钩|分管|牵头|挂联|联点)(?:的)?(?:市级|市)?(?:领导)|市(?:级)?领导|市级责任领导|责任领导"),
    ("remark", r"备注|备考|说明"),
    ("listing", r"(?:年度)?(?:列表|计划|建设)(?:类型|类别)|年度类型|建设状态|项目状态"),
    ("kind_unclear", r"(?:项目)?(?:类型|类别|分类)"),
    ("domain", r"(?:所属|项目)?领域|四大领域|板块"),
    ("level", r"(?:项目|重点)?(?:级别|层级|等级)|省市重点|省/市重点|重点类别"),
    ("source_central", r"中央(?:预算内|财政)?(?:资金|投资)?@source|中央预算内(?:资金|投资)?"),
    ("source_provincial", r"省(?:级|预算内|财政)?(?:资金|投资)?@source"),
    ("source_city_county", r"(?:市县|市、县|市区县|市级|县级|地方|市县区|市\(县\)|地方财政)(?:配套)?(?:资金|投资|财政)?@source"),
    ("source_special_bond", r"(?:地方政府)?专项债(?:券)?(?:资金)?"),
    ("source_bank", r"(?:银行|金融机构)?(?:贷款|融资)(?:资金)?@source|银行贷款"),
    ("source_own", r"(?:企业|业主|单位)?自筹(?:资金)?|企业自有资金"),
    ("source_social", r"社会(?:资本|资金|投资)|(?:其他|其它)(?:资金|投资|来源)?@source"),
]  # fmt: skip


def _compiled() -> list[tuple[str, re.Pattern, str]]:
    out = []
    for name, pattern in _LEAVES:
        for part in _alternatives(pattern):
            body, _, needs = (
                part.partition("@")
                if re.search(r"@(?:prior|plan|planned|goal|plan_time|actual_time|source|pool|month)$", part)
                else (part, "", "")
            )
            body = body.replace("@m", r"(?P<m>\d{1,2})").replace("@r", r"1月?[-—–~至到](?P<r>\d{1,2})")
            out.append((name, re.compile(body), needs))
    return out


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars outside every bracket."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(pattern):
        if pattern[index - 1 : index] == "\\":
            continue
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            parts.append(pattern[start:index])
            start = index + 1
    return [*parts, pattern[start:]]


_PATTERNS = _compiled()
# 累计 without a word of since when: this year's most likely, which is asked.
_SO_FAR = re.compile(
    r"累计(?:已)?(?:完成)?(?:投资)?(?:额|数)?"
    r"|(?:截至|截止|至|到)?(1[0-2]|[1-9])月份?(?:底|末|\d{1,2}日)?止?累计(?:已)?(?:完成)?(?:投资)?(?:额|数|情况)?"
    r"|(?:截至|截止|至|到)(1[0-2]|[1-9])月份?(?:底|末|\d{1,2}日)?止?(?:已)?完成(?:投资)?(?:额|数|情况)?"
)
UNIT_AT_END = re.compile(r"(亿元|万元|千元|元)$")
_ASIDE = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_HARMLESS = re.compile(
    r"全称|调整后|[公盖签]章|必填|选填|法人.{0,4}|单选|下拉.*|文字.*|请.*|可[填选空多].*|如.*|没有.*|无.{0,3}填.*|.*填写?.*|格式.*|具体.*|详细.*|.*\d+字.*"
    r"|(?:单位:?)?(?:亿元|万元|千元|元)(?:[,、;].*)?|保留.*|精确.*|整数|年.?月.?日?"
)
_TELLING = re.compile(r"调整|原|其中|含|扣|不|上年|去年|同期|批复|备案|增|减|比|率|%|\d")
_YEAR_WORD = re.compile(r"20\d\d年")
_YEAR = re.compile(r"(20\d\d)年?度?")
_PRIOR = re.compile(
    r"(?:截至|截止|至|到)?(20\d\d)年(?:12月)?(?:31日)?(?:底|末)(?:前)?(?:预计)?(?:累计)?(?:已)?完成(?:投资)?(?:额)?"
)
_TRIM = re.compile(
    r"\((?:单位:?)?(?:人民币)?(?:亿元|千万元|百万元|万元|千元|元|亿|万|%|必填|选填|个|年|月|年、月|年/月)\)|[%*★☆▲:。]|[,、/](?:万元|亿元|元)$|\((?:万元|亿元|%)$"
)


@lru_cache(maxsize=20_000)
def recognise(path: tuple[str, ...], kind: str) -> Found:
    """The field a head's path stands for in a table of this kind, with the year or month it names.

    What is known by no other name is looked at without what is said aside: `项目名称(全称)`, `总投资亿元`; or as one
    word where a head was cut in two lines of cells: `责任` over `单位`.
    """
    if kind == "rolling":
        return _of_three_years(path)
    found = _recognise(path, kind)
    if found.field is None and (bare := _ASIDE.sub("", path[-1])) not in ("", path[-1]):
        asides = [match[1] for match in _ASIDE.finditer(path[-1])]
        found = _recognise((*path[:-1], bare), kind)
        is_plain = all(_HARMLESS.fullmatch(aside) for aside in asides)
        if not is_plain and any(_TELLING.search(aside) for aside in asides):
            found = Found()
        found = replace(found, is_guess=found.is_guess or not is_plain)
    if found.field is None and (money := UNIT_AT_END.search(path[-1])):
        found = _recognise((*path[:-1], path[-1][: money.start()]), kind)
        found = found if found.field in AMOUNT_FIELDS else Found()
    if found.field is None and len(path) > 1 and re.fullmatch(r"(?:合|总|共|小)?计|总额|总数", path[-1]):
        found = _recognise(path[:-1], kind)
    if found.field is None and len(path) > 1 and len(path[-1]) <= 6:
        found = _recognise((*path[:-2], path[-2] + path[-1]), kind)
    return found


def _recognise(path: tuple[str, ...], kind: str) -> Found:
    raw = path[-1]
    parents = "/".join(path[:-1])
    if match := _PRIOR.fullmatch(_TRIM.sub("", raw)):
        return Found("prior_cumulative", int(match[1]))
    year_match = _YEAR.search("/".join(path))
    year = int(year_match[1]) if year_match else None
    trimmed = _TRIM.sub("", raw)
    had_year = bool(_YEAR.search(trimmed))
    leaf = _YEAR.sub("", trimmed)
    if had_year and leaf in ("计划", "投资计划", "计划投资", "计划完成投资", "投资", "计划投资额", "计划投资目标"):
        return Found("planned", year)
    if re.search(r"排名|位次|增长|同比|增速", raw):
        return Found()
    if kind == "plan" and (period := _period(leaf, parents)):
        return Found(period, year)
    # `2020年度目标` is either 目标 of a year or 年度目标: both readings are tried.
    for shape in dict.fromkeys((leaf, _YEAR_WORD.sub("年", trimmed))):
        for name, pattern, needs in _PATTERNS:
            match = pattern.fullmatch(shape)
            if not match or not _context(needs, name, parents, raw, kind, had_year):
                continue
            groups = match.groupdict()
            month = int(groups.get("m") or groups.get("r") or 0) or None
            if month and month > 12:
                continue
            return _settled(name, year, month, parents, kind)
    if so_far := _SO_FAR.fullmatch(leaf):
        month = int(next((each for each in so_far.groups() if each), 0)) or None
        return Found("invested_to_date" if "开工" in parents else "invested_year", year, month, is_guess=True)
    return _by_parent(leaf, parents, kind, year) if parents else _of_bare_month(leaf, kind, year)


_PLANNED_FOR = r"度?(?:投资)?(?:计划|任务|目标)?(?:完成)?(?:投资)?(?:额|数|计划|任务|目标)?"
_PERIOD = re.compile(
    rf"(?:第?(?P<quarter>[一二三四1-4])季|Q(?P<q>[1-4])|(?P<half>[上下])半年)(?:末)?{_PLANNED_FOR}"
    rf"|(?P<from>1|4|7|10)月?[-—–~至到](?P<to>3|6|9|12)月份?{_PLANNED_FOR}"
)


def _period(leaf: str, parents: str) -> str:
    """`一季度计划`, `Q1`, `4-6月`, `上半年`: of a plan, if nothing says that it is what was done."""
    match = _PERIOD.fullmatch(leaf)
    if not match or (re.search(r"完成", leaf + parents) and not re.search(r"计划|任务|目标", leaf + parents)):
        return ""
    if match["half"]:
        return "half_1" if match["half"] == "上" else "half_2"
    if match["from"]:
        months = int(match["from"]), int(match["to"])
        halves = {(1, 6): "half_1", (7, 12): "half_2"}
        return f"quarter_{months[1] // 3}" if months[1] - months[0] == 2 else halves.get(months, "")
    quarter = match["quarter"] or match["q"]
    return f"quarter_{'一二三四'.find(quarter) + 1 or quarter}"


def _of_bare_month(leaf: str, kind: str, year: int | None) -> Found:
    """`5月` alone: most likely what was done in it, in a month's table; what is planned for it, in a year's."""
    match = re.fullmatch(r"(\d{1,2})月份?", leaf)
    if match and 1 <= int(match[1]) <= 12:
        return Found("invested_month" if kind == "dispatch" else "month_plan", year, int(match[1]), is_guess=True)
    return Found()


def _of_three_years(path: tuple[str, ...]) -> Found:
    """A three-year sheet has columns of its own, and of the plan's those that say which project it is."""
    from yidan.web.papers.workbook import three_years

    found = three_years.recognise(path, _TRIM.sub("", path[-1]))
    if found is None:
        found = recognise(path, "plan")
        found = found if found.field in three_years.SHARED else Found()
    return found


def _context(needs: str, name: str, parents: str, raw: str, kind: str, had_year: bool) -> bool:
    """Whether what a leaf needs around it is there: short heads mean something only under their parent."""
    if not needs:
        return True
    if needs == "pool":  # a month's table says nothing of the pools: such a column is reported there, not swallowed
        return kind == "plan"
    if needs == "month":  # of a table with a row for each month
        return kind == "dispatch"
    if needs == "prior":
        return bool(re.search(r"上年|去年|以前|年底|年末", raw))
    if needs == "plan":
        return "计划" in raw or "年" in raw
    if needs == "planned":
        return (
            had_year
            or bool(re.search(r"年度|本年|今年|当年|全年", raw))
            or bool(re.search(r"年.*计划|年度计划", parents))
        )
    if needs == "goal":
        return bool(re.search(r"年.*计划|年度", parents + raw))
    if needs == "plan_time":
        return "计划" in parents or (kind == "plan" and "实际" not in parents)
    if needs == "actual_time":
        return "实际" in parents
    return bool(re.search(r"资金|来源|筹措|构成", parents + raw))


def _settled(name: str, year: int | None, month: int | None, parents: str, kind: str) -> Found:
    if name == "year_goal" and kind == "plan":
        name = "goal"
    elif name == "goal" and kind == "dispatch":
        name = "year_goal"
    if name == "scale" and (year or re.search(r"年度计划", parents)):  # `2021年主要建设内容`
        name = "goal" if kind == "plan" else "year_goal"
    return Found(name, year, month)


def _by_parent(leaf: str, parents: str, kind: str, year: int | None) -> Found:
    month = re.fullmatch(r"(?:(?P<so_far>1月?[-—–~至到]))?(?P<number>\d{1,2})月份?", leaf)
    if month and re.search(r"完成", parents) and "计划" not in parents and 1 <= int(month["number"]) <= 12:
        return Found("invested_year" if month["so_far"] else "invested_month", year, int(month["number"]))
    if month and not month["so_far"] and re.search(r"计划|分月", parents) and 1 <= int(month["number"]) <= 12:
        return Found("month_plan", year, int(month["number"]))
    if leaf in ("本月", "当月") and re.search(r"完成", parents) and "计划" not in parents:
        return Found("invested_month", year)
    if re.search(r"20\d\d年.*计划|年度计划", parents):
        if leaf in ("投资", "投资额", "计划投资", "资金"):
            return Found("planned", year)
        if leaf in ("目标", "内容", "主要内容", "形象进度"):
            return Found("goal" if kind == "plan" else "year_goal", year)
    if "开竣工" in parents or "开工" in parents:
        if leaf == "计划":
            return Found("planned_finish" if parents.endswith("竣工") else "planned_start", year)
        if leaf == "实际":
            return Found("actual_finish" if parents.endswith("竣工") else "actual_start", year)
    return Found()
