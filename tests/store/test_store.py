"""Opening, locking and transactions of the state store."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.errors import StoreError, StoreInUse
from watcher.store.store import Store, exclusive


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"not a database at all" * 100), id="another kind of file"),
        pytest.param(lambda path: path.mkdir(), id="a folder"),
    ],
)
def test_a_file_that_is_no_store_is_a_clear_error(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = tmp_path / "watcher.db"
    damage(path)

    with pytest.raises(StoreError, match=r"the store .*watcher\.db cannot be opened"):
        Store(path)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "state/watcher.db")
    with pytest.raises(StoreError, match="lock"), exclusive(tmp_path / "state/watcher.db"):
        pass


def test_a_store_is_made_with_its_folder_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a/b/watcher.db"
    with Store(path) as store, store.transaction():
        store.journal.set_fact("colour", "green")
    with Store(path) as store:
        assert store.journal.fact("colour") == "green"
        assert store.journal.fact("shape") is None


def test_a_store_of_an_earlier_release_is_migrated_and_one_of_this_release_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path / "watcher.db") as store:
        mark = store.db.execute("PRAGMA user_version").fetchone()
        store.db.execute("DROP INDEX articles_removed")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'withdrawn_in_feeds'")
        store.db.execute("PRAGMA user_version = 0")
    with Store(tmp_path / "watcher.db") as store:
        assert store.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles_removed'").fetchone()
        assert store.db.execute("PRAGMA user_version").fetchone() == mark != (0,)

    monkeypatch.setattr("watcher.store.schema.migrations.apply", lambda db: pytest.fail("looked at"))
    with Store(tmp_path / "watcher.db"):
        pass


def test_what_is_sent_is_on_disk_before_and_reading_goes_on_meanwhile(tmp_path: Path) -> None:
    with Store(tmp_path / "watcher.db") as store:
        assert store.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_lazy_transaction_is_on_disk_at_once_only_where_none_was_lately(tmp_path: Path) -> None:
    with Store(tmp_path / "watcher.db") as store:
        levels = []
        for lazy in (True, True, False, True):
            with store.transaction(lazy=lazy):
                levels.append(store.db.execute("PRAGMA synchronous").fetchone()[0])
                store.journal.set_fact("colour", str(lazy))
        assert levels == [2, 1, 2, 1]  # 2 is FULL, 1 NORMAL
    with Store(tmp_path / "watcher.db") as store:
        assert store.journal.fact("colour") == "True"


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "watcher.db") as store:
        with pytest.raises(ZeroDivisionError), store.transaction():
            store.journal.set_fact("colour", "green")
            raise ZeroDivisionError
        assert store.journal.fact("colour") is None
        with store.transaction():
            store.journal.set_fact("colour", "red")
        assert store.journal.fact("colour") == "red"


def test_a_write_that_fails_is_a_store_error_and_the_store_goes_on(tmp_path: Path) -> None:
    with Store(tmp_path / "watcher.db") as store:
        with pytest.raises(StoreError, match="cannot be written"), store.transaction():
            store.journal.set_fact("colour", "green")
            store.db.execute("INSERT INTO nowhere VALUES (1)")
        with store.transaction():
            store.journal.set_fact("shape", "round")
        assert (store.journal.fact("colour"), store.journal.fact("shape")) == (None, "round")


def test_one_writer_waits_for_another(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    Store(path).close()
    holds, done = threading.Event(), threading.Event()

    def write() -> None:
        with Store(path) as store, store.transaction():
            store.journal.set_fact("first", "1")
            holds.set()
            done.wait(5)

    thread = threading.Thread(target=write)
    thread.start()
    holds.wait(5)
    threading.Timer(0.05, done.set).start()
    with Store(path) as store:
        assert store.journal.fact("first") is None
        with store.transaction():
            store.journal.set_fact("second", store.journal.fact("first") or "")
        assert store.journal.fact("second") == "1"
    thread.join()


def test_a_second_process_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    script = (
        "import sys, pathlib; from watcher.store.store import exclusive; from watcher.errors import StoreInUse\n"
        "try:\n  exclusive(pathlib.Path(sys.argv[1])).__enter__()\nexcept StoreInUse as error: print(error)"
    )
    with exclusive(path):
        told = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
        with pytest.raises(StoreInUse), exclusive(path):
            pass
    assert "is in use by watcher (process " in told.stdout
    with exclusive(path):
        pass


def test_the_tables_hold_together(tmp_path: Path) -> None:
    """What refers to an article that there is not is refused."""
    with Store(tmp_path / "watcher.db") as store, pytest.raises(StoreError) as caught, store.transaction():
        store.db.execute(
            "INSERT INTO changes (article_id, revision, kind, because, path, at) VALUES (9, 1, '', '', '', '')"
        )
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)


def test_what_prepares_for_much_is_undone_after_it(tmp_path: Path) -> None:
    def settings() -> list[int]:
        return [store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cache_size", "wal_autocheckpoint")]

    with Store(tmp_path / "state.db") as store:
        before = settings()
        with store.much():
            assert settings() != before
        assert settings() == before
