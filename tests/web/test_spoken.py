"""Which language is spoken is each thread's own."""

from __future__ import annotations

import threading

from django.utils import translation
from django.utils.translation import trans_real

from yidan.web import spoken


def test_one_thread_speaks_chinese_while_another_speaks_english():
    heard = {}
    both = threading.Barrier(2)

    def speak(language: str) -> None:
        with translation.override(language):
            both.wait(10)
            heard[language] = (translation.get_language(), str(translation.gettext("项目")))
            both.wait(10)
        heard[language] += (translation.get_language(),)

    threads = [threading.Thread(target=speak, args=(language,)) for language in ("zh-hans", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard["zh-hans"] == ("zh-hans", "项目", "zh-hans")
    assert heard["en"][:2] != heard["zh-hans"][:2]
    assert heard["en"][2] == "zh-hans"  # the city's own, where nobody chose


def test_what_is_spoken_stays_when_the_store_changes(monkeypatch):
    monkeypatch.setattr(trans_real, "_active", trans_real._active)
    with translation.override("en"):
        spoken.keep_by_thread()
        assert translation.get_language() == "en"


def test_it_is_kept_by_thread():
    assert type(trans_real._active) is threading.local
