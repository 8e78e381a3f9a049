"""Counted things in English sentences."""

from __future__ import annotations


def counted(number: float, noun: str) -> str:
    """1 rule, 2 rules, 1.5 alerts, 3 matches."""
    ending = "" if number == 1 else "es" if noun.endswith("ch") else "s"
    return f"{number:.15g} {noun}{ending}"
