"""Run one playbook with ansible-runner, as a program of its own: ``REQUEST.json`` → result file.

A process of its own can be ended with all that it started. It holds a lock per application, so a
playbook that is just being ended never runs beside the one that resumes its work.
"""

from __future__ import annotations

import fcntl
import json
import sys
import time
from pathlib import Path
from typing import Any

from educloud.project import write_atomically

LOCK_SECONDS = 30.0
KEPT_RUNS = 5


def main(request_path: Path) -> int:
    """Run what the request says and write its result, even when the run fails."""
    request: dict[str, Any] = json.loads(request_path.read_text(encoding="utf-8"))
    with Path(request["lock"]).open("a") as lock:
        result = run(request) if _taken(lock) else _failed("another run is moving this application")
    write_atomically(Path(request["result"]), json.dumps(result, ensure_ascii=False))
    return 0


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Run the playbook and give its outcome as plain data."""
    import ansible_runner  # noqa: PLC0415  heavy, and only this process needs it

    events: list[dict[str, Any]] = []

    def collect(event: dict[str, Any]) -> bool:
        if event.get("event", "").startswith("runner_on_"):
            events.append(event)
        return True

    # Secrets come by files and never by extravars: ansible-runner writes those, and the whole
    # environment, in clear into its folder.
    runner = ansible_runner.run(
        private_data_dir=request["folder"],
        project_dir=request["playbooks"],
        playbook=request["playbook"],
        inventory=request["inventory"],
        extravars=request["variables"],
        tags=",".join(request["tags"]),
        rotate_artifacts=KEPT_RUNS,
        suppress_env_files=True,
        quiet=True,
        event_handler=collect,
    )
    return outcome(runner.status, events, runner.stdout.read())


def outcome(status: str, events: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """Read a run's events: whether it is well, what changed, what failed and why (pure)."""
    done = [event["event_data"] for event in events if event["event"] == "runner_on_ok"]
    bad = [
        event["event_data"]
        for event in events
        if event["event"] in {"runner_on_failed", "runner_on_unreachable"}
    ]
    facts: dict[str, Any] = {}
    for data in (*done, *bad):
        facts |= data.get("res", {}).get("educloud", {})
    if status == "successful" and done:
        changed = any(data.get("res", {}).get("changed") for data in done)
        return {"ok": True, "changed": changed, "failed_task": "", "reason": "", "facts": facts}
    if bad:
        reason = str(bad[-1].get("res", {}).get("msg", "no reason given"))
        return {**_failed(reason, bad[-1].get("task", "")), "facts": facts}
    # Ansible calls a play for a host that it does not know a success.
    return _failed(_complaint(text) or "the playbook ran no task on any host")


def _failed(reason: str, task: str = "") -> dict[str, Any]:
    return {"ok": False, "changed": False, "failed_task": task, "reason": reason, "facts": {}}


def _complaint(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "ERROR" in line or "Could not match" in line]
    return telling[0] if telling else ""


def _taken(lock: Any) -> bool:
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
