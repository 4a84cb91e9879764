"""A phone in a test: a window of 360 pixels with a camera and a place, logged in, that can lose its network."""

from __future__ import annotations

import shutil
from typing import Any

from tests.conftest import BROWSER_ARGUMENTS, BROWSERS, PATIENCE_MS

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SIZE = {"width": 360, "height": 780}


def chromium(browser: Any) -> Any:
    """Another Chromium beside the suite's, with a fake camera."""
    executable = next(path for name in BROWSERS if (path := shutil.which(name)))
    return browser.browser_type.launch(executable_path=executable, args=[*BROWSER_ARGUMENTS, *CAMERA], timeout=60_000)


class Phone:
    """One person's phone."""

    def __init__(self, cameras: Any, address: str, session: str) -> None:
        self.address = address
        self.context = cameras.new_context(
            viewport=SIZE, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=True, is_mobile=True,
            permissions=["camera", "microphone", "geolocation"], accept_downloads=True,
            geolocation={"longitude": 113.4916, "latitude": 27.6512, "accuracy": 8},
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        self.log_in(session)
        self.errors: list[str] = []
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.page = self.context.new_page()

    def log_in(self, session: str) -> None:
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])

    def open(self, page: Any = None) -> Any:
        """Open the app online until it would open without a network too."""
        page = page or self.page
        page.goto(f"{self.address}/field/")
        page.wait_for_selector(".tabs-bar")
        page.evaluate("navigator.serviceWorker.ready")
        return page

    def go(self, place: str) -> None:
        """Another screen of the app."""
        self.page.evaluate("place => { location.hash = place }", f"#/{place}")

    def offline(self, is_offline: bool = True) -> None:
        self.context.set_offline(is_offline)

    def states(self) -> list[str]:
        """Where each act in the outbox is, the oldest first, as the phone keeps it."""
        return self.page.evaluate(
            """() => new Promise(resolve => {
              const opening = indexedDB.open('yidan-field');
              opening.onsuccess = () => {
                const all = opening.result.transaction('outbox').objectStore('outbox').getAll();
                all.onsuccess = () => {
                  opening.result.close();
                  const state = each => each.sentence || each.items.some(item => item.state === 'refused') ? 'refused'
                    : each.items.every(item => item.state === 'done') && each.files.every(file => file.receipt)
                      ? 'delivered' : 'waiting';
                  resolve(all.result.sort((one, two) => one.seq - two.seq).map(state));
                };
              };
            })"""
        )

    def delivered(self, count: int, timeout_ms: int = 60_000) -> None:
        """Wait until so many acts are delivered and none is left."""
        waited = 0
        while (states := self.states()) != ["delivered"] * count:
            assert waited < timeout_ms, states
            self.page.wait_for_timeout(250)
            waited += 250

    def photograph(self, slot: str = "") -> None:
        """From the project's screen: take a picture of a slot, or one of one's own free will."""
        page = self.page
        if slot:
            page.locator(".asked", has_text=slot).get_by_role("button").click()
        else:
            page.get_by_role("button", name="自愿附图").click()
            page.locator(".choices-list").get_by_role("button", name="拍照").click()
        page.locator(".shutter:not([disabled])").click()
        page.get_by_role("button", name="用这张").click()
        page.locator("dialog.sheet").wait_for(state="detached")

    def close(self) -> None:
        self.context.close()
        assert self.errors == [], "a script failed in the browser"
