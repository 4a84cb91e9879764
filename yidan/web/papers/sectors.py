"""行业分组 within a domain, from the industry code (GB/T 4754-2017: section letter and division), and back."""

from __future__ import annotations

import re

_SECTIONS = {
    "A": "现代农业",
    "B": "采矿业",
    "C": "先进制造业",
    "D": "能源电力",
    "E": "建筑与城乡建设",
    "F": "商贸流通",
    "G": "交通物流",
    "H": "住宿餐饮",
    "I": "信息与数字经济",
    "J": "金融业",
    "K": "房屋与安居",
    "L": "现代服务业",
    "M": "科学研究和技术服务",
    "N": "水利、环境和公共设施",
    "O": "社区与居民服务",
    "P": "教育",
    "Q": "卫生和社会工作",
    "R": "文化、体育和旅游",
    "S": "公共管理",
}
_DIVISIONS = {
    "D46": "水的生产和供应",
    "E47": "房屋与安居",
    "E48": "交通与市政",
    "N76": "水利",
    "N77": "生态保护和环境治理",
    "N78": "公共设施与旅游",
    "D45": "能源电力",
}
_FIRST_DIVISION = (
    (5, "A"),
    (12, "B"),
    (43, "C"),
    (46, "D"),
    (50, "E"),
    (52, "F"),
    (60, "G"),
    (62, "H"),
    (65, "I"),
    (69, "J"),
    (70, "K"),
    (72, "L"),
    (75, "M"),
    (79, "N"),
    (82, "O"),
    (83, "P"),
    (85, "Q"),
    (90, "R"),
    (98, "S"),
)


def sector_of(industry_code: str) -> str:
    """C3714, 3714 or 37 → 先进制造业; 其他 where there is no code."""
    match = re.match(r"([A-T]?)(\d\d)?", industry_code or "")
    letter, division = (match[1], match[2]) if match else ("", None)
    if not letter and division:
        letter = next((name for last, name in _FIRST_DIVISION if int(division) <= last), "")
    if division and f"{letter}{division}" in _DIVISIONS:
        return _DIVISIONS[f"{letter}{division}"]
    return _SECTIONS.get(letter, "其他")


def code_of(sector: str) -> str:
    """先进制造业 → C, 水利 → N76: the widest code of that group; "" where the words are none of ours."""
    return _CODES.get(sector.strip(), "")


_CODES = {words: code for code, words in (_DIVISIONS | _SECTIONS).items()}  # a section where both say the same
