"""Scoring by declared rules: a pack of criteria turns exact figures into points, each with its explanation.

A pack is data, not code: every criterion names a figure, a way of scoring out of the few in `ways`, and its caps. The
ways are total (they answer for every value) and exact (points are fractions until they are printed), and every point
comes with the sentence that says how it came about. Nothing here knows a person, a photo or a log-in (domain.md §2.3).
"""

from yidan.assessment.rules.packs import Criterion, Grade, Pack, PackFault, read_pack
from yidan.assessment.rules.scoring import Point, Score, graded, moved, said, scored, standing, told
from yidan.assessment.rules.ways import score

__all__ = [
    "Criterion", "Grade", "Pack", "PackFault", "Point", "Score", "graded", "moved", "read_pack", "said", "score",
    "scored", "standing", "told",
]  # fmt: skip
