"""What an error of the cloud means: passing, busy, gone, forbidden; and how to say it.

The errors are botocore's; a family on another library maps its own to the same questions here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from educloud.errors import CloudError

if TYPE_CHECKING:
    from educloud.cloud.provider.kind import Kind

TRIES = 9  # of one verb; with the pauses below up to a minute of trouble is borne
FIRST_PAUSE, LONGEST_PAUSE = 0.4, 20.0

# The cloud asks for patience: nothing was done.
_THROTTLED = frozenset({
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
    "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
    "BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
    "ProvisionedThroughputExceededException",
})  # fmt: skip
# The cloud has trouble of its own: what was asked may have been done or not.
_TROUBLED = frozenset({
    "InternalError", "InternalFailure", "InternalServerError", "InternalServiceError",
    "InternalServiceFault", "ServiceUnavailable", "ServiceUnavailableException", "Unavailable",
    "RequestTimeout", "RequestTimeoutException", "500", "502", "503", "504",
})  # fmt: skip
_FORBIDDEN = frozenset({
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized",
    "AuthFailure", "Client.UnauthorizedOperation", "AuthorizationError", "403", "Forbidden",
})  # fmt: skip
# How implementations of an API say that they have no such call, or not here.
LACKING = frozenset({
    "NotImplemented", "XNotImplemented", "MethodNotAllowed", "UnsupportedOperation",
    "OperationNotSupported", "NotSupported", "501", "405",
})  # fmt: skip
_NO_SUCH_CALL = frozenset({405, 501})  # HTTP statuses that say the same
_SERVER_ERRORS = frozenset({*range(500, 600)} - {501})  # 501: the API has no such call


def code_of(error: BaseException) -> str:
    """Give the code of an error the API answered with; empty for any other."""
    response: Any = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def is_gone(error: BaseException, kind: Kind) -> bool:
    """Tell whether an error says that the resource is not there."""
    return code_of(error) in kind.gone


def is_lacking(error: BaseException) -> bool:
    """Tell whether an error says that the cloud has no such call at all."""
    response: Any = getattr(error, "response", None) or {}
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return code_of(error) in LACKING or status in _NO_SUCH_CALL


def is_busy(error: BaseException, kind: Kind) -> bool:
    """Tell whether an error says that the resource has still to wait for another."""
    return code_of(error) in kind.busy


def is_transient(error: BaseException) -> bool:
    """Tell whether the same call may succeed a moment later."""
    from botocore.exceptions import ClientError, HTTPClientError  # noqa: PLC0415  slow to import
    from botocore.parsers import ResponseParserError  # noqa: PLC0415  slow to import

    if isinstance(error, ClientError):
        return _is_trouble(error.response)
    # No connection, none any more, no answer in time, an answer cut short.
    return isinstance(error, (HTTPClientError, ResponseParserError, ConnectionError, TimeoutError))


def is_transient_answer(response: Any, error: BaseException | None) -> bool:
    """Tell the same of a call as botocore notes it: (HTTP answer, what it says), or an error."""
    if error is not None:
        return is_transient(error)
    return response is not None and _is_trouble(response[1])


def _is_trouble(answer: Any) -> bool:
    code = str(answer.get("Error", {}).get("Code", ""))
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return code in _THROTTLED | _TROUBLED or status in _SERVER_ERRORS


def pause_before(tried: int) -> float:
    """Give the longest pause, in seconds, after ``tried`` attempts."""
    return float(min(FIRST_PAUSE * 2 ** (tried - 1), LONGEST_PAUSE))


def said(error: Exception, verb: str, resource: str) -> CloudError:
    """Give an error for people: what could not be done to which resource, and how to mend it."""
    from botocore.exceptions import ClientError  # noqa: PLC0415  slow to import

    if isinstance(error, LookupError):  # a login page answers 200 too: nothing asked for is in it
        return CloudError(
            f"{verb} {resource}: the answer lacks {error}",
            mend="see that EDUCLOUD_CLOUD_ENDPOINT names the cloud's API, not a web page or proxy",
        )
    if not isinstance(error, ClientError):
        return CloudError(f"{verb} {resource}: {error}")
    call, told = error.operation_name, error.response.get("Error", {})
    code = code_of(error) or _status_of(error)
    if code in _FORBIDDEN:
        return CloudError(
            f"{verb} {resource}: the account may not do {call} ({code})",
            mend=f"grant it the permission for {call}",
        )
    message = told.get("Message") or "the answer gives no reason"
    return CloudError(f"{verb} {resource}: {call} refused: {code}: {message}")


def _status_of(error: Any) -> str:
    """Give the HTTP status of an answer without a code, as a proxy before the API gives it."""
    return str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
