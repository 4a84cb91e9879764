"""The words a register chooses from: domains, natures, stages and marks, listings, sources, kinds of tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yidan.kernel.flow import Flow
from yidan.kernel.verbs import Verb


class Domain(models.TextChoices):
    """The four domains of Hunan (domain.md §3.2 b)."""

    INDUSTRY = "industry", _("产业发展")
    INFRASTRUCTURE = "infrastructure", _("基础设施")
    LIVELIHOOD = "livelihood", _("社会民生")
    ECOLOGY = "ecology", _("生态环保")


class Nature(models.TextChoices):
    """建设性质 (domain.md §5.2)."""

    NEW = "new", _("新建")
    EXPANSION = "expansion", _("扩建")
    RENOVATION = "renovation", _("改建和技术改造")
    LIVING = "living", _("单纯建造生活设施")
    RELOCATION = "relocation", _("迁建")
    RESTORATION = "restoration", _("恢复")
    PURCHASE = "purchase", _("单纯购置")


class ManagementForm(models.TextChoices):
    """How the state admits the project (domain.md §5.2)."""

    APPROVAL = "approval", _("审批")
    VERIFICATION = "verification", _("核准")
    FILING = "filing", _("备案")


class FundingNature(models.TextChoices):
    """Whose money it mainly is."""

    GOVERNMENT = "government", _("政府投资")
    ENTERPRISE = "enterprise", _("企业投资")
    MIXED = "mixed", _("混合")


class Level(models.TextChoices):
    """Whose key project it is; one project can be several (domain.md §5.4)."""

    NATIONAL = "national", _("国家重点")
    PROVINCIAL = "provincial", _("省重点")
    MUNICIPAL = "municipal", _("市重点")
    COUNTY = "county", _("县重点")


class Pool(models.TextChoices):
    """「135」 (domain.md §8)."""

    RESERVE = "reserve", _("前期储备库")
    ROLLING = "rolling", _("计划滚动库")
    CONSTRUCTION = "construction", _("建设实施库")


class PoolKind(models.TextChoices):
    """What is decided of a project and its pool."""

    ENTRY = "entry", _("入库")
    EXIT = "exit", _("出库")
    STAY = "stay", _("留库")


class PoolState(models.TextChoices):
    """Where an entry review is; leaving and staying are decided at once."""

    PROPOSED = "proposed", _("待评审")
    GRANTED = "granted", _("已同意")
    DECLINED = "declined", _("不同意")


POOL_FLOW = Flow(
    PoolState.PROPOSED,
    {
        PoolState.PROPOSED: {
            Verb.POOL_REVIEW: PoolState.PROPOSED, Verb.POOL_ADMIT: PoolState.GRANTED,
            Verb.POOL_DECLINE: PoolState.DECLINED,
        },
        PoolState.GRANTED: {},
        PoolState.DECLINED: {},
    },
    turns={PoolState.PROPOSED: _("市项目办"), PoolState.GRANTED: "", PoolState.DECLINED: ""},
)  # fmt: skip


class RollingState(models.TextChoices):
    """Where a proposed change of the three-year sheet is."""

    PROPOSED = "proposed", _("待审核")
    ACCEPTED = "accepted", _("已采纳")
    SENT_BACK = "sent_back", _("已退回")


ROLLING_FLOW = Flow(
    RollingState.PROPOSED,
    {
        RollingState.PROPOSED: {
            Verb.ROLLING_ACCEPT: RollingState.ACCEPTED, Verb.ROLLING_SEND_BACK: RollingState.SENT_BACK,
        },
        RollingState.ACCEPTED: {},
        RollingState.SENT_BACK: {},
    },
    turns={RollingState.PROPOSED: _("市项目办"), RollingState.ACCEPTED: "", RollingState.SENT_BACK: ""},
)  # fmt: skip


class Stage(models.TextChoices):
    """Where a project is (OC4IDS projectStatus)."""

    IDENTIFICATION = "identification", _("谋划")
    PREPARATION = "preparation", _("前期")
    CONSTRUCTION = "construction", _("在建")
    COMPLETION = "completion", _("竣工")
    OPERATION = "operation", _("投用")
    SUSPENDED = "suspended", _("停工")
    TERMINATED = "terminated", _("终止")


class Mark(models.TextChoices):
    """A dated step in a project's life. 开工 ≠ 进场, 主体完工 ≠ 竣工, 竣工 ≠ 投产 ≠ 达产 (domain.md §14.41)."""

    PLANNED = "planned", _("谋划")
    PREPARING = "preparing", _("开展前期")
    ENTERED_SITE = "entered_site", _("进场")
    STARTED = "started", _("开工")
    STRUCTURE_COMPLETED = "structure_completed", _("主体完工")
    COMPLETED = "completed", _("竣工")
    OPERATING = "operating", _("投产")
    FULL_CAPACITY = "full_capacity", _("达产")
    SUSPENDED = "suspended", _("停工")
    RESUMED = "resumed", _("复工")
    DEFERRED = "deferred", _("缓建")
    WITHDRAWN = "withdrawn", _("调出")
    TERMINATED = "terminated", _("终止")


class Listing(models.TextChoices):
    """The kind of entry in a year's plan; it belongs to the year, not to the project (domain.md §5.4)."""

    STARTING = "starting", _("新开工")
    CONTINUING = "continuing", _("续建")
    COMPLETING = "completing", _("竣工")
    PREPARING = "preparing", _("预备")


class Source(models.TextChoices):
    """资金来源 as the annual plan's table heads have it (domain.md §5.5 a)."""

    CENTRAL = "central", _("中央")
    PROVINCIAL = "provincial", _("省")
    CITY_COUNTY = "city_county", _("市县")
    SPECIAL_BOND = "special_bond", _("专项债")
    BANK_LOAN = "bank_loan", _("银行贷款")
    OWN = "own", _("企业自筹")
    SOCIAL = "social", _("社会资本")


class TagKind(models.TextChoices):
    """What a tag stands for; campaigns change their names every year, so they are data (domain.md §0.12)."""

    CAMPAIGN = "campaign", _("活动")
    CHAIN = "chain", _("产业链")
    STRATEGY = "strategy", _("战略")
    BATCH = "batch", _("批次")
    OTHER = "other", _("其他")


class Asking(models.TextChoices):
    """When a slot asks for a picture; the default asks nothing (domain.md §13.4)."""

    NEVER = "never", _("不要求(可自愿)")
    ON_MILESTONE = "on_milestone", _("节点完成时")
    ON_SAMPLING = "on_sampling", _("按比例抽查时")
    FOR_CLOSE_OUT = "for_close_out", _("销号核查时")


class PaperKind(models.TextChoices):
    """What a filed paper is: those of a project's course in their order (domain.md §4.2), then the rest."""

    APPROVAL = "approval", _("立项文件")
    FEASIBILITY = "feasibility", _("可研批复")
    LAND = "land", _("用地规划文件")
    DESIGN = "design", _("初设批复")
    PERMIT = "permit", _("施工许可")
    CONTRACT = "contract", _("招标、合同")
    ACCEPTANCE = "acceptance", _("验收文件")
    MINUTES = "minutes", _("会议纪要、批示")
    OTHER = "other", _("其他文件")
