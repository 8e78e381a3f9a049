"""The service: schedule, file events, config reload, delivery and HTTP in one event loop.

Passes run in a thread of their own and have their own connection to the store, so that sending and serving go on
while a directory is read; delivery has another. A request for a pass while one runs is kept, and requests that
come together become one pass. The pages of articles have a thread apart from what else is looked up.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from watcher.alerts.deliver import Deliverer, Queue
from watcher.app import App
from watcher.config.reader import load
from watcher.config.settings import Settings
from watcher.errors import ConfigError, WatcherError
from watcher.events import ConfigFile, article_events
from watcher.hub import Announcements
from watcher.operator import tell_refused, tell_switched_off
from watcher.passes.recording import Report
from watcher.passes.settling import CONFIRM
from watcher.plurals import counted
from watcher.times import utc_now
from watcher.web.app import build
from watcher.web.serving import serving
from watcher.workers import Requests, Worker

log = logging.getLogger(__name__)

RETRY_WATCH = 5.0  # seconds until file events are tried again after they failed
REWRITTEN = 0.5  # seconds in which a config that is gone or empty is expected to be written: some editors do it so
UNFINISHED = 0.2  # seconds until a file that was being written is looked at again: no event tells that it was closed
STOP_SECONDS = 3.0  # until what is under way at the end is abandoned; the store makes that safe

_Result = TypeVar("_Result")


class Interrupted(Exception):
    """The service is being stopped: the pass ends between two transactions."""


class Service:
    """Everything that runs until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.requests = Requests()
        self.last_error: str | None = None  # of the last pass; None when it went well
        self.config_error: str | None = None  # of the last edit of the config, until it is mended
        self._unreadable = 0  # files, as the last pass counted them
        self._stopping = threading.Event()
        self._reloading = asyncio.Lock()
        self._config_file = ConfigFile(settings.path)
        self._edited = asyncio.Event()  # the config: what is watched must be looked up anew
        self._reschedule: Callable[[], object] = lambda: None
        self._passes = Worker("pass", settings)
        self._sending = Worker("send", settings)
        self._reading = Worker("read", settings)
        self._reading_long = Worker("long", settings)
        self._workers = (self._passes, self._sending, self._reading, self._reading_long)
        self._deliverer = self._new_deliverer()
        self._announcements = Announcements(lambda: self.settings.feeds)
        self._telling: set[asyncio.Task[None]] = set()  # kept, since the event loop does not

    async def read(self, work: Callable[[App], _Result], *, long: bool = False) -> _Result:
        """Look something up for a page; what may take `long` holds up nothing else."""
        return await (self._reading_long if long else self._reading).do(work)

    async def health(self) -> dict[str, object]:
        """Whether the last pass and the store are well, and what else a person who looks after it should know."""
        try:
            articles = await self.read(lambda app: app.store.library.count("articles"))
            store_error = None
        except WatcherError as error:
            articles, store_error = 0, str(error)
        scan_error = self._passes.stuck() or self.last_error
        failing = {name: each.because for name, each in self._deliverer.health.items() if each.because}
        return {
            "ok": scan_error is None and store_error is None,
            "articles": articles,
            "scan": scan_error,
            "store": store_error,
            "config": self.config_error,
            "channels": failing,
        }

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until SIGTERM, SIGINT or an error that leaves nothing to do. `ready` is called when HTTP answers."""
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        tasks = [
            asyncio.create_task(self._pass_on_request(), name="passes"),
            asyncio.create_task(self._deliver(), name="delivery"),
            asyncio.create_task(self._announcements.run(), name="hub"),
            asyncio.create_task(self._watch_config(), name="config"),
            asyncio.create_task(self._watch_files(), name="files"),
        ]
        try:
            async with self._schedule(), serving(build(self), self.settings.server.host, self.settings.server.port):
                self.requests.everything()
                ready()
                await self._until(stop, tasks)
        finally:
            self._stopping.set()
            for task in tasks:
                task.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await asyncio.gather(*tasks, return_exceptions=True)
            for worker in self._workers:
                worker.close()

    async def _until(self, stop: asyncio.Event, tasks: Sequence[asyncio.Task[None]]) -> None:
        """Wait for the end; a task that fails is an end too, and its error is raised."""
        stopped = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for task in done - {stopped}:
            task.result()

    # passes

    async def _pass_on_request(self) -> None:
        while True:
            only = await self.requests.next()
            await self._reload_if_edited()  # or an article that came after an edit would meet the rules before it
            try:
                report = await asyncio.shield(self._passes.do(partial(self._scan, only=only)))
                self.last_error = None
            except Interrupted:
                return
            except WatcherError as error:
                self.last_error = str(error)
                log.error("%s", error)
                continue
            self._deliverer.wake()
            self._say(report)
            self.requests.later(CONFIRM.total_seconds() + 0.1, report.look_again)
            self.requests.later(UNFINISHED, report.unfinished)
            try:
                written = await asyncio.shield(self._passes.do(lambda app: app.publish(utc_now())))
                self._announcements.add(written)
            except WatcherError as error:
                self.last_error = str(error)
                log.error("%s", error)

    def _scan(self, app: App, *, only: set[str] | None) -> Report:
        def go_on(_done: int, _of: int) -> None:
            if self._stopping.is_set():
                raise Interrupted

        report = app.scan(utc_now(), only, go_on)
        if only is None:
            with app.store.transaction():
                app.forget(utc_now())
        return report

    def _say(self, report: Report) -> None:
        if report.unreadable > self._unreadable:
            log.warning("%s cannot be read, see `watcher status`", counted(report.unreadable, "file"))
        self._unreadable = report.unreadable
        if report.changes or report.baseline:
            caused = f"; {report.caused}" if report.matches else ""
            is_silent = report.baseline and self.settings.alerts.first_scan == "none"
            silent = " (the first scan: what is there already sends nothing)" if is_silent else ""
            log.info("%s%s%s", report.changes or "no articles yet", caused, silent)

    # when to look

    @contextlib.asynccontextmanager
    async def _schedule(self) -> AsyncIterator[None]:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.interval import IntervalTrigger

        logging.getLogger("apscheduler").setLevel(logging.WARNING)

        def trigger() -> CronTrigger | IntervalTrigger:
            part = self.settings.schedule
            if part.cron:
                return CronTrigger.from_crontab(part.cron, timezone=self.settings.timezone)
            return IntervalTrigger(seconds=part.every.total_seconds())

        # misfire_grace_time: by default a run that is a second late is skipped
        scheduler = AsyncIOScheduler(job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
        job = scheduler.add_job(self.requests.everything, trigger())
        self._reschedule = lambda: job.reschedule(trigger())
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)

    async def _watch_files(self) -> None:
        """Ask for a look at what file events name. Where they fail the schedule still finds everything."""
        while True:
            self._edited.clear()
            if not self.settings.schedule.watch:
                await self._edited.wait()
                continue
            try:
                async for names in article_events(self.settings.source, self._edited):
                    self.requests.everything() if names is None else self.requests.written(names)
            except (OSError, RuntimeError) as error:
                log.warning("file events failed, the schedule goes on: %s", error)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RETRY_WATCH):
                    await self._edited.wait()
            self.requests.everything()

    async def _watch_config(self) -> None:
        """Take over an edited config; one that is wrong is reported, and the one in force stays."""
        async for _ in self._config_file.events():
            is_empty = self._config_file.changed() and self._config_file.is_empty()
            if is_empty:
                await asyncio.sleep(REWRITTEN)
            await self._reload_if_edited(accept_empty=is_empty)

    async def _reload_if_edited(self, *, accept_empty: bool = False) -> None:
        """Take over what was edited since the config was last read."""
        async with self._reloading:
            if self._config_file.changed() and (accept_empty or not self._config_file.is_empty()):
                self._config_file.mark_read()
                await self._reload(self.settings.path)

    async def _reload(self, path: Path) -> None:
        try:
            settings = load(path)
        except ConfigError as error:
            if str(error) != self.config_error:
                self._tell(tell_refused(self.settings, error))
            self.config_error = str(error)
            for line in error.lines():
                log.error("config not taken over: %s", line)
            return
        if settings == self.settings:
            if self.config_error:
                log.info("the config is again as it is in force")
            self.config_error = None
            return
        self.config_error = None
        if settings.store != self.settings.store or settings.server != self.settings.server:
            log.warning("[store] and [server] take effect at the next start")
        self.settings = settings
        for worker in self._workers:
            await worker.configure(settings)
        self._restart_delivery.set()
        self._edited.set()
        self._reschedule()
        self.requests.everything()
        counts = counted(len(settings.rules), "rule"), counted(len(settings.channels), "channel")
        log.info("config taken over: %s", ", ".join(counts))

    def _tell(self, telling: Coroutine[object, object, None]) -> None:
        """Tell the operator while all else goes on."""
        task = asyncio.create_task(telling)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    # sending

    def _new_deliverer(self) -> Deliverer:
        def in_queue(work: Callable[[Queue], _Result]) -> asyncio.Future[_Result]:
            return asyncio.ensure_future(self._sending.do(lambda app: work(app.queue())))

        async def on_switched_off(name: str, because: str) -> None:
            self._tell(tell_switched_off(self.settings, self._sending.do, name, because))

        self._restart_delivery = asyncio.Event()
        return Deliverer(self.settings.channels, in_queue, utc_now, self.settings.budget, on_switched_off)

    async def _deliver(self) -> None:
        """Send; start anew with the channels of an edited config."""
        while True:
            sending = asyncio.create_task(self._deliverer.run())
            restart = asyncio.create_task(self._restart_delivery.wait())
            try:
                await asyncio.wait([sending, restart], return_when=asyncio.FIRST_COMPLETED)
                if sending.done():
                    sending.result()
            finally:
                for task in (sending, restart):
                    task.cancel()
                await asyncio.gather(sending, restart, return_exceptions=True)
            self._deliverer = self._new_deliverer()
