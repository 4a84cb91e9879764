"""What lies on a phone when it runs full, and when it is handed on to somebody else."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests import make
from tests.journeys.field_phone import Phone
from tests.journeys.test_look import violations
from yidan.kernel.values import Month
from yidan.ledger.models import Exhibit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """() => new Promise(resolve => {
  const opening = indexedDB.open('yidan-field');
  opening.onsuccess = () => {
    const tx = opening.result.transaction(['kept', 'outbox', 'blobs', 'drafts']);
    const found = {};
    for (const name of ['kept', 'outbox', 'blobs', 'drafts']) {
      const asked = tx.objectStore(name).getAllKeys();
      asked.onsuccess = () => { found[name] = asked.result.length };
    }
    const data = tx.objectStore('kept').get('data');
    data.onsuccess = () => { found.data = Boolean(data.result) };
    tx.oncomplete = () => { opening.result.close(); resolve(found) };
  };
})"""

# No switch fills a browser's room for IndexedDB (Chromium's override of the quota does not stop it): writes of bytes
# fail as they do where there is none.
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, ...more) {
    if (value && value.blob) throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, value, ...more);
  };
  window.makeRoom = () => { IDBObjectStore.prototype.put = put };
}"""
LOGGED_OUT = """async () => {
  while ((await fetch('/field/data/')).status !== 401) await new Promise(done => setTimeout(done, 200));
}"""

ROOT = Path(settings.PACKAGE).parent
# Tidying never stops while a hundred acts and forms come in with their bytes, as from a rescue file.
TIDIED = """async () => {
  let isOver = false;
  const broom = (async () => { while (!isOver) await kept.tidy(Date.now()); })();
  const bytes = new Blob([new Uint8Array(50000)]);
  const file = name => ({ sha256: name, size: 50000, type: 'image/jpeg', name, blob: bytes });
  const named = name => ({ sha256: name, size: 50000, sent: 0, receipt: null });
  for (let number = 0; number < 50; number += 1) {
    const items = [{ key: 'k', state: 'waiting' }];
    const act = { id: `a${number}`, person: 1, kind: 'picture', files: [named(`a${number}`)], items };
    await kept.keepAct(act, [file(act.id)]);
    const form = { id: `d${number}`, person: 1, fields: {}, pictures: [{ files: [named(`d${number}`)] }] };
    await kept.keepDraftWith(form, [file(form.id)]);
  }
  isOver = true;
  await broom;
  const lost = [];
  for (let number = 0; number < 50; number += 1) {
    for (const name of [`a${number}`, `d${number}`]) if (!(await kept.blob(name))) lost.push(name);
  }
  await kept.change(all => all.slice(0, 10));
  await kept.tidy(Date.now());
  const left = [];
  for (let number = 0; number < 50; number += 1) if (await kept.blob(`a${number}`)) left.push(number);
  return { lost, left: left.length };
}"""


@pytest.fixture
def project(cast):
    made = make.project(cast, "渌江大道提质改造")
    make.plan(cast, made, 12000)
    make.report(cast, made, Month(2020, 6), 1)
    return made


@pytest.fixture
def phone(cameras, live_server, client, cast, project):
    client.force_login(cast.li)
    made = Phone(cameras, live_server.url, client.cookies["sessionid"].value)
    yield made
    made.close()


def test_a_browser_that_says_it_runs_short_is_heeded(phone, project):
    page = phone.page
    page.add_init_script("navigator.storage.estimate = async () => ({ usage: 9e8, quota: 1e9 })")
    phone.open()
    page.locator(".strip", has_text="手机存储快满了").get_by_role("link", name="怎么办").click()
    page.get_by_text("或导出救援文件").first.wait_for()
    assert violations(page) == []


def test_a_phone_that_is_full_says_so_and_loses_nothing(phone, project):
    page = phone.open()
    expect(page.get_by_text("手机存储快满了")).to_have_count(0)
    phone.go(f"project/{project.pk}")
    page.evaluate(FULL)
    page.get_by_role("button", name="自愿附图").click()
    page.locator(".choices-list").get_by_role("button", name="拍照").click()
    page.locator(".shutter:not([disabled])").click()
    page.get_by_role("button", name="用这张").click()
    page.get_by_text("手机存储不够，没能存下；请清理空间后再试，这张还没有丢。").wait_for()
    page.locator(".strip", has_text="手机存储快满了").wait_for()
    assert phone.states() == []
    page.evaluate("makeRoom()")
    page.get_by_role("button", name="用这张").click()
    phone.delivered(1)
    expect(page.get_by_text("手机存储快满了")).to_have_count(0)
    assert Exhibit.objects.live().count() == 1


def test_who_logs_out_leaves_only_what_was_not_delivered(phone, cast, project, client, tmp_path):
    page = phone.open()
    phone.offline()
    phone.go(f"project/{project.pk}")
    phone.photograph()
    phone.go("me")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_text("还有1件没有送达").wait_for()
    assert violations(page) == []
    with page.expect_download() as saving:
        page.get_by_role("button", name="先导出救援文件").click()
    saving.value.save_as(tmp_path / "rescue.yidan")
    page.get_by_role("button", name="清掉并退出").click()
    page.get_by_text("请重新登录").wait_for()
    kept = page.evaluate(KEPT)
    assert (kept["data"], kept["outbox"], kept["blobs"], kept["drafts"]) == (False, 1, 1, 0)
    page.reload()
    page.get_by_text("请重新登录").wait_for()
    phone.offline(False)
    page.reload()  # the network is back: the server is told, and nothing is fetched again for whoever left
    page.evaluate(LOGGED_OUT)
    page.get_by_text("请重新登录").wait_for()
    client.force_login(cast.zhao)
    phone.log_in(client.cookies["sessionid"].value)
    page.reload()
    phone.go("outbox")
    page.get_by_text("手机里还有另一位同志的1件没有发出").wait_for()
    assert not page.get_by_text("渌江大道").count()
    client.force_login(cast.li)
    phone.log_in(client.cookies["sessionid"].value)
    page.reload()
    phone.delivered(1)


def test_a_log_out_on_the_pages_empties_the_app_too(phone, cast, project):
    page = phone.open()
    page.goto(f"{phone.address}/me/")
    page.locator("main").get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/account/login/**")
    page.goto(f"{phone.address}/field/")
    page.get_by_text("请重新登录").wait_for()
    assert page.evaluate(KEPT)["data"] is False


def test_tidying_beside_what_comes_in_loses_no_bytes_and_drops_what_nobody_needs(cameras, live_server):
    bundled = subprocess.run(
        [ROOT / "node_modules" / ".bin" / "esbuild", "yidan/web/assets/field/store.js", "--bundle", "--format=iife",
         "--global-name=kept", "--target=chrome87", "--log-level=error"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    context = cameras.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    found = page.evaluate(f"async () => {{ {bundled}; return ({TIDIED})() }}")
    context.close()
    assert found == {"lost": [], "left": 10}


def test_a_rescue_file_carries_the_pictures_of_a_form_that_is_being_written(phone, project, tmp_path):
    page = phone.open()
    phone.offline()
    phone.go(f"raise/{project.pk}")
    page.get_by_role("button", name="自愿附图").click()
    page.locator(".shutter:not([disabled])").click()
    page.locator(".thumbs img").wait_for()
    phone.go("me")
    with page.expect_download() as saving:
        page.get_by_role("button", name="导出").first.click()
    saving.value.save_as(tmp_path / "rescue.yidan")
    _head, told, rest = (tmp_path / "rescue.yidan").read_bytes().split(b"\n", 2)
    (draft,) = json.loads(told)["drafts"]
    (carried,) = json.loads(told)["files"]
    assert [file["sha256"] for each in draft["pictures"] for file in each["files"]] == [carried["sha256"]]
    assert hashlib.sha256(rest).hexdigest() == carried["sha256"]
    damaged = tmp_path / "damaged.yidan"
    damaged.write_bytes((tmp_path / "rescue.yidan").read_bytes()[:-1] + bytes([rest[-1] ^ 1]))
    page.set_input_files("input[type=file]", str(damaged))  # one bad file keeps nothing else from coming
    page.get_by_text("有1个文件在救援文件里已损坏").wait_for()
