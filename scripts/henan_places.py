"""Declarations of the synthetic city: where things stand. All but codes and node ids is made up."""

from __future__ import annotations

HUB = "HB-SITE-001"

# code, name, centre (lon, lat), urban class of its schools
COUNTIES = (
    ("410602", "鹤山区", (114.1633, 35.9546), "112"),
    ("410603", "山城区", (114.1842, 35.8980), "111"),
    ("410611", "淇滨区", (114.2988, 35.7416), "111"),
    ("410621", "浚县", (114.5509, 35.6764), "121"),
    ("410622", "淇县", (114.2088, 35.6225), "121"),
)

SCHOOL_KINDS = (
    ("第一高级中学", "senior"),
    ("第二初级中学", "junior"),
    ("实验小学", "primary"),
    ("九年制学校", "nine_year"),
    ("中心幼儿园", "kindergarten"),
    ("河湾教学点", "teaching_point"),
)

SINGLE_SITES = [
    ("鹤壁市信息职业学校", "secondary_vocational", "410611", "111"),
    ("鹤壁市特殊教育学校", "special", "410611", "111"),
    ("淇水大学", "university", "410611", "111"),
    ("鹤壁市教育系统党校", "party_school", "410611", "111"),
]

# What a node has from a date on: node, date, vCPU (memory and disk follow in fixed proportion).
# The seventeen other cities have what their population weight gives; only 410600 is filled.
_OTHERS = {
    "410100": 1260,
    "410200": 480,
    "410300": 700,
    "410400": 500,
    "410500": 550,
    "410700": 620,
    "410800": 350,
    "410900": 380,
    "411000": 440,
    "411100": 240,
    "411200": 200,
    "411300": 970,
    "411400": 780,
    "411500": 620,
    "411600": 900,
    "411700": 700,
    "419001": 80,
}
NODES = (
    ("main-410000", "2026-11-01", 240),
    ("main-410000", "2027-07-01", 480),
    ("city-410600", "2026-11-01", 128),
    ("city-410600", "2027-03-01", 320),
    *((f"city-{code}", "2026-11-01", vcpu) for code, vcpu in _OTHERS.items()),
)

LINKS = (
    ("HB-LINK-CITY", "410600", 1000),
    ("HB-LINK-HESHAN", "410602", 200),
    ("HB-LINK-SHANCHENG", "410603", 200),
    ("HB-LINK-QIBIN", "410611", 500),
    ("HB-LINK-XUNXIAN", "410621", 200),
    ("HB-LINK-QIXIAN", "410622", 200),
)

TEAMS = (
    ("HB-TEAM-CITY", "410600", 28),
    ("HB-TEAM-QIBIN", "410611", 28),
    ("HB-TEAM-XUNXIAN", "410621", 16),
    ("HB-TEAM-QIXIAN", "410622", 20),
)

# One server room a line; "-" is unknown. The third column is the number of the site it stands in.
# fmt: off
ROOM_COLUMNS = (
    "room_id", "name", "site", "area_m2", "racks", "racks_used", "built_year", "ups_kva",
    "mains_feeds", "pue", "cpu_util_avg", "server_age_avg", "staff_fulltime", "uplink_mbps",
    "mlps_room", "annual_cost_cny", "lease_end", "division_code",
)
# fmt: on
ROOMS = """
HB-ROOM-01 淇滨区第一高级中学机房 19 18 2 1 2012 3 1 - 0.06 9 0 200 1 62000 2027-02-15 410611
HB-ROOM-02 市教育局中心机房 1 160 24 14 2017 120 2 1.72 0.22 6 2 2000 3 860000 - 410600
HB-ROOM-03 市教育局老办公楼机房 1 45 6 2 2010 20 1 2.1 0.09 10 0 200 2 240000 2027-08-31 410600
HB-ROOM-04 浚县教育局机房 5 48 8 3 2014 30 1 1.95 0.11 8 0 500 2 190000 - 410621
HB-ROOM-05 淇县教育局机房 6 60 10 5 2018 40 2 - 0.17 6 1 500 2 210000 - 410622
HB-ROOM-06 山城区教育局租用机房 3 26 4 2 2013 15 1 1.9 0.08 8 0 200 2 150000 2027-06-30 410603
HB-ROOM-07 鹤山区教育局机房 2 22 3 1 2011 6 1 - 0.07 9 0 100 1 98000 - 410602
HB-ROOM-08 淇滨区教育局机房 4 85 12 9 2021 60 2 1.45 0.31 4 1 1000 3 310000 - 410611
HB-ROOM-09 信息职业学校实训机房 37 120 12 8 2020 80 2 1.5 0.35 4 2 1000 2 280000 - 410611
HB-ROOM-10 浚县第一高级中学机房 25 15 2 1 2013 3 1 - 0.05 8 0 100 1 54000 - 410621
HB-ROOM-11 淇县第一高级中学机房 31 - 3 - - - - - - - - 200 - - - 410622
HB-ROOM-12 淇水大学数据中心 39 420 60 41 2019 400 2 1.42 0.38 4 6 10000 3 2600000 - 410611
""".strip().splitlines()
