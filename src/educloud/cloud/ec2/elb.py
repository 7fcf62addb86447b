"""What the types of the load balancing API share: tags, and finding by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.names import unique_name
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Listed, Mark, Properties

ARNS_PER_CALL = 20  # DescribeTags takes no more


def tags_of(api: Api, arns: Sequence[str]) -> dict[str, dict[str, str]]:
    """Give the tags of each resource by its ARN."""
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(arns), ARNS_PER_CALL):
        some = list(arns[start : start + ARNS_PER_CALL])
        for one in api.elbv2.describe_tags(ResourceArns=some)["TagDescriptions"]:
            found[str(one["ResourceArn"])] = unpair(one["Tags"])
    return found


def marked(api: Api, arns: Iterable[str], mark: Mark) -> str | None:
    """Give the one that carries a mark; None when none does."""
    tags = tags_of(api, list(arns))
    return next((arn for arn, its in tags.items() if mark.is_on(its)), None)


def find_by_name(
    call: str, listed: str, key: str, missing: str
) -> Callable[[Api, Mark, Properties], str | None]:
    """Give a ``Kind.find`` for what bears a ``unique_name``; ``missing`` says that none does."""
    nothing = frozenset({missing})

    def find(api: Api, mark: Mark, wanted: Properties) -> str | None:
        del wanted
        found = unless(nothing, getattr(api.elbv2, call), Names=[unique_name(mark)]) or {}
        return marked(api, [str(one[key]) for one in found.get(listed, ())], mark)

    return find


def ours(api: Api, arns: Iterable[str]) -> Iterator[Listed]:
    """Give those that carry any mark of ours."""
    for arn, tags in tags_of(api, list(arns)).items():
        if URN_TAG in tags:
            yield Listed(arn, tags)


def every_arn(api: Api, call: str, listed: str, key: str, **of: str) -> list[str]:
    """Give the ARNs of all that a paginated describe call lists."""
    pages = api.elbv2.get_paginator(call).paginate(**of)
    return [str(one[key]) for page in pages for one in page[listed]]


def tag_in_elb(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    """Write and remove tags: a ``Kind.tag``."""
    if put:
        api.elbv2.add_tags(ResourceArns=[identity], Tags=pairs(put))
    if drop:
        api.elbv2.remove_tags(ResourceArns=[identity], TagKeys=list(drop))
