"""A full disk, for the store or the feeds: a clear line, exit 1, and all of it made up for when there is room."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk, article, eventually, titles
from receiver import Receiver

TEXT = "车路协同路侧设备与城市道路同步规划。" * 400


def notices(desk: Desk, first: int, last: int) -> None:
    """Large ones that match."""
    for number in range(first, last):
        desk.write(f"{number}.md", article(f"车路协同第{number}批", f"第{number}批。{TEXT}"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on it; the file to remove for more."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return filler
    raise AssertionError("the disk is never full")


def assert_all_is_made_up_for(desk: Desk, receiver: Receiver, count: int) -> None:
    """A pass with room to write finds, sends and publishes the rest."""
    desk.once()
    counts = desk.reconcile()
    assert (counts["delivered"], counts["missing"]) == (count, 0)
    assert len(set(receiver.ids)) == count
    feed = (desk.folder / "feeds" / "all.atom").read_text(encoding="utf-8")  # of large articles JSON has fewer
    assert feed.count("<entry") == min(count, 50)


def test_a_store_that_may_not_grow_loses_nothing(desk: Desk, receiver: Receiver) -> None:
    """As under a quota."""
    desk.configure({"team": receiver.url})
    notices(desk, 0, 2)
    desk.once()
    notices(desk, 2, 30)
    most = (desk.folder / "state" / "watcher.db").stat().st_size + 40_000
    failed = desk.watcher("once", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert failed.returncode == 1
    (line,) = failed.stderr.strip().splitlines()
    assert "the store" in line
    assert "cannot be written" in line
    assert_all_is_made_up_for(desk, receiver, 30)


@pytest.mark.parametrize("command", ["once", "scan"])
def test_no_room_for_the_store(desk: Desk, receiver: Receiver, small_disk: Path, command: str) -> None:
    """Nothing is sent that could not be remembered."""
    (desk.folder / "state").symlink_to(small_disk)
    desk.configure({"team": receiver.url})
    notices(desk, 0, 2)
    desk.once()
    notices(desk, 2, 30)
    filler = fill(small_disk)
    failed = desk.watcher(command)
    assert failed.returncode == 1
    (line,) = failed.stderr.strip().splitlines()
    assert "the store" in line
    assert len(receiver.requests) == 2
    filler.unlink()
    assert_all_is_made_up_for(desk, receiver, 30)


def test_no_room_for_the_feeds(desk: Desk, receiver: Receiver, small_disk: Path) -> None:
    """The old ones stay whole, and the next pass writes the new ones though nothing changed since."""
    (desk.folder / "feeds").symlink_to(small_disk)
    desk.configure({"team": receiver.url})
    notices(desk, 0, 2)
    desk.once()
    filler = fill(small_disk)
    notices(desk, 2, 10)
    failed = desk.watcher("once")
    assert failed.returncode == 1
    assert "no space left" in failed.stderr.lower()
    assert "Traceback" not in failed.stderr
    assert len(titles(desk.folder / "feeds" / "all.json")) == 2
    filler.unlink()
    assert_all_is_made_up_for(desk, receiver, 10)


def test_a_service_goes_on_when_there_is_room_again(desk: Desk, receiver: Receiver, small_disk: Path) -> None:
    """It neither ends nor sends one alert again and again meanwhile."""
    (desk.folder / "state").symlink_to(small_disk)
    desk.configure({"team": receiver.url})
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace('every = "1h"', 'every = "1s"'), encoding="utf-8")
    notices(desk, 0, 2)
    with desk.running() as service:
        receiver.wait_for(2)
        filler = fill(small_disk)
        notices(desk, 2, 30)
        service.says("cannot be written")
        filler.unlink()
        receiver.wait_for(30)
        assert service.end()[0] == 0
        assert "Traceback" not in service.output
    eventually(lambda: len(set(receiver.ids)) == 30)
    assert_all_is_made_up_for(desk, receiver, 30)
