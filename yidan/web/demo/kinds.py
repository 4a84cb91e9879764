# ruff: noqa: E501  (tables: a row a line)
"""What is built: kinds of project, each with its trade words, industry codes (GB/T 4754-2017), size and manner of building.

`names` are patterns: {firm} an invented company's short name, {place} a town or street, {park} a park, {item} one of
`items`, {n} a number that suits `n`, {phase} nothing or (一期)…, {county} the county.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of project."""

    key: str
    domain: str  # yidan.ledger.models.Domain
    department: str
    codes: tuple[str, ...]
    manner: str  # how it is built: see texts.PHASES
    median_wan: int  # of the total investment
    names: tuple[str, ...]
    items: tuple[str, ...]
    n: tuple[int, int, int] = (5, 60, 5)
    public: bool = False  # government's money


_PLANT = (
    "{firm}{item}项目{phase}",
    "{firm}年产{n}{item}生产线项目{phase}",
    "{firm}{item}生产基地建设项目",
    "{park}{firm}{item}扩能提质改造项目",
)
_PUBLIC = ("{place}{item}工程{phase}", "{county}{place}{item}建设项目", "{county}{item}项目{phase}")

_INDUSTRY: tuple[tuple[str, str, str, tuple[str, ...], str, int, tuple[str, ...]], ...] = (
    ("rail", "industry", "industry", ("C3714", "C3716", "C3812"), "plant", 42000,
     ("套轨道交通牵引变流器", "轨道车辆转向架智能制造", "万件高铁制动系统零部件", "磁浮车辆轻量化车体", "轨道交通减振降噪元件", "机车网络控制系统产业化", "储能式有轨电车超级电容", "轨道交通永磁牵引电机")),
    ("aviation", "industry", "industry", ("C3741", "C3744"), "plant", 56000,
     ("台中小型航空发动机零部件", "通用航空整机总装", "航空精密铸件", "无人机动力系统", "航空齿轮传动系统研制保障", "涡轴发动机修理线", "航空复合材料构件")),
    ("auto", "industry", "industry", ("C3612", "C3670", "C3620"), "plant", 48000,
     ("万套新能源汽车电驱动总成", "新能源整车产能提升", "万套汽车底盘结构件", "汽车内饰件智能工厂", "新能源客车零部件配套", "汽车线束及电子控制单元", "汽车玻璃升降器与铸铝件")),
    ("machine", "industry", "industry", ("C3514", "C3599", "C3425", "C3491"), "plant", 30000,
     ("台工程机械液压元件", "智能装备制造", "工业机器人减速器", "矿山装备再制造", "高端数控机床功能部件", "智能停车设备", "特种电机与风机")),
    ("chip", "industry", "industry", ("C3972", "C3973", "C3982"), "plant", 65000,
     ("万只IGBT模块封装测试", "功率半导体衬底材料", "传感器芯片产业化", "碳化硅外延片", "射频组件智能制造", "片式钽电容器扩产")),
    ("medicine", "industry", "industry", ("C2720", "C2730", "C3584"), "plant", 26000,
     ("亿片口服固体制剂", "中药饮片智能化车间", "医用防护用品应急产能", "体外诊断试剂产业化", "原料药绿色生产改造", "医疗器械孵化基地")),
    ("carbide", "industry", "industry", ("C3240", "C3421", "C3311"), "plant", 36000,
     ("吨硬质合金精密刀具", "超粗晶硬质合金矿用合金", "PCB微钻生产基地", "涂层刀片智能工厂", "稀贵金属靶材", "硬质合金棒材技改")),
    ("chemical", "industry", "industry", ("C2661", "C2613", "C2641"), "plant", 28000,
     ("万吨精细化学品", "万吨氯碱装置升级改造", "水性涂料与树脂", "钛白粉绿色化改造", "电子级化学品", "烟气脱硝催化剂")),
    ("material", "industry", "industry", ("C3240", "C3062", "C3091"), "plant", 24000,
     ("吨锂电池负极材料", "万吨铝合金型材", "新型复合材料", "万平方米碳纤维制品", "再生铜铝综合利用", "有机硅密封材料")),
    ("ceramic", "industry", "industry", ("C3074", "C3073", "C3072"), "plant", 16500,
     ("万件釉下五彩日用瓷", "电瓷绝缘子智能化生产线", "高档酒店用瓷", "特种陶瓷结构件", "吨陶瓷釉料标准化", "陶瓷3D打印与文创", "艺术陶瓷研学基地")),
    ("glass", "industry", "industry", ("C3042", "C3049"), "plant", 45000,
     ("万平方米光伏压延玻璃", "电子玻璃基板", "Low-E节能镀膜玻璃", "万平方米夹层安全玻璃深加工")),
    ("firework", "industry", "industry", ("C2672",), "plant", 9000,
     ("烟花爆竹机械化生产线", "万箱组合烟花安全环保升级", "电子点火头自动化", "花炮原辅材料集中仓储")),
    ("building", "industry", "industry", ("C3024", "C3011", "C3021"), "plant", 15000,
     ("万立方米装配式建筑构件", "万吨机制砂石骨料", "万吨水泥窑协同处置改造", "万平方米新型墙体材料", "花岗岩石材精深加工")),
    ("garment", "industry", "industry", ("C1811", "C1819", "C1922"), "plant", 11000,
     ("万件职业装智能车间", "服饰电商直播基地", "万件女裤柔性生产线", "服饰面辅料交易中心", "箱包与皮具产业园")),
    ("textile", "industry", "industry", ("C1751", "C1711"), "plant", 12000,
     ("万锭紧密纺纱线", "万米功能性面料", "再生涤纶纤维", "纺织印染节水改造")),
    ("electronics", "industry", "industry", ("C3982", "C3989", "C3831"), "plant", 13500,
     ("万件电感变压器", "万套智能穿戴部件", "LED封装及照明", "手机结构件与盖板玻璃", "锂电池组装线")),
    ("data", "industry", "industry", ("I6450", "I6550", "I6513"), "plant", 58000,
     ("大数据中心机房", "云计算算力平台", "工业互联网标识解析节点", "软件产业园", "呼叫与数据标注中心")),
    ("service", "industry", "commerce", ("L7212", "H6110", "F5211"), "building", 40000,
     ("总部经济园", "商业综合体", "会展中心酒店群", "检验检测认证服务平台", "科创孵化加速器", "家居建材城改造", "人力资源产业园")),
    ("logistics", "industry", "commerce", ("G5990", "G5432"), "building", 22000,
     ("冷链物流中心", "铁路物流基地", "保税仓储及跨境电商", "公铁联运货场", "粮食仓储物流园")),
    ("farm", "industry", "agriculture", ("A0141", "A0311", "C1371", "C1353"), "farm", 8500,
     ("万亩高标准油茶林", "生猪标准化养殖基地", "黄桃种植与加工", "蔬菜保供基地", "稻虾综合种养示范园", "茶陵三宝精深加工", "黄牛良种繁育", "竹木精深加工")),
    ("tourism", "industry", "culture", ("N7861", "R9019", "H6129"), "building", 17000,
     ("文化旅游区", "红色旅游提质改造", "森林康养基地", "乡村民宿集群", "温泉度假村", "研学营地与露营公园")),
    ("energy", "industry", "reform", ("D4415", "D4416", "D4417", "D4412"), "road", 31000,
     ("兆瓦风电场", "兆瓦农光互补光伏电站", "生物质热电联产", "天然气分布式能源站", "储能调频电站")),
)  # fmt: skip

_WORKS: tuple[tuple[str, str, str, tuple[str, ...], str, int, tuple[str, ...]], ...] = (
    ("highway", "infrastructure", "transport", ("E4812",), "road", 52000,
     ("至{place2}公路改建", "国省干线提质改造", "连接线", "大桥及接线", "客运枢纽站", "旅游公路")),
    ("street", "infrastructure", "housing", ("E4813",), "road", 18000,
     ("片区路网", "主干道", "大道", "路沿线综合管廊", "立交", "片区土地平整及配套道路", "停车场及充电桩", "园区标准厂房及配套路网")),
    ("grid", "infrastructure", "reform", ("D4420", "E4851"), "road", 12500,
     ("110千伏输变电", "220千伏变电站扩建", "农网升级改造", "配网自动化", "天然气长输管道支线")),
    ("waterworks", "infrastructure", "water", ("E4821", "D4610"), "pipe", 9500,
     ("城乡供水一体化", "水厂扩建", "灌区续建配套与节水改造", "水库除险加固", "防洪堤加固", "重点山塘清淤扩容")),
    ("hospital", "livelihood", "health", ("Q8411", "Q8412"), "building", 26000,
     ("人民医院整体搬迁", "中医院住院综合楼", "妇幼保健院新院", "乡镇卫生院提质扩建", "公共卫生应急救治中心", "第三医院感染楼")),
    ("school", "livelihood", "education", ("P8331", "P8334", "P8321"), "building", 11000,
     ("九年一贯制学校", "芙蓉学校", "中学迁建", "职业中专实训基地", "公办幼儿园", "第二小学扩建", "城区化解大班额学校群")),
    ("oldtown", "livelihood", "housing", ("E4710", "K7040"), "building", 14000,
     ("老旧小区改造", "棚户区改造", "安置小区", "公租房及人才公寓", "历史街区保护修缮")),
    ("welfare", "livelihood", "civil", ("Q8514", "O8070"), "building", 8000,
     ("社会福利中心", "养老服务综合体", "社区综合服务设施", "公益性公墓及殡仪馆改扩建", "农贸市场标准化改造")),
    ("culture", "livelihood", "culture", ("R8860", "R8870", "R8910"), "building", 15500,
     ("文体中心", "图书馆新馆", "全民健身中心", "融媒体中心", "体育公园")),
    ("sewage", "ecology", "urban", ("D4620",), "pipe", 8800,
     ("污水处理厂提标扩建", "雨污分流管网", "乡镇污水处理设施", "工业集中区污水处理厂", "污泥资源化处置")),
    ("river", "ecology", "environment", ("N7721", "N7711"), "pipe", 10500,
     ("河流域水环境综合治理", "渌水支流生态修复", "黑臭水体整治", "湿地公园保护与恢复", "饮用水源地保护", "水系连通及水美乡村")),
    ("soil", "ecology", "environment", ("N7723", "N7726"), "pipe", 9800,
     ("重金属污染土壤修复治理", "历史遗留矿山生态修复", "垃圾焚烧发电", "餐厨垃圾处理中心", "建筑垃圾资源化利用", "固体废物填埋场封场治理")),
    ("green", "ecology", "urban", ("N7850", "A0220"), "pipe", 6800,
     ("城市中央公园", "山体公园", "沿江风光带", "国家储备林", "裸露山体复绿")),
)  # fmt: skip

_NUMBERED = {
    "rail": (200, 3000, 100), "aviation": (60, 600, 20), "auto": (5, 80, 5), "machine": (500, 9000, 500),
    "chip": (20, 300, 10), "medicine": (2, 30, 1), "carbide": (200, 6000, 100), "chemical": (1, 20, 1),
    "material": (2, 30, 1), "ceramic": (200, 9000, 100), "glass": (100, 3000, 100), "firework": (10, 90, 5),
    "building": (10, 300, 10), "garment": (50, 900, 50), "textile": (3, 30, 1), "electronics": (100, 5000, 100),
    "farm": (1, 12, 1), "energy": (20, 150, 10),
}  # fmt: skip


def _patterns(key: str) -> tuple[str, ...]:
    if key in {"service", "logistics", "tourism"}:
        return ("{place}{firm}{item}项目{phase}", "{firm}{place}{item}项目", "{county}{park}{item}项目{phase}")
    if key == "farm":
        return ("{place}{item}项目{phase}", "{county}{firm}{item}项目", "{place}{firm}{item}一二三产业融合发展项目")
    if key == "energy":
        return ("{place}{n}{item}项目", "{county}{place}{item}项目{phase}", "{firm}{place}{item}项目")
    if key == "data":
        return ("{firm}{item}项目{phase}", "{park}{item}项目{phase}")
    return _PLANT


KINDS: dict[str, Kind] = {
    **{
        key: Kind(key, domain, department, codes, manner, median, _patterns(key), items, _NUMBERED.get(key, (1, 9, 1)))
        for key, domain, department, codes, manner, median, items in _INDUSTRY
    },
    **{
        key: Kind(key, domain, department, codes, manner, median, _PUBLIC, items, public=True)
        for key, domain, department, codes, manner, median, items in _WORKS
    },
}

# How often each kind of public works occurs, by domain.
WORKS_WEIGHT: dict[str, dict[str, int]] = {
    "infrastructure": {"highway": 26, "street": 42, "grid": 14, "waterworks": 18},
    "livelihood": {"hospital": 16, "school": 26, "oldtown": 30, "welfare": 14, "culture": 14},
    "ecology": {"sewage": 30, "river": 28, "soil": 26, "green": 16},
}

FIRM_STEMS = (
    "湘玥", "瑞恒", "昱启", "晟鸿", "博泰", "华凌", "天衡", "蓝屿", "远景达", "宏图", "金诺", "贝思", "联拓", "神农工", "德源",
    "凌云志", "芯屿", "宇航通", "嘉禾", "润丰", "兴锐", "维尔特", "百川", "九方", "立方", "科仑", "恒基元", "麓谷", "湘江源",
    "渌江", "洣水", "云阳", "炎黄谷", "醴玉", "国瓷坊", "千金岭", "南车道", "智轨联", "格罗", "众普", "易力", "欧科", "飞鹿溪",
    "长城岭", "兆富", "安特", "弘辉", "精诚", "卓越达", "凯斯", "明德", "铭匠", "利欧", "华锐精", "欣旺", "佳邦", "中联普",
    "旭阳", "腾飞", "星沙", "三峰", "昊华", "永信", "宝利", "艾硅", "泰昆", "伟大", "正和", "东塑", "普惠", "蓝城", "仁和堂",
    "康莱", "同芯", "北斗湘", "新马", "迪欧", "一诺", "聚能", "绿亿", "环宇", "清源", "好望", "天鹰", "捷瑞", "沃尔", "天元创",
)  # fmt: skip
FIRM_TAILS = {
    "rail": ("轨道装备", "轨道科技", "电气"), "aviation": ("航空动力", "航空科技", "精密铸造"), "auto": ("汽车部件", "汽车科技"),
    "machine": ("智能装备", "重工", "机电"), "chip": ("半导体", "微电子", "电子科技"), "medicine": ("药业", "医疗器械", "生物"),
    "carbide": ("硬质合金", "精密刀具", "新材"), "chemical": ("化工", "新材料"), "material": ("新材料", "铝业", "复材"),
    "ceramic": ("瓷业", "陶瓷", "电瓷电器"), "glass": ("玻璃", "光电玻璃"), "firework": ("花炮", "烟花"),
    "building": ("建材", "住工", "水泥"), "garment": ("服饰", "制衣"), "textile": ("纺织", "化纤"), "electronics": ("电子", "光电"),
    "data": ("数据", "云计算", "软件"), "service": ("置业", "商业管理", "科创"), "logistics": ("物流", "供应链"),
    "farm": ("农业", "生态农业", "食品"), "tourism": ("文旅", "旅游开发"), "energy": ("新能源", "能源"),
}  # fmt: skip
