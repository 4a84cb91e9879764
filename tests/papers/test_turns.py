"""So many workbooks are read at a time; the next waits, and is told when it waited in vain."""

from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import assemble
from tests.papers.tables import row, table
from yidan.web.papers.workbook import turns
from yidan.web.papers.workbook.turns import turn

HOLDER = (
    "import sys; from pathlib import Path; from yidan.web.papers.workbook.turns import turn\n"
    "with turn(Path(sys.argv[1])) as taken: print(taken, flush=True); sys.stdin.read()"
)


def test_the_third_waits_until_a_place_is_free_whichever_process_holds_it(tmp_path):
    other = Popen([executable, "-c", HOLDER, str(tmp_path)], stdin=PIPE, stdout=PIPE, text=True)
    assert other.stdout.readline() == "True\n"
    with turn(tmp_path) as second, turn(tmp_path, patience=0) as third:
        assert (second, third) == (True, False)
        other.stdin.close()
        other.wait()
        with turn(tmp_path) as again:
            assert again
    with turn(tmp_path, patience=0) as one, turn(tmp_path, patience=0) as two:
        assert (one, two) == (True, True)


def test_a_killed_reader_gives_its_place_back(tmp_path):
    other = Popen([executable, "-c", HOLDER, str(tmp_path)], stdin=PIPE, stdout=PIPE, text=True)
    assert other.stdout.readline() == "True\n"
    other.kill()
    other.wait()
    with turn(tmp_path, readers=1, patience=0) as taken:
        assert taken


@pytest.mark.django_db
def test_who_waited_in_vain_is_told_so_and_the_file_is_not_blamed(client, monkeypatch):
    client.force_login(assemble().wang)
    with ExitStack() as busy:
        for _place in range(turns.READERS):
            busy.enter_context(turn(Path(settings.HOME) / "reading"))
        monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)
        file = SimpleUploadedFile("6月调度表.csv", table(row()))
        response = client.post(reverse("import"), {"file": file, "kind": "dispatch"})
    assert response.status_code == 422
    assert "还没有轮到这个；文件没有问题" in response.content.decode()
