"""The functional core of registers: definitions, tallies, goals. Values in, values or `Invalid` out."""

from yidan.targets.rules.definition import NAME, Definition, Field, Series, Tally, clean, define
from yidan.targets.rules.goals import After, How, Node, Reached, Tree, after, progress, reached
from yidan.targets.rules.tallies import Line, counted, summed, whole, wholes

__all__ = [
    "NAME", "After", "Definition", "Field", "How", "Line", "Node", "Reached", "Series", "Tally", "Tree", "after",
    "clean", "counted", "define", "progress", "reached", "summed", "whole", "wholes",
]  # fmt: skip
