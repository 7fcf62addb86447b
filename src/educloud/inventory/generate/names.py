"""Names of made-up schools: plausible, none meant to be a real one; the mark says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from educloud.inventory.generate.draw import Draw
from educloud.inventory.models import SiteKind

MARK = "（合成）"
TRIES = 8
TOWNS_PER_COUNTY = 16

_FIRST = "白青黄石柳杨槐枣梨桃竹松荷云星月泉溪金银龙凤鹤马牛大小东西南北上下新老高平安清长"
_SECOND = "河桥庄店集寨营沟岭湾坡岗塘坪楼口林泉屯台"
_STREETS = (
    "人民路", "建设路", "解放路", "文化路", "新华街", "育才街", "光明路", "和平路", "中山路",
    "友谊路", "团结街", "迎宾路", "长江路", "黄河路", "滨河路", "花园路", "东风路", "朝阳街",
    "振兴路", "学府街", "兴业路", "康乐街", "幸福路", "西环路", "东环路", "南关街", "北关街",
)  # fmt: skip
_WISHES = ("阳光", "童心", "春蕾", "小博士", "金色摇篮", "蓝天", "七彩", "向日葵", "新星", "贝贝")
_WATERS = (
    "淇水", "云岭", "青川", "嵩北", "沙颍", "伏岭", "白河湾", "金堤", "松涧", "望川", "石泉",
    "鹤鸣", "青崖", "槐荫", "荷泽湾", "星湖", "云溪", "柳原", "枫桥坡", "桃岭",
)  # fmt: skip
_SUBJECTS = ("", "理工", "师范", "医药", "农林", "工程", "财经", "交通", "信息", "艺术", "建筑")
_RANKS = ("大学", "学院", "学院", "职业技术学院", "职业技术学院", "高等专科学校")
_DIGITS = "〇一二三四五六七八九"

# Kind -> names in towns, names in the country; the fields are those of ``Namer``.
_PATTERNS: dict[SiteKind, tuple[Sequence[str], Sequence[str]]] = {
    SiteKind.KINDERGARTEN: (
        ("{place}{street}幼儿园", "{place}第{nth}幼儿园", "{place}{wish}幼儿园"),
        ("{place}{town}中心幼儿园", "{place}{town}{village}幼儿园", "{place}{town}{wish}幼儿园"),
    ),
    SiteKind.PRIMARY: (
        ("{place}{street}小学", "{place}第{nth}小学", "{place}实验小学", "{place}{street}第二小学"),
        ("{place}{town}中心小学", "{place}{town}{village}小学", "{place}{town}{village}小学"),
    ),
    SiteKind.JUNIOR: (
        ("{place}第{nth}初级中学", "{place}{street}中学", "{place}实验中学"),
        ("{place}{town}初级中学", "{place}{town}第二初级中学", "{place}{town}{village}初级中学"),
    ),
    SiteKind.NINE_YEAR: (
        ("{place}{street}九年制学校", "{place}第{nth}九年制学校"),
        ("{place}{town}九年制学校", "{place}{town}{village}九年制学校"),
    ),
    SiteKind.SENIOR: (
        ("{place}第一高级中学", "{place}第{nth}高级中学", "{place}实验高级中学"),
        ("{place}{town}高级中学",),
    ),
    SiteKind.SECONDARY_VOCATIONAL: (
        ("{place}职业中等专业学校", "{place}{subject}中等职业学校", "{place}第{nth}职业高中"),
        ("{place}{town}职业高中",),
    ),
    SiteKind.SPECIAL: (("{place}特殊教育学校", "{place}第{nth}特殊教育学校"),) * 2,
    SiteKind.TEACHING_POINT: (("{place}{town}{village}教学点",),) * 2,
    SiteKind.UNIVERSITY: (("{water}{subject}{rank}",),) * 2,
    SiteKind.PARTY_SCHOOL: (("{place}教育系统党校", "{place}教育系统第{nth}党校"),) * 2,
}
_LAST_RESORT = "{place}{town}{village}第{nth}{kind}"
_SHORT_KINDS = {SiteKind.UNIVERSITY: "学院", SiteKind.TEACHING_POINT: "教学点"}

BODIES = (
    "招生考试中心", "电化教育中心", "教育装备中心", "教育资源保障中心", "教育评估中心",
    "学生资助中心", "教研中心", "教育信息中心", "教师发展中心", "学校后勤服务中心",
)  # fmt: skip


@dataclass(slots=True)
class Namer:
    """Gives names that no other place of the province has."""

    draw: Draw
    used: set[str] = field(default_factory=set)
    counters: dict[tuple[str, SiteKind], int] = field(default_factory=dict)
    towns: dict[str, list[str]] = field(default_factory=dict)

    def name(self, place: str, code: str, kind: SiteKind, *, town: bool) -> str:
        """Name a school of the division ``code``, called ``place``; ``town``: not in a village."""
        patterns = _PATTERNS[kind][0 if town else 1]
        for _ in range(TRIES):
            name = self._fill(self.draw.one_of(patterns), place, code, kind)
            if name not in self.used:
                break
        else:
            name = self._numbered(place, code, kind)
        self.used.add(name)
        return name

    def _numbered(self, place: str, code: str, kind: SiteKind) -> str:
        short = _SHORT_KINDS.get(kind, "学校")
        while True:
            name = self._fill(_LAST_RESORT, place, code, kind, short)
            if name not in self.used:
                return name

    def _fill(self, pattern: str, place: str, code: str, kind: SiteKind, short: str = "") -> str:
        fields = self._fields(place, code) | {"kind": short}
        if "{nth}" in pattern:
            nth = self.counters.get((code, kind), 0) + 1
            self.counters[code, kind] = nth
            fields["nth"] = chinese(nth)
        return pattern.format_map(fields)

    def _fields(self, place: str, code: str) -> dict[str, str]:
        draw = self.draw
        return {
            "place": place,
            "street": draw.one_of(_STREETS),
            "town": draw.one_of(self._towns(code)),
            "village": draw.one_of(_FIRST) + draw.one_of(_SECOND),
            "wish": draw.one_of(_WISHES),
            "water": draw.one_of(_WATERS),
            "subject": draw.one_of(_SUBJECTS),
            "rank": draw.one_of(_RANKS),
        }

    def _towns(self, code: str) -> list[str]:
        if code not in self.towns:
            draw = self.draw
            self.towns[code] = [
                draw.one_of(_FIRST) + draw.one_of(_SECOND) + draw.one_of("镇镇乡")
                for _ in range(TOWNS_PER_COUNTY)
            ]
        return self.towns[code]


def chinese(number: int) -> str:
    """Write a number below 100 as 十二; a larger one stays in digits."""
    tens, ones = divmod(number, 10)
    if tens >= len(_DIGITS):
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
