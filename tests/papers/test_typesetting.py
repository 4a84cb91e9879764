"""A PDF is set in our own fonts, or not at all."""

import pytest

from yidan.web.papers.typesetting import FAMILY, Unset, pdf


def test_chinese_is_set_in_the_font_that_came_with_setup():
    made = pdf(f'#set text(font: "{FAMILY}")\n#json("data.json").title', data={"title": "重点项目建设周通报"})
    assert made.startswith(b"%PDF-")
    assert b"NotoSerifSC" in made


def test_what_users_wrote_is_text_and_not_markup():
    made = pdf(f'#set text(font: "{FAMILY}")\n#json("data.json").title', data={"title": '#read("/etc/passwd") $x$ *a*'})
    assert made.startswith(b"%PDF-")


def test_a_missing_font_stops_the_paper():
    with pytest.raises(Unset):
        pdf('#set text(font: "No Such Face")\n甲')


def test_a_file_outside_the_paper_is_not_read():
    with pytest.raises(Unset):
        pdf('#read("/etc/passwd")')
    with pytest.raises(ValueError, match="plain"):
        pdf("x", files={"../x": b""})
