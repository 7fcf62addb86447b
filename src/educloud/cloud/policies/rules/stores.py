"""What keeps data: encrypted, closed, saved."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.situation import Situation

CONFIDENTIAL = "8.1.4.8"
BACKUP = "8.1.4.9"


def _plain(situation: Situation) -> Iterator[Offence]:
    for store in situation.facts.stores:
        if not store.encrypted:
            yield Offence(store.resource, f"the {store.what} is not encrypted")


def _open(situation: Situation) -> Iterator[Offence]:
    for store in situation.facts.stores:
        if not store.closed:
            yield Offence(store.resource, f"the {store.what} is open to the public")


def _not_over_tls(situation: Situation) -> Iterator[Offence]:
    for store in situation.facts.stores:
        if not store.over_tls:
            yield Offence(store.resource, f"the {store.what} is reached without TLS, too")


def _unsaved(situation: Situation) -> Iterator[Offence]:
    for store in situation.facts.stores:
        if store.backed_up is False:
            yield Offence(store.resource, f"the {store.what} is not backed up")


def _short_kept(situation: Situation) -> Iterator[Offence]:
    least = int(situation.around.profile.threshold("node_backup_days"))
    for backup in situation.facts.backups:
        if backup.days is not None and backup.days < least:
            yield Offence(backup.resource, f"backups are kept {backup.days} days, not {least}")


RULES = (
    Rule(
        id="store-encrypted",
        clauses=(CONFIDENTIAL,),
        title="存储应加密",
        fix="set encrypted: true",
        find=_plain,
    ),
    Rule(
        id="store-closed",
        clauses=("8.1.3.1", CONFIDENTIAL),
        title="存储不得对公众开放",
        fix="close it to the public",
        find=_open,
    ),
    Rule(
        id="store-over-tls",
        clauses=("8.1.2.2",),
        title="存储应只经 TLS 访问",
        fix="refuse what comes without TLS",
        find=_not_over_tls,
    ),
    Rule(
        id="store-saved",
        clauses=(BACKUP,),
        title="数据应有备份",
        fix="declare 'backup' in the stack file",
        find=_unsaved,
    ),
    Rule(
        id="backup-kept",
        clauses=(BACKUP,),
        title="备份应保存足够天数",
        fix="raise backup.keep_days",
        find=_short_kept,
    ),
)
