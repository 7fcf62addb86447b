"""Calls that moto does not know."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from educloud.lab.truths import Correction

CODE = "NotImplemented"


def corrections() -> Iterable[Correction]:
    """Give what is corrected for every service."""
    from moto.core.responses import BaseResponse  # noqa: PLC0415  takes a second to import

    yield BaseResponse, "call_action", _refusing


def _refusing(call_action: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Correct the status: moto fails over a call it does not know as if it were in trouble."""

    def refuse_truly(response: Any) -> Any:
        try:
            return call_action(response)
        except NotImplementedError as error:
            return 501, *_refusal(str(error), as_json="json" in response.headers["Content-Type"])

    return refuse_truly


def _refusal(reason: str, *, as_json: bool) -> tuple[dict[str, str], str]:
    """Give headers and body of a refusal."""
    if as_json:
        body = json.dumps({"__type": CODE, "message": reason})
        return {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": CODE}, body
    error = f"<Error><Code>{CODE}</Code><Message>{escape(reason)}</Message></Error>"
    # EC2 has it one level deeper than the other services.
    body = f"<ErrorResponse>{error}<Errors>{error}</Errors></ErrorResponse>"
    return {"Content-Type": "text/xml"}, body
