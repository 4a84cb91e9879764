# ruff: noqa: E501  (tables: a row a line)
"""The projects that the article names (domain.md Appendix A; its misprints put right as §0.15 says), with what it says of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Named:
    """A project known by name. `started`/`completed` are months of 2020 where the article has it so."""

    name: str
    county: str
    kind: str
    listing: str  # yidan.ledger.models.Listing
    total_wan: int
    planned_wan: int
    owner: str  # an owner's name, or "platform:<key>"
    started: int = 0
    completed: int = 0
    provincial: bool = False
    national: bool = False
    former_names: tuple[str, ...] = ()
    shares: tuple[tuple[str, str], ...] = ()  # (county, percent)
    tags: tuple[str, ...] = ()
    children: tuple[str, ...] = field(default=())
    key: str = ""


NAMED: tuple[Named, ...] = (
    Named("三一株洲基地项目（石油智能装备及硅能产业园）", "lukou", "machine", "starting", 1000000, 82000,
          "株洲叁壹智能装备有限公司（模拟）", started=4, provincial=True, tags=("五个100", "产业项目建设年")),
    Named("中建材碲化镉发电玻璃生产线项目", "liling", "glass", "starting", 250000, 46000, "株洲瑞晖光电玻璃有限公司（模拟）", started=5,
          provincial=True, former_names=("碲化镉薄膜光伏组件项目",), tags=("产业项目建设年", "湘赣边"), key="cdte"),
    Named("瑞晖光电玻璃公用工程及厂区配套项目", "liling", "glass", "starting", 38000, 9000, "株洲瑞晖光电玻璃有限公司（模拟）",
          started=6, key="cdte2"),
    Named("光伏组件回收与检测中心项目", "liling", "glass", "continuing", 16000, 6200, "株洲瑞晖光电玻璃有限公司（模拟）", key="cdte3"),
    Named("两机重大专项株洲基地建设项目（航空发动机和燃气轮机）", "lusong", "aviation", "completing", 420000, 88000,
          "株洲湘动航空动力有限公司（模拟）", completed=9, provincial=True, national=True, tags=("五个100", "产业项目建设年")),
    Named("功率半导体二期项目（汽车用IGBT芯片及模块生产线）", "shifeng", "chip", "completing", 350000, 92000,
          "株洲时科功率半导体有限公司（模拟）", completed=9, provincial=True, tags=("五个100", "产业项目建设年")),
    Named("中盐红四方株洲化工新材料项目", "lukou", "chemical", "completing", 120000, 30000, "株洲红四方化工有限公司（模拟）", completed=11,
          tags=("产业项目建设年",)),
    Named("钻石精密工业园（高端硬质合金棒型材生产线）", "hetang", "carbide", "completing", 210000, 48000,
          "株洲钻石精密材料有限公司（模拟）", completed=6, provincial=True, tags=("五个100", "产业项目建设年")),
    Named("株洲港口医院（公共卫生应急救治定点医院）改扩建工程", "lukou", "hospital", "completing", 18000, 11000, "株洲市港口医院（模拟）",
          completed=5, tags=("疫情防控",)),
    Named("市疾控中心核酸检测实验室建设项目", "tianyuan", "hospital", "completing", 6200, 5200, "株洲市疾控事务中心（模拟）", completed=4,
          tags=("疫情防控",)),
    Named("芙蓉大道株洲段快速化改造工程（三干两轨）", "yunlong", "highway", "completing", 360000, 68000, "platform:traffic", completed=10,
          provincial=True, shares=(("yunlong", "62.5"), ("shifeng", "37.5")), tags=("三干两轨", "长株潭一体化")),
    Named("洞株公路株洲段快速化改造工程（三干两轨）", "yunlong", "highway", "completing", 148000, 36000, "platform:traffic", completed=9,
          provincial=True, shares=(("yunlong", "70"), ("hetang", "30")), tags=("三干两轨", "长株潭一体化")),
    Named("潭州大道至株洲快速连接线工程（三干两轨）", "tianyuan", "highway", "continuing", 92000, 21000, "platform:traffic",
          provincial=True, tags=("三干两轨", "长株潭一体化")),
    Named("长株潭城际轨道交通西环线株洲预留段（三干两轨）", "tianyuan", "highway", "preparing", 220000, 0, "platform:traffic",
          provincial=True, tags=("三干两轨", "长株潭一体化")),
    Named("醴茶铁路客运线开行配套改造工程", "chaling", "highway", "completing", 86000, 24000, "platform:traffic", completed=6,
          provincial=True, shares=(("liling", "38"), ("youxian", "34"), ("chaling", "28")), tags=("湘赣边", "株萍合作")),
    Named("东城大道（醴陵市东外环）建设工程", "liling", "street", "completing", 98000, 26000, "醴陵市渌江城建投资有限公司（模拟）", completed=8,
          tags=("湘赣边", "株萍合作")),
    Named("东富大道（醴陵经开区至萍乡湘东产业园）建设工程", "liling", "highway", "completing", 64000, 19000,
          "醴陵市渌江城建投资有限公司（模拟）", completed=12, tags=("湘赣边", "株萍合作")),
    Named("茶陵至常宁高速公路扩容前期工程", "chaling", "highway", "preparing", 310000, 0, "platform:traffic", provincial=True,
          shares=(("chaling", "100"),)),
    Named("醴陵至娄底高速公路扩容工程株洲段", "liling", "highway", "starting", 480000, 52000, "platform:traffic", started=12,
          provincial=True, shares=(("liling", "41.25"), ("lukou", "33.75"), ("tianyuan", "25")), tags=("湘赣边",)),
    Named("清水塘新城核心区基础设施及城市综合开发项目", "shifeng", "street", "continuing", 860000, 96000, "platform:citybuild",
          provincial=True, tags=("清水塘搬迁改造", "五个100"), former_names=("清水塘老工业区搬迁改造基础设施项目",)),
    Named("清水塘工业遗址公园及原株冶片区土壤修复治理项目", "shifeng", "soil", "continuing", 132000, 30000, "platform:citybuild",
          tags=("清水塘搬迁改造",)),
    Named("株洲电厂退城进郊（2×100万千瓦）项目前期工作", "lukou", "energy", "preparing", 830000, 0, "株洲渌能发电有限公司（模拟）",
          provincial=True, tags=("十四五",)),
    Named("株洲北斗城（北斗产业园）建设项目", "tianyuan", "data", "starting", 160000, 38000, "platform:hightech", started=3,
          tags=("五个100", "产业项目建设年")),
    Named("湖南（株洲）职业教育科技园公共实训中心项目", "yunlong", "school", "completing", 72000, 16000, "platform:cloud", completed=8),
    Named("轨道交通智能运维与大功率牵引变流器产业化项目", "shifeng", "rail", "continuing", 180000, 46000, "株洲田心轨道电气有限公司（模拟）",
          provincial=True, tags=("五个100", "产业项目建设年")),
    Named("株洲市5G通信基站及配套设施建设项目（2020年）", "tianyuan", "grid", "starting", 96000, 52000, "株洲市通信设施建设有限公司（模拟）",
          started=3, completed=0, tags=("数字株洲",)),
    Named("炎陵县易地扶贫搬迁集中安置点后续产业帮扶车间项目", "yanling", "farm", "completing", 12800, 5600,
          "炎陵县农业开发投资有限公司（模拟）", completed=6, tags=("易地扶贫搬迁后续帮扶",)),
    Named("株洲市中心城区城镇老旧小区改造项目（打包）", "lusong", "oldtown", "continuing", 0, 0, "platform:citybuild",
          children=("贺家土片区老旧小区改造工程", "建宁驿片区老旧小区改造工程", "白石港片区老旧小区改造工程", "合泰片区老旧小区改造工程",
                    "响石岭片区老旧小区改造工程", "桂花片区老旧小区改造工程")),
    Named("醴陵市城区义务教育化解大班额学校建设项目（打包）", "liling", "school", "continuing", 0, 0, "醴陵市教育建设投资有限公司（模拟）",
          children=("醴陵市来龙门小学改扩建工程", "醴陵市国瓷实验学校建设工程", "醴陵市左权中学扩建工程", "醴陵市阳三石小学综合楼工程",
                    "醴陵市仙岳山学校运动场及食堂工程")),
    Named("攸县农村公路提质改造及安防工程（打包）", "youxian", "highway", "continuing", 0, 0, "攸县交通建设投资有限公司（模拟）",
          children=("攸县网岭至皇图岭公路提质改造工程", "攸县酒埠江旅游公路路面改造工程", "攸县黄丰桥至鸾山窄路加宽工程", "攸县菜花坪至丫江桥公路大修工程",
                    "攸县农村公路生命安全防护工程")),
    Named("渌水流域（株洲段）水环境综合治理项目（打包）", "liling", "river", "continuing", 0, 0, "platform:water", provincial=True,
          children=("渌水醴陵城区段岸线整治工程", "澄潭江水系连通工程", "渌口区渌水入江口湿地修复工程", "孙家湾镇农业面源污染治理工程",
                    "泗汾镇分散式生活污水治理工程", "渌水流域水质自动监测站网工程")),
    Named("株洲市乡镇污水处理设施全覆盖工程（打包）", "lukou", "sewage", "continuing", 0, 0, "platform:water",
          children=("朱亭镇污水处理厂及管网工程", "淦田镇污水处理厂及管网工程", "龙潭镇污水处理厂及管网工程", "白关镇污水管网完善工程",
                    "仙庾镇污水处理设施提标工程", "群丰镇污水收集管网工程", "古岳峰镇小型污水处理设施工程")),
    Named("茶陵县高标准农田及小型水库除险加固项目（打包）", "chaling", "waterworks", "continuing", 0, 0,
          "茶陵县水利建设投资有限公司（模拟）", children=("茶陵县洮水灌区续建配套工程", "茶陵县严塘镇小型水库除险加固工程", "茶陵县腰潞镇高标准农田工程",
                                                        "茶陵县虎踞镇山塘清淤扩容工程")),
)  # fmt: skip
