"""Whatever is done to a directory in whatever order, the store ends up with what stands there, told once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

if TYPE_CHECKING:
    from conftest import Site

NAMES = st.sampled_from(["a.md", "b.md", "c.md", "sub/a.md", "sub/d.txt"])
BODIES = [
    "# 路口改造\n\n市里决定在城东二十个路口加装车路协同设备，由公交集团负责日常维护，第{}稿。",
    "# 纪念馆\n\n山谷里的老火车站本周六起免费开放，首批展出一百二十件旧物，第{}稿。",
    "# 巡演\n\n剧团下月到各镇巡演，头一站在码头广场，老人和学生免票，车路协同是剧名，第{}稿。",
    "春季造林今年改用本地树种，苗木由县苗圃统一供应，栽种后三年内由村集体管护，第{}稿。",
]
TEXTS = st.builds(lambda body, state: body.format("一二三"[state]), st.sampled_from(BODIES), st.integers(0, 2))


class Directory(RuleBasedStateMachine):
    """Somebody works in the directory; now and then the program looks."""

    make_site: Callable[[Path], Site]
    folder: Path
    run = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).run += 1
        self.root = self.folder / str(self.run)
        self.root.mkdir()
        self.site = self.make_site(self.root)
        self.site.configure(
            rule='keywords = ["车路协同"]\non = ["new", "updated", "moved", "replaced", "removed", "restored"]',
            alerts='first_scan = "all"',
        )
        self.trash: list[bytes] = []

    def teardown(self) -> None:
        self.look()
        self.site.close()
        shutil.rmtree(self.root)

    def names(self) -> list[str]:
        return sorted(str(path.relative_to(self.site.articles)) for path in self.site.articles.rglob("*.*"))

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        self.site.write(name, text)

    @rule(name=NAMES)
    def empty(self, name: str) -> None:
        self.site.write(name, "")

    @precondition(lambda self: self.names())
    @rule(data=st.data(), text=TEXTS)
    def edit(self, data: st.DataObject, text: str) -> None:
        name = data.draw(st.sampled_from(self.names()))
        self.site.write(name, text)

    @precondition(lambda self: self.names())
    @rule(data=st.data(), other=NAMES)
    def rename(self, data: st.DataObject, other: str) -> None:
        self.site.rename(data.draw(st.sampled_from(self.names())), other)

    @precondition(lambda self: self.names())
    @rule(data=st.data(), other=NAMES)
    def copy(self, data: st.DataObject, other: str) -> None:
        self.site.copy(data.draw(st.sampled_from(self.names())), other)

    @precondition(lambda self: len(self.names()) > 1)
    @rule(data=st.data())
    def swap(self, data: st.DataObject) -> None:
        one, other = data.draw(st.permutations(self.names()))[:2]
        self.site.rename(one, "hand")
        self.site.rename(other, one)
        self.site.rename("hand", other)

    @precondition(lambda self: self.names())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.names()))
        self.trash.append(self.site.path(name).read_bytes())
        self.site.delete(name)

    @precondition(lambda self: self.trash)
    @rule(name=NAMES)
    def restore(self, name: str) -> None:
        self.site.write(name, self.trash.pop())

    @rule(names=st.lists(NAMES, unique=True, min_size=1))
    def glance(self, names: list[str]) -> None:
        """What file events ask for."""
        self.site.scan(names)

    @rule()
    def look(self) -> None:
        self.site.scan()
        alerts = self.site.alerts()
        assert self.site.scan() == []
        assert self.site.alerts() == alerts
        self.holds_what_stands_there()
        self.has_told_each_change_once()
        self.says_the_same_in_a_new_store()

    def holds_what_stands_there(self) -> None:
        readable = [name for name in self.names() if self.site.path(name).read_bytes()]
        said = {name: self.site.says(name) for name in readable}
        files = self.site.app.store.files.all()
        standing = self.site.standing()
        assert files.keys() == set(self.names())
        for fingerprint, path in standing.items():
            at = files[path].article_id
            holders = [name for name, row in files.items() if row.article_id == at]
            assert fingerprint in {said.get(name) for name in holders} or not any(name in said for name in holders)
        for name, fingerprint in said.items():
            if fingerprint not in standing:  # a copy that was left behind when another copy was edited
                article = files[name].article_id
                assert any(row.article_id == article for other, row in files.items() if other != name)

    def has_told_each_change_once(self) -> None:
        changes = "SELECT count(*) FROM (SELECT 1 FROM alerts GROUP BY change_id, channel HAVING count(*) > 1)"
        assert self.site.value(changes) == 0
        assert self.site.app.store.ledger.reconcile()["missing"] == 0
        assert self.site.app.store.ledger.unowed(self.site.now - timedelta(days=9))["missing"] == 0

    def says_the_same_in_a_new_store(self) -> None:
        fresh_root = self.root / "fresh"
        fresh_root.mkdir()
        fresh = self.make_site(fresh_root)
        shutil.copytree(self.site.articles, fresh.articles, dirs_exist_ok=True)
        fresh.scan()
        readable = [name for name in self.names() if self.site.path(name).read_bytes()]
        assert fresh.standing().keys() == {self.site.says(name) for name in readable}
        fresh.close()
        shutil.rmtree(fresh_root)


def test_the_store_holds_what_the_directory_holds(make_site: Callable[[Path], Site], tmp_path: Path) -> None:
    machine = type("Machine", (Directory,), {"make_site": staticmethod(make_site), "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
