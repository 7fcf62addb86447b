"""A session on a switch: views, prompts, questions, paging."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from educloud.lab.switches.block import INNER, Refusal
from educloud.lab.switches.lines import canonical
from educloud.lab.switches.switch import Switch

PAGE = 24
MORE = "  ---- More ----"


@dataclass(slots=True)
class Shell:
    """What one user sees; ``feed`` takes a line and gives the answer with the next prompt."""

    switch: Switch
    user: str
    view: str | None = None  # None: not configuring; empty: at the top
    enabled: bool = False
    paging: bool = True
    pending: Callable[[str], str] | None = None
    raw: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    closed: bool = False

    def greeting(self) -> str:
        """Give what stands on the screen after login."""
        return self.switch.dialect.login + self.prompt()

    def prompt(self) -> str:
        """Give the prompt of the view."""
        dialect, name = self.switch.dialect, self.switch.config.hostname
        if self.view is None:
            enabled = self.enabled and dialect.enabled_prompt
            return (dialect.enabled_prompt if enabled else dialect.user_prompt).format(name=name)
        view = ""
        if self.view:
            kind = self.switch.config.blocks[self.view].kind
            match = re.fullmatch(kind.header, self.view.rpartition(INNER)[2])
            view = "-" + kind.prompt.format("", *(match.groups() if match else ()))
        return dialect.config_prompt.format(name=name, view=view)

    def feed(self, line: str) -> str:
        """Take a line as typed; give all that the switch writes until it waits again."""
        if self.pages:
            return self._page(line)
        if self.pending:
            ask, self.pending = self.pending, None
            return self._with_prompt(ask(line.strip()))
        if self.raw or self._opens_banner(line):
            return self._banner(line)
        if not line.strip():
            return self.prompt()
        answer = self._answer(" ".join(line.split()))
        return answer if self.pending or self.pages else self._with_prompt(answer)

    def _with_prompt(self, answer: str) -> str:
        return f"{answer.rstrip()}\n{self.prompt()}" if answer else self.prompt()

    def _answer(self, line: str) -> str:
        dialect = self.switch.dialect
        if self.view is None:
            return self._outside(line)
        if line in dialect.leave_config:
            self.view = None
            return ""
        if line in {dialect.leave, "quit", "exit", *dialect.inner_leaves}:
            self.view = self.view.rpartition(INNER)[0] if self.view else None
            return ""
        if self.switch.config.asks(canonical(line)) and not self.view:
            self.pending = lambda word: self._confirmed(word, line)
            return dialect.question
        return self._configure(line)

    def _confirmed(self, word: str, line: str) -> str:
        return self._configure(line) if word.lower() in {"y", "yes"} else ""

    def _configure(self, line: str) -> str:
        """Take a line in this view, else at the top, as the real ones do."""
        view = self.view or ""
        try:
            self.view = self.switch.take(self.user, view, line)
        except Refusal as refusal:
            return f"{' ' * 10}^\n{refusal}"
        return ""

    def _outside(self, line: str) -> str:
        dialect = self.switch.dialect
        privileged = self.enabled or not dialect.enabled_prompt
        if line == "enable" and dialect.enabled_prompt:
            self.enabled = True
            return ""
        if line == dialect.enter_config and privileged:
            self.view = ""
            return ""
        if line in {"quit", "exit", "logout"}:
            self.closed = True
            return ""
        if line == dialect.paging_off or line in dialect.quiet:
            self.paging = self.paging and line != dialect.paging_off
            return ""
        shows: dict[str, Callable[[], str]] = {
            dialect.show_running: self.switch.config.text,
            dialect.show_startup: lambda: self.switch.startup,
            dialect.show_version: lambda: dialect.version,
        }
        if line in shows and (privileged or line == dialect.show_version):
            return self._shown(shows[line]())
        saves = line == dialect.save and privileged
        return self._save() if saves else f"{' ' * 10}^\n{dialect.unknown}"

    def _save(self) -> str:
        dialect = self.switch.dialect
        if not dialect.save_question:
            self.switch.save(self.user)
            return dialect.saved
        self.pending = self._save_confirmed
        return dialect.save_question

    def _save_confirmed(self, word: str) -> str:
        if word.lower() not in {"y", "yes"}:
            return ""
        self.switch.save(self.user)
        return self.switch.dialect.saved

    def _shown(self, text: str) -> str:
        lines = text.rstrip("\n").split("\n")
        if not self.paging or len(lines) <= PAGE:
            return "\n".join(lines)
        self.pages = lines[PAGE:]
        return "\n".join([*lines[:PAGE], MORE])

    def _page(self, key: str) -> str:
        if key.strip().lower() == "q":
            self.pages = []
            return self.prompt()
        shown, self.pages = self.pages[:PAGE], self.pages[PAGE:]
        return "\n".join([*shown, MORE if self.pages else self.prompt()])

    def _opens_banner(self, line: str) -> bool:
        start = re.match(self.switch.dialect.banner, line.strip())
        return bool(
            self.view == ""
            and start
            and start["delim"] not in line[line.index(start["delim"], start.start("delim")) + 1 :]
        )

    def _banner(self, line: str) -> str:
        self.raw.append(line if self.raw else line.strip())
        start = re.match(self.switch.dialect.banner, self.raw[0])
        if len(self.raw) > 1 and start and start["delim"] in line:
            text, self.raw = "\n".join(self.raw), []
            return self._with_prompt(self._configure(text))
        return ""
