"""Reads many files in several processes, in order, a few chunks ahead of what is stored."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from watcher.articles.article import Article, Reading
from watcher.articles.naming import Source
from watcher.articles.scan import Stat
from watcher.errors import WatcherError
from watcher.passes.reading import Content, Found, read
from watcher.rules.matching import Matcher

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_WORTH_IT = 2000  # files; below it starting processes takes longer than it saves
_CHUNK = 100  # files that a process reads at a time
_AHEAD = 6  # chunks for each process that are asked for before they are stored: what bounds the memory
_ALLOCATIONS = 50_000  # between two looks for garbage, of which reading makes none

File = tuple[str, Stat]  # its name, and its stat when it was listed


def read_all(source: Source, reading: Reading, matcher: Matcher, files: Sequence[File]) -> Iterator[Found]:
    """Read files in order, in several processes where it pays. Raises WatcherError where one of those ends early."""
    cores = os.cpu_count() or 1
    chunks = (files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK))
    if len(files) < _WORTH_IT or cores == 1:
        for chunk in chunks:
            yield from read(source, reading, matcher, chunk)
        return
    with ExitStack() as stack:
        # a thread for each, which also holds what came early, so that no process waits for another one or for the store
        asking, *receiving = [stack.enter_context(ThreadPoolExecutor(1)) for _ in range(cores + 1)]
        readers = stack.enter_context(_readers(cores))
        for reader in readers:
            asking.submit(reader.send, (source, reading, matcher.rules))
        under_way: deque[Future[bytes]] = deque()
        for number, chunk in enumerate(chunks):
            reader = readers[number % cores]
            asking.submit(reader.send, chunk)
            under_way.append(receiving[number % cores].submit(reader.recv_bytes))
            if len(under_way) > cores * _AHEAD:
                yield from _received(under_way.popleft())
        while under_way:
            yield from _received(under_way.popleft())


@contextmanager
def _readers(count: int) -> Iterator[list[Connection]]:
    """Processes that read, each by the connection to it; they end with the block, and with this process."""
    import multiprocessing

    # spawn, not fork: the service has threads and connections that must not be copied
    context = multiprocessing.get_context("spawn")
    connections: list[Connection] = []
    processes: list[BaseProcess] = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            connections.append(ours)
            processes.append(context.Process(target=_answer, args=(theirs,), daemon=True))
            processes[-1].start()
            theirs.close()
        yield connections
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _answer(asker: Connection) -> None:
    """The loop of a reading process: it receives how to read, then chunks until the connection is closed."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the asker's to handle
    try:
        source, reading, rules = asker.recv()
        matcher = Matcher(rules)
        gc.freeze()  # what is there already never becomes garbage, and need not be looked through again and again
        gc.set_threshold(_ALLOCATIONS)
        while True:
            asker.send_bytes(_packed(read(source, reading, matcher, asker.recv())))
    except (EOFError, ConnectionError):
        return


def _received(answer: Future[bytes]) -> list[Found]:
    try:
        return _unpacked(answer.result())
    except (EOFError, OSError) as error:
        raise WatcherError(
            "a process that read articles was ended from outside, perhaps for want of memory; "
            "what was read before is stored, and the next pass goes on from there"
        ) from error


def _packed(found: Sequence[Found]) -> bytes:
    """What was found, as plain tuples, which go from one process to another in two thirds of the time."""
    rows = [
        (name, tuple(stat), content and (tuple(content.article), *content[1:]), *rest)
        for name, stat, content, *rest in found
    ]
    return pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)


def _unpacked(packed: bytes) -> list[Found]:
    make = tuple.__new__  # as each makes itself, in half of the time
    return [
        Found(name, make(Stat, stat), content and Content(make(Article, content[0]), *content[1:]), *rest)
        for name, stat, content, *rest in pickle.loads(packed)  # noqa: S301 - our own process sent it
    ]
