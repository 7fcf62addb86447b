"""Filing numbers by their form: MLPS, ICP and public security are constantly mixed in one column.

Forms: MLPS 11 digits (6 of the police authority, 5 of the unit), on certificates and ``-`` five
digits of the system; ICP ``豫ICP备12345678号-1``; public security ``豫公网安备 41010202000123号``.
"""

from __future__ import annotations

import re
from collections import defaultdict

from educloud.inventory.importing.cleaning.signs import closed_up, half_width
from educloud.inventory.importing.cleaning.values import Unreadable

COLUMNS = ("mlps_filing", "icp_no", "psb_no")
_FORMS = (
    ("icp_no", re.compile(r"([\u4e00-\u9fff])ICP备(\d{8,10})号?(?:-(\d+))?", re.IGNORECASE)),
    ("psb_no", re.compile(r"([\u4e00-\u9fff]?)公网安备:?(\d{14})号?")),
    ("psb_no", re.compile(r"(?<!\d)()(\d{14})号?(?![\d-])")),
    ("mlps_filing", re.compile(r"(?<!\d)(\d{11})(?:-(\d{1,5}))?(?![\d-])")),
)
_DASHES = re.compile("[‐-―−—–]")
_WEB_SITE = re.compile(r"[\u4e00-\u9fff]ICP备[0-9]{8,10}号(?:-[0-9]+)?")
_CERTIFICATE = re.compile("[0-9]{11}-[0-9]{5}")
_SYSTEM_DIGITS = 5
_NO_NUMBER = re.compile(
    "(?:已|未|正在?|待|尚未|暂未|无需|不需|拟)?(?:备案|办理|审核|申请|中)+(?:完成)?"
)
_PROVINCES = {"12": "津", "41": "豫", "61": "陕"}


def sort_filings(text: str) -> dict[str, str]:
    """Give column -> numbers (joined by ``;``) for all that the text holds.

    Empty when it speaks of a filing without its number; Unreadable when a number is of no form.
    """
    if _CERTIFICATE.fullmatch(text):
        return {"mlps_filing": text}
    if _WEB_SITE.fullmatch(text):
        return {"icp_no": text}
    rest = _DASHES.sub("-", closed_up(half_width(text)))
    found: dict[str, list[str]] = defaultdict(list)
    for column, form in _FORMS:
        found[column] += [_written(column, one) for one in form.finditer(rest)]
        rest = form.sub(" ", rest)
    if re.search(r"\d{4,}|E\+", rest):
        raise Unreadable(
            "a filing number of no known form",
            "write 41010012345-00001, 豫ICP备12345678号-1 or 豫公网安备41010202000123号, as text",
        )
    left = re.sub(r"[,;、/|()\s:.-]|ICP|等保|网安|公安|编号|备案号", "", rest)
    if left and not any(found.values()) and not _NO_NUMBER.fullmatch(left):
        raise Unreadable("no filing number", "write the number, or leave the cell empty")
    return {column: ";".join(dict.fromkeys(held)) for column, held in found.items() if held}


def _written(column: str, one: re.Match[str]) -> str:
    if column == "icp_no":
        site = f"-{one[3]}" if one[3] else ""
        return f"{one[1]}ICP备{one[2]}号{site}"
    if column == "psb_no":
        return f"{one[1] or _PROVINCES.get(one[2][:2], '')}公网安备{one[2]}号"
    # A spreadsheet takes the zeros before a number: 00001 became 1.
    return f"{one[1]}-{one[2].zfill(_SYSTEM_DIGITS)}" if one[2] else one[1]
