"""`watcher feeds`: the feeds and their addresses."""

from __future__ import annotations

import argparse
from pathlib import Path

from watcher.commands.output import say, say_json, table
from watcher.config.reader import load
from watcher.watched import named_feeds


def run(args: argparse.Namespace) -> int:
    """List them."""
    settings = load(Path(args.config))
    feeds = [*named_feeds(settings).values()]
    if args.json:
        suffixes = ("rss", "atom", "json")
        listed = [{"title": feed.title, **{each: feed.address(each) for each in suffixes}} for feed in feeds]
        files = {"opml": "feeds.opml", "calendar": "deadlines.ics"}
        say_json({name: f"{feeds[0].base_url}{file}" for name, file in files.items()} | {"feeds": listed})
        return 0
    say(table([(feed.title, feed.address("atom")) for feed in feeds], ("feed", "address (also .rss and .json)")))
    say(f"\nall of them for your reader: {feeds[0].base_url}feeds.opml")
    say(f"deadlines for your calendar: {feeds[0].base_url}deadlines.ics")
    if settings.feeds.token:  # which is a secret, and not shown
        say("each address wants ?token=… behind it ([feeds] token); the links in what is served have it")
    return 0
