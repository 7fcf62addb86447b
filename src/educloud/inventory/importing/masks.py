"""Personal data out of everything that is reported; the tables themselves keep it.

Masked: mobile numbers, landlines, ID numbers (18 digits, whether the check digit holds or not),
e-mail addresses, and who is named in a contact column. Full-width digits count as digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from educloud.inventory.importing.draft import Change, Rejection

_SUSPECT = re.compile(r"\d{5}|\d[\s\-－]\d|@|＠")
_DASH = r"[\s\-－—–]?"
# A number of China's mobile networks; 11 digits and "-00001" are a filing number instead.
_MOBILE = re.compile(
    rf"(?<![\dA-Za-z])((?:\+?86{_DASH})?[1１][3-9３-９]\d){_DASH}\d{{4}}{_DASH}\d{{4}}"
    r"(?!\d|[\-－]\d{5}(?!\d))"
)
_ID = re.compile(
    r"(?<!\d)(\d{6})(?:18|19|20|１８|１９|２０)\d{2}[01０１]\d[0-3０-３]\d\d{3}[\dXxＸｘ](?!\d)"
)
_ID_AS_NUMBER = re.compile(r"(?<![\d.])\d\.\d{9,}[eE]\+1[67]")  # what a spreadsheet makes of it
_LANDLINE = re.compile(
    r"(?<![\dA-Za-z-])([(（]?[0０](?:10|2\d|[3-9]\d{2})[)）]?)[\s\-－—–]?[1-9]\d{6,7}"
    r"(?:[\-－转]\d{1,6})?(?!\d)"
)
# Without an area code only the word before it tells that a number is a telephone's.
_LOCAL = re.compile(r"(电话|座机|热线|[Tt][Ee][Ll])([:：.\s]*)[2-9]\d{2,3}[\-－\s]?\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+[@＠](?=[\w-]+\.)")
_FILING = re.compile(r"\d{11}(?:-\d{5})?")

FILING_COLUMNS = re.compile("mlps_filing|icp_no|psb_no|备案")
CONTACT_COLUMNS = re.compile(
    "contact|report_to|security_head|联系|负责人|电话|手机|责任人|姓名|身份证|证件号|微信|邮箱"
)
HIDDEN = "＊"


def mask(text: str, column: str = "") -> str:
    """Give ``text`` as it may be shown; the column decides what 11 bare digits are."""
    if column and CONTACT_COLUMNS.search(column):
        return text[:1] + HIDDEN * 2 if text else text
    if not _SUSPECT.search(text):
        return text
    if column and FILING_COLUMNS.search(column) and _FILING.fullmatch(text.strip()):
        return text
    text = _ID.sub(rf"\1{'*' * 12}", text)
    text = _ID_AS_NUMBER.sub("*" * 18, text)
    text = _MOBILE.sub(rf"\1{'*' * 8}", text)
    text = _LANDLINE.sub(rf"\1-{'*' * 8}", text)
    text = _LOCAL.sub(rf"\1\2{'*' * 8}", text)
    return _MAIL.sub("***@", text)


def masked_changes(changes: Iterable[Change]) -> list[Change]:
    """Give the changes with their values masked."""
    return [_masked(one) for one in changes]


def _masked(one: Change) -> Change:
    before, after = mask(one.before, one.column), mask(one.after, one.column)
    same = before == one.before and after == one.after  # hundreds of thousands are
    return one if same else replace(one, before=before, after=after)


def masked_rejections(rejections: Iterable[Rejection]) -> list[Rejection]:
    """Give the rejections with values and sentences masked."""
    return [
        replace(
            one,
            value=None if one.value is None else mask(one.value, one.column),
            reason=mask(one.reason),
            hint=mask(one.hint),
        )
        for one in rejections
    ]
