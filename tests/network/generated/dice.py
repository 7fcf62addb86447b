"""Choices by one seed: a text of hundreds of them is drawn in a millisecond.

An option is a function of ``random.Random``. In a function that is ``chosen``, ``draw`` gives
what an option comes to.
"""

from __future__ import annotations


def of(*values):
    """Choose one of some values."""
    return lambda dice: dice.choice(values)


def parts(*values, least=0):
    """Choose some of the values, in their order."""

    def some(dice):
        count = dice.randint(least, len(values))
        return [values[n] for n in sorted(dice.sample(range(len(values)), count))]

    return some


def lines_of(*options):
    """Choose in each option a text, and give the lines of all that are not empty."""
    return lambda dice: [line for option in options for line in option(dice).split("\n") if line]


def chosen(function):
    """Let a function choose: its ``draw`` gives what an option comes to."""

    def with_arguments(*arguments):
        return lambda dice: function(lambda option: option(dice), *arguments)

    return with_arguments


def numbers(vlans) -> str:
    """Write VLANs as the device does: 20-21,30-32."""
    runs = []
    for n in vlans:
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def block(header, *lines):
    """Write a view; lines that are empty are left out."""
    return [header, *(f" {line}" for line in lines if line), "!"]


yes = of(0, 1)
seldom = of(0, 0, 0, 1)
