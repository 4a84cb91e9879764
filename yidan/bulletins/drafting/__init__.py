"""起草: papers drafted by rules from figures. They are official documents and so in Chinese, whoever reads the page.

No adjective that a rule does not justify; every number is a `Numeral` with its question; empty sections say so.
"""

from yidan.bulletins.drafting.annual import annual
from yidan.bulletins.drafting.assessment import assessment
from yidan.bulletins.drafting.monthly import monthly
from yidan.bulletins.drafting.one_list import one_list
from yidan.bulletins.drafting.review import review
from yidan.bulletins.drafting.special import special
from yidan.bulletins.drafting.weekly import weekly

__all__ = ["annual", "assessment", "monthly", "one_list", "review", "special", "weekly"]
