"""Replays the history of an article directory and accounts for every file that git says was changed.

    python -m benchmarks replay BUNDLE [--details FILE]

BUNDLE is a git bundle (or repository) of a directory of articles. For each commit: checkout, one scan, and beside
each file that git names what the program said of it; * marks where that is another word than git's, and --details shows
both texts there. At the end the store is compared with that of one scan of the last commit.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import write_config
from watcher.app import App
from watcher.articles.article import Article, read_article
from watcher.articles.changes import similarity
from watcher.articles.naming import include_filter
from watcher.config.reader import load
from watcher.config.settings import Settings
from watcher.errors import ArticleError
from watcher.store.store import Store
from watcher.times import utc_now

_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git's name for a tree without files
_AS_GIT_SAYS = {("A", "new"), ("M", "updated"), ("D", "removed"), ("R", "moved")}
_HEAD = 160  # characters of a text that the details show


@dataclass(frozen=True, slots=True)
class Held:
    """What the store has for one path."""

    article: int | None  # None where it never could be read
    problem: str | None  # why it cannot be read now


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a scan reported."""

    article: int
    kind: str
    because: str
    path: str


@dataclass(frozen=True, slots=True)
class Named:
    """A file that git names in a commit."""

    status: str  # A, M, D, or R for one that was renamed with the same content
    path: str
    source: str  # of a renamed file; else the path


@dataclass(frozen=True, slots=True)
class Account:
    """What the program said of a file that git names; of no file where a change is not explained by any."""

    commit: str
    named: Named
    said: str
    others: tuple[str, ...] = ()  # the further paths of the article that stands there


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks replay")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--details", type=Path, help="write what a person should look at here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        articles = folder / "articles"
        clone(options.bundle.absolute(), articles)
        started = time.perf_counter()
        settings = load(config(folder / "replay", articles))
        accounts = [account for pair in commits(articles) for account in replay(articles, settings, *pair)]
        seconds = time.perf_counter() - started
        print_table(accounts, seconds)
        if options.details:
            options.details.write_text("\n".join(details(articles, settings, accounts)), encoding="utf-8")
        anew = load(config(folder / "anew", articles))
        scan(anew)
        return print_comparison(standing(settings), standing(anew))


def config(folder: Path, articles: Path) -> Path:
    folder.mkdir()
    return write_config(folder, articles)


# --- git


def git(repository: Path, *arguments: str) -> bytes:
    """What git prints. Raises CalledProcessError."""
    return subprocess.run(["git", "-C", str(repository), *arguments], check=True, capture_output=True).stdout


def clone(bundle: Path, into: Path) -> None:
    """Its first branch, since a bundle need not say which is the main one."""
    heads = git(Path(), "ls-remote", "--heads", str(bundle)).decode().split()
    branch = heads[1].removeprefix("refs/heads/")
    git(Path(), "clone", "--quiet", "--branch", branch, str(bundle), str(into))


def commits(repository: Path) -> Iterator[tuple[str, str]]:
    """Each commit after its predecessor, oldest first."""
    before = _EMPTY_TREE
    for commit in git(repository, "rev-list", "--reverse", "--first-parent", "HEAD").decode().split():
        yield before, commit
        before = commit


def named_files(repository: Path, before: str, commit: str, include: Sequence[str]) -> list[Named]:
    """The articles that differ between two commits, as git sees them."""
    wanted = include_filter(include)
    parts = iter(
        git(repository, "diff-tree", "-r", "-z", "--name-status", "-M100%", before, commit).decode().split("\0")
    )
    found = []
    for status in filter(None, parts):
        source = next(parts)
        path = next(parts) if status[0] == "R" else source
        if wanted(path):
            found.append(Named(status[0], path, source))
    return found


# --- one commit


def replay(repository: Path, settings: Settings, before: str, commit: str) -> list[Account]:
    """Check out, scan, and account for each file."""
    git(repository, "checkout", "--quiet", "--detach", commit)
    named = named_files(repository, before, commit, settings.articles.include)
    with Store(settings.store.path) as store:
        held_before, last = held(store), last_change(store)
        App(settings, store).scan(utc_now())
        held_after, changes = held(store), changes_since(store, last)
    accounts = [account(commit, each, held_before, held_after, changes) for each in named]
    return accounts + unexplained(commit, named, held_before, held_after, changes)


def scan(settings: Settings) -> None:
    with Store(settings.store.path) as store:
        App(settings, store).scan(utc_now())


def held(store: Store) -> dict[str, Held]:
    """What the store has for each path that stands."""
    sql = "SELECT path, article_id, problem FROM files WHERE missing_since IS NULL"
    return {path: Held(article, problem) for path, article, problem in store.db.execute(sql)}


def last_change(store: Store) -> int:
    return int(store.db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])


def changes_since(store: Store, last: int) -> list[Change]:
    sql = "SELECT article_id, kind, because, path FROM changes WHERE id > ?"
    return [Change(*row) for row in store.db.execute(sql, (last,))]


def account(
    commit: str, named: Named, before: Mapping[str, Held], after: Mapping[str, Held], changes: Sequence[Change]
) -> Account:
    """What the program said of one file that git names."""
    was, now = before.get(named.source), after.get(named.path)
    others = tuple(path for path, each in after.items() if now and each.article == now.article and path != named.path)
    return Account(commit, named, said(named.path, was, now, changes), others)


def said(path: str, was: Held | None, now: Held | None, changes: Sequence[Change]) -> str:
    """What the program made of a path that held and holds this, in a few words."""
    if now and now.problem:
        return "unreadable"
    if was and now and was.article == now.article:
        kinds = {change.kind for change in changes if change.article == now.article}
        return " and ".join(sorted(kinds)) or "unchanged for a reader"
    if was and now:
        return f"replaced by {arrived(path, now, changes)}"
    if now:
        return arrived(path, now, changes)
    if was:
        kinds = {change.kind for change in changes if change.article == was.article}
        return " and ".join(sorted(kinds)) or ("was unreadable" if was.problem else "one copy fewer")
    return "never seen"


def arrived(path: str, now: Held, changes: Sequence[Change]) -> str:
    """What the program said of an article that a path had not held before."""
    mine = [change for change in changes if change.article == now.article]
    if any(change.kind == "new" and change.path != path for change in mine):
        return "duplicate of another new one"
    return " and ".join(sorted({change.kind for change in mine})) or "duplicate"


def unexplained(
    commit: str,
    named: Sequence[Named],
    before: Mapping[str, Held],
    after: Mapping[str, Held],
    changes: Sequence[Change],
) -> list[Account]:
    """Changes of articles that stand, and stood, in no file that git names."""
    touched = {each.article for name in named if (each := before.get(name.source))}
    touched |= {each.article for name in named if (each := after.get(name.path))}
    return [
        Account(commit, Named("-", change.path, change.path), f"{change.kind}: {change.because}")
        for change in changes
        if change.article not in touched
    ]


# --- what is printed


def print_table(accounts: Sequence[Account], seconds: float) -> None:
    counts = Counter((account.named.status, account.said) for account in accounts)
    scans = len({account.commit for account in accounts})
    print(
        f"{scans} commits that change articles, {seconds / max(1, scans) * 1e3:.0f} ms for checkout, scan and account"
    )
    for (status, word), count in sorted(counts.items(), key=lambda each: (each[0][0], -each[1])):
        print(f"  git {status}  {word:32} {count:6}{'' if (status, word) in _AS_GIT_SAYS else '   *'}")
    print(f"  accounted for: {sum(counts.values())}; * to be looked at: {len(doubtful(accounts))}")


def doubtful(accounts: Sequence[Account]) -> list[Account]:
    """Those where the program's word is another than git's."""
    return [account for account in accounts if (account.named.status, account.said) not in _AS_GIT_SAYS]


def details(repository: Path, settings: Settings, accounts: Sequence[Account]) -> Iterator[str]:
    """Both states of each file that should be looked at, as a reader sees them."""
    for each in doubtful(accounts):
        before = version(repository, settings, f"{each.commit}^", each.named.source)
        after = version(repository, settings, each.commit, each.named.path)
        yield f"== {each.commit[:10]} git {each.named.status}: {each.said}: {each.named.path}"
        yield from (f"   also at {path}" for path in each.others[:3])
        if before and after:
            yield f"   likeness of the texts {similarity(before.text, after.text):.2f}"
        yield from (head(sign, article) for sign, article in (("-", before), ("+", after)) if article)


def version(repository: Path, settings: Settings, commit: str, path: str) -> Article | None:
    """What the file said in a commit; None where it was not there, or cannot be read."""
    try:
        return read_article(path, git(repository, "show", f"{commit}:{path}"), settings.reading)
    except (subprocess.CalledProcessError, ArticleError):
        return None


def head(sign: str, article: Article) -> str:
    return f"   {sign} {article.title} | {article.published} | {article.url}\n     {article.text[:_HEAD]!r}"


# --- the store at the end


def standing(settings: Settings) -> set[tuple[str, str, str]]:
    """Path, fingerprint and title of what stands; for what cannot be read the path and why."""
    sql = """
        SELECT f.path, hex(a.fingerprint), r.title FROM files f
        JOIN articles a ON a.id = f.article_id AND a.removed IS NULL
        JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
        WHERE f.missing_since IS NULL AND f.problem IS NULL"""
    with Store(settings.store.path) as store:
        return {*store.db.execute(sql), *((path, "", problem) for path, problem in store.files.unreadable())}


def print_comparison(replayed: Collection[tuple[str, str, str]], anew: Collection[tuple[str, str, str]]) -> int:
    """Whether history left the same store as one scan of its end; 1 where it did not."""
    only_replayed, only_anew = sorted(set(replayed) - set(anew)), sorted(set(anew) - set(replayed))
    if not only_replayed and not only_anew:
        print(f"the store equals that of one scan of the last commit: {len(anew)} files")
        return 0
    print(f"the store differs from that of one scan of the last commit ({len(anew)} files):")
    for sign, rows in (("- only after the replay", only_replayed), ("+ only after one scan", only_anew)):
        for row in rows:
            print(f"  {sign}: {' | '.join(row)}")
    return 1
