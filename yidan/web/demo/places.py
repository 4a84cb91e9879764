# ruff: noqa: E501  (tables: a row a line)
"""The stage: the ten 考核单元 and their towns, departments, platform companies, leaders, and the cast.

Places are real (domain.md §5.3); every company and every person is invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class County:
    """One of the ten 考核单元, in protocol order: never derived from the region code."""

    key: str
    name: str
    short_name: str
    region_code: str  # of GB/T 2260; 经开区 has none
    site_code: str  # the code that building sites there carry
    towns: tuple[str, ...]
    parks: tuple[str, ...]
    longitude: float
    latitude: float
    weight: float  # its part of the city's projects
    trades: tuple[str, ...]  # what industry settles there, most typical first


COUNTIES: tuple[County, ...] = (
    County(
        "tianyuan", "天元区（株洲高新区）", "天元区", "430211", "430211",
        ("嵩山路街道", "泰山路街道", "栗雨街道", "马家河街道", "群丰镇", "雷打石镇", "三门镇"),
        ("新马动力创新园", "株洲高新区栗雨工业园", "天易科技城", "微软创新中心产业园", "新马工业园"),
        113.08, 27.83, 17.0, ("auto", "machine", "chip", "medicine", "service", "energy"),
    ),
    County(
        "lusong", "芦淞区", "芦淞区", "430203", "430203",
        ("建设街道", "龙泉街道", "贺家土街道", "枫溪街道", "董家塅街道", "庆云街道", "白关镇"),
        ("董家塅高科园", "芦淞服饰产业园", "航空城通用航空产业园", "枫溪生态城"),
        113.15, 27.79, 10.5, ("aviation", "garment", "service", "machine"),
    ),
    County(
        "hetang", "荷塘区", "荷塘区", "430202", "430202",
        ("茨菇塘街道", "宋家桥街道", "桂花街道", "月塘街道", "金山街道", "仙庾镇"),
        ("荷塘工业集中区", "金山新城", "钻石精密工业园片区", "湖南轨道智谷"),
        113.17, 27.86, 9.5, ("carbide", "rail", "machine", "service", "farm"),
    ),
    County(
        "shifeng", "石峰区", "石峰区", "430204", "430204",
        ("清水塘街道", "田心街道", "响石岭街道", "井龙街道", "铜塘湾街道"),
        ("田心高科园", "清水塘新城", "轨道交通双创园", "清水塘保税物流园"),
        113.12, 27.88, 10.5, ("rail", "chip", "logistics", "energy"),
    ),
    County(
        "lukou", "渌口区", "渌口区", "430212", "430212",
        ("渌口镇", "朱亭镇", "古岳峰镇", "淦田镇", "龙门镇", "龙潭镇", "南洲镇", "龙船镇"),
        ("渌口经济开发区南洲产业园", "渌口经济开发区湾塘片区", "湘渌产业园"),
        113.14, 27.70, 9.5, ("chemical", "material", "farm", "machine", "logistics"),
    ),
    County(
        "liling", "醴陵市", "醴陵市", "430281", "430281",
        ("来龙门街道", "仙岳山街道", "阳三石街道", "国瓷街道", "白兔潭镇", "浦口镇", "王仙镇", "泗汾镇", "左权镇", "孙家湾镇", "船湾镇", "明月镇"),
        ("醴陵经济开发区东富工业园", "醴陵陶瓷科技工业园", "船湾产业园", "五彩陶瓷特色产业园"),
        113.50, 27.65, 14.0, ("ceramic", "glass", "firework", "material", "farm"),
    ),
    County(
        "youxian", "攸县", "攸县", "430223", "430223",
        ("联星街道", "江桥街道", "春联街道", "谭桥街道", "酒埠江镇", "网岭镇", "黄丰桥镇", "新市镇", "皇图岭镇", "菜花坪镇", "丫江桥镇"),
        ("攸县工业园攸州片区", "网岭循环经济园", "兴业南路智能制造园"),
        113.35, 27.00, 10.0, ("chemical", "energy", "farm", "building", "firework"),
    ),
    County(
        "chaling", "茶陵县", "茶陵县", "430224", "430224",
        ("云阳街道", "思聪街道", "洣江街道", "下东街道", "界首镇", "湖口镇", "马江镇", "高陇镇", "虎踞镇", "严塘镇", "腰潞镇"),
        ("茶陵经济开发区二园区", "马江建材工业园", "思聪轻工产业园"),
        113.54, 26.80, 7.5, ("building", "garment", "electronics", "farm", "tourism"),
    ),
    County(
        "yanling", "炎陵县", "炎陵县", "430225", "430225",
        ("霞阳镇", "沔渡镇", "十都镇", "水口镇", "鹿原镇", "垄溪乡", "策源乡", "中村瑶族乡", "下村乡", "船形乡"),
        ("炎陵九龙工业集中区中小企业创业园", "九龙纺织工业园"),
        113.77, 26.49, 5.5, ("textile", "electronics", "farm", "tourism", "energy"),
    ),
    County(
        "yunlong", "株洲经济开发区（云龙示范区）", "经开区", "", "430204",
        ("学林街道", "龙头铺街道", "云田镇"),
        ("云龙大数据产业园", "轨道科技城", "职教科技园", "磐龙产城融合片区"),
        113.17, 27.94, 6.0, ("data", "rail", "service", "tourism", "energy"),
    ),
)  # fmt: skip

DEPARTMENTS: tuple[tuple[str, str, str], ...] = (
    ("industry", "株洲市工业和信息化局", "市工信局"),
    ("transport", "株洲市交通运输局", "市交通运输局"),
    ("housing", "株洲市住房和城乡建设局", "市住建局"),
    ("resources", "株洲市自然资源和规划局", "市自然资源和规划局"),
    ("environment", "株洲市生态环境局", "市生态环境局"),
    ("water", "株洲市水利局", "市水利局"),
    ("agriculture", "株洲市农业农村局", "市农业农村局"),
    ("health", "株洲市卫生健康委员会", "市卫健委"),
    ("education", "株洲市教育局", "市教育局"),
    ("culture", "株洲市文化旅游广电体育局", "市文旅广体局"),
    ("commerce", "株洲市商务和粮食局", "市商务和粮食局"),
    ("civil", "株洲市民政局", "市民政局"),
    ("urban", "株洲市城市管理和综合执法局", "市城管局"),
    ("reform", "株洲市发展和改革委员会", "市发改委"),
)

PLATFORMS: tuple[tuple[str, str, str], ...] = (
    ("citybuild", "株洲市城市建设发展集团有限公司（模拟）", "市城发集团"),
    ("traffic", "株洲市交通发展集团有限公司（模拟）", "市交发集团"),
    ("assets", "株洲市国有资产投资控股集团有限公司（模拟）", "市国投集团"),
    ("hightech", "株洲高科集团有限公司（模拟）", "高科集团"),
    ("cloud", "株洲云龙发展投资集团有限公司（模拟）", "云发集团"),
    ("water", "株洲市水务投资集团有限公司（模拟）", "市水务集团"),
)

# (name, post): protocol order, never pinyin (domain.md §14.7). All invented.
LEADERS: tuple[tuple[str, str], ...] = (
    ("何启明", "市长"),
    ("秦牧野", "市委副书记"),
    ("邹世隽", "市委常委、常务副市长"),
    ("闵怀远", "市委常委、市委秘书长"),
    ("阮承宗", "市委常委、组织部部长"),
    ("葛思源", "市人大常委会副主任"),
    ("屈若兰", "副市长"),
    ("温伯渊", "副市长"),
    ("尚文蔚", "副市长"),
    ("柏正川", "副市长"),
    ("庄晓岚", "副市长"),
    ("祁向荣", "市政协副主席"),
    ("岑立群", "市政府党组成员"),
)

PASSWORD = "Yidan2020"


@dataclass(frozen=True)
class CastMember:
    """Somebody one can log in as: all with the same password, printed by `yidan demo` and `make run`."""

    username: str
    name: str
    post: str
    role: str
    unit: str  # "office", or the key of a county, department, platform or owner


CAST: tuple[CastMember, ...] = (
    CastMember("wang", "王科长", "市项目办项目科科长", "supervisor", "office"),
    CastMember("lin", "林县", "醴陵市发改局重点办主任", "county_reviewer", "liling"),
    CastMember("bu", "卜科", "投资与规划科副科长", "department_reviewer", "industry"),
    CastMember("li", "李工", "项目部工程师", "reporter", "owner:cdte"),
    CastMember("zhao", "赵工", "前期部经理", "reporter", "traffic"),
    CastMember("chen", "陈巡", "项目服务专员", "inspector", "office"),
    CastMember("he", "何启明", "市长", "leader", "office"),
    CastMember("tong", "童统计", "投资统计科", "statistics_reader", "office"),
    CastMember("shen", "沈审计", "审计员", "auditor", "office"),
    CastMember("guan", "管系统", "系统管理员", "system_admin", "office"),
    CastMember("an", "安保密", "安全管理员", "security_admin", "office"),
)

SURNAMES = "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟强磊军洋勇艳杰娟涛明超秀霞平刚桂辉鹏华飞鑫波斌宇浩凯健俊帆雪琳玲婷慧颖洁莉燕丹萍红玉建国志海新文德立光永庆春冬松柏林森泽润江湘岳衡益学思远卓毅诚信达康宁"
