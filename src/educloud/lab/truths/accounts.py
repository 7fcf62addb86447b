"""Whose request it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected for every request."""
    from moto.iam import models  # noqa: PLC0415  takes a second to import

    yield models, "get_account_id_from", _of_those_there


def _of_those_there(_: Callable[[str], str]) -> Callable[[str], str]:
    """Correct the search: moto builds the IAM of every partition in its second request.

    That draws ids: after a restart they would be others whenever the second request was a read,
    which no journal repeats.
    """
    from moto.core.models import DEFAULT_ACCOUNT_ID  # noqa: PLC0415  takes a second to import
    from moto.iam.models import iam_backends  # noqa: PLC0415  as above

    def account_of(access_key: str) -> str:
        for account_id, partitions in list(iam_backends.items()):
            if any(access_key in iam.access_keys for iam in list(partitions.values())):
                return str(account_id)
        return str(DEFAULT_ACCOUNT_ID)

    return account_of
