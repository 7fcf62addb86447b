"""Keys as services name them in what they encrypt."""

from __future__ import annotations

from educloud.cloud.ec2.api import Api


def own_key(api: Api, key: str | None) -> str:
    """Give the key, by its ARN, when it is a customer's; "" when it is the service's own or none.

    A service asked for encryption without a key takes its own and names that one afterwards.
    """
    if not key:
        return ""
    about = api.kms.describe_key(KeyId=key)["KeyMetadata"]
    return "" if about["KeyManager"] == "AWS" else str(about["Arn"])
