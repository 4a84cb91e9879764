"""Drawn pictures of the simulated city: what a fixed viewpoint of a site shows in a month; photos of nothing."""

from yidan.web.demo.scenes.photo import View, photo

__all__ = ["View", "photo"]
