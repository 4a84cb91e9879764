"""Acts of 监测."""

from yidan.watch.commands import goods, lead, observation, point, watch

__all__ = ["goods", "lead", "observation", "point", "watch"]
