"""Make the pictures of docs/pictures that show alerts: what a person sees of the example articles.

python tools/pictures.py [NAME…]    terminal, email, teams, digest; all where none is named

Needs chromium and fonts with Chinese characters; the card needs what tests/validators/package.json names. Where
pngquant is installed the files are a third of the size.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as email_policy
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.examples import PICTURES, ROOT, copied, edited, shrunk
from watcher.alerts.channels.base import Mail, Request
from watcher.alerts.channels.email import Email
from watcher.alerts.channels.teams import Teams
from watcher.alerts.message import Message
from watcher.app import App
from watcher.config.reader import parse
from watcher.options import Secret
from watcher.store.store import Store

CARDS = ROOT / "tests" / "validators" / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
NOW = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
EDITS = {"烟台等10个城市": "烟台、黄山等11个城市", "确定十个城市": "确定十一个城市"}
CONFIG = """
[articles]
directory = "articles"
strip = [".share-qr", ".editor-line", ".app-download"]
base_url = "https://notices.example/"
[alerts]
first_scan = "all"
[channels.here]
type = "console"
[[rules]]
name = "车城融合试点"
slug = "pilots"
keywords = ["车路协同", "智能网联", "车城融合"]
cities = ["合肥", "芜湖市"]
channels = ["here"]
"""
HOST = {  # near to what Teams draws with
    "fontFamily": "Segoe UI, Noto Sans CJK SC, sans-serif",
    "spacing": {"small": 6, "default": 8, "medium": 14, "large": 20, "extraLarge": 28, "padding": 14},
    "containerStyles": {
        "default": {
            "backgroundColor": "#ffffff",
            "foregroundColors": {
                "default": {"default": "#242424", "subtle": "#616161"},
                "accent": {"default": "#4f52b2", "subtle": "#4f52b2"},
                "good": {"default": "#0e7a0d", "subtle": "#0e7a0d"},
                "attention": {"default": "#c4314b", "subtle": "#c4314b"},
            },
        },
        "emphasis": {
            "backgroundColor": "#f5f5f5",
            "foregroundColors": {
                "default": {"default": "#242424", "subtle": "#616161"},
                "accent": {"default": "#4f52b2", "subtle": "#4f52b2"},
                "good": {"default": "#0e7a0d", "subtle": "#0e7a0d"},
                "attention": {"default": "#c4314b", "subtle": "#c4314b"},
            },
        },
    },
    "actions": {"actionsOrientation": "horizontal", "actionAlignment": "left", "buttonSpacing": 8},
}
CARD = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 12px; background: #f5f5f5; width: 520px; box-sizing: border-box }}
#card {{ background: #fff; border: 1px solid #e0e0e0; border-radius: 6px; font-size: 14px }}
#card a, #card .ac-anchor {{ color: #4f52b2; text-decoration: none }}
button {{ font: 600 14px "Segoe UI", "Noto Sans CJK SC", sans-serif; padding: 5px 12px; background: #fff;
          border: 1px solid #d1d1d1; border-radius: 4px; color: #242424 }}
</style><div id="card"></div><script>{library}</script><script>
const card = new AdaptiveCards.AdaptiveCard();
card.hostConfig = new AdaptiveCards.HostConfig({host});
card.parse({card});
document.getElementById("card").append(card.render());
</script>"""
TERMINAL = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; background: #17181c; color: #e8e8e8; width: 1040px }}
pre {{ margin: 0; padding: 16px 20px; font: 14px/1.5 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
       white-space: pre-wrap }}
.log {{ color: #8b8d94 }} .head {{ color: #a5d6a7 }}
</style><pre>{text}</pre>"""


def messages() -> tuple[Message, Message]:
    """The alert of an edit of the first example, and a digest of all that the rule finds in them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seed = copied(folder / "articles")
        with Store(folder / "state.db") as store:
            app = App(parse(CONFIG, folder / "config.toml"), store)
            app.scan(NOW)
            first = [alert.id for alert in store.outbox.waiting("here", 100)]
            edited(seed, EDITS, NOW)
            app.scan(NOW + timedelta(days=1))
            (edit,) = [alert.id for alert in store.outbox.waiting("here", 100) if alert.id not in first]
            return app.queue().message([edit], None), app.queue().message(first, "dig_1")


def email(message: Message) -> str:
    """The HTML part, as it is sent."""
    channel = Email(host="smtp.example", sender="watcher@example.org", to=("ming@example.org",))
    mail = channel.outgoing(message, NOW)
    assert isinstance(mail, Mail)
    part = message_from_bytes(mail.message, policy=email_policy)
    assert isinstance(part, EmailMessage)
    body = part.get_body(("html",))
    assert body
    return str(body.get_content())


def teams(message: Message) -> str:
    """The card, drawn by Microsoft's own library."""
    request = Teams(url=Secret("https://teams.example/", ROOT)).outgoing(message, NOW)
    assert isinstance(request, Request)
    card = json.loads(request.body)["attachments"][0]["content"]
    return CARD.format(
        library=CARDS.read_text(encoding="utf-8"), host=json.dumps(HOST), card=json.dumps(card, ensure_ascii=False)
    )


def terminal() -> str:
    """What `make run` prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = (ROOT / "config.example.toml").read_text(encoding="utf-8")
        shutil.copytree(ROOT / "examples", folder / "examples")
        (folder / "config.toml").write_text(config.replace('"127.0.0.1:8410"', '"127.0.0.1:18410"'), encoding="utf-8")
        output = folder / "output.txt"
        with output.open("wb") as into:
            service = subprocess.Popen(
                [sys.executable, "-m", "watcher", "run"], cwd=folder, stdout=into, stderr=subprocess.STDOUT
            )
            until = time.monotonic() + 30
            while output.read_text(encoding="utf-8").count(" delivered in ") < 3 and time.monotonic() < until:
                time.sleep(0.1)
            service.terminate()
            service.wait(30)
        text = output.read_text(encoding="utf-8").replace(name, "/home/you/watcher").replace(":18410", ":8410")
    shown = [line for line in ("$ make run\n" + text).splitlines() if "INFO stopp" not in line]
    return TERMINAL.format(text="\n".join(map(_coloured, shown)))


def _coloured(line: str) -> str:
    kind = "log" if re.match(r"[\d-]{10} [\d:]{8} ", line) else "head" if line.startswith("■") else ""
    return f'<span class="{kind}">{escape(line)}</span>' if kind else escape(line)


def main() -> int:
    """Draw each in Chromium."""
    edit, digest = messages()
    pages: dict[str, tuple[Callable[[], str], int]] = {
        "terminal": (terminal, 1040),
        "email": (lambda: email(edit), 640),
        "digest": (lambda: email(digest), 640),
        "teams": (lambda: teams(edit), 520),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in sys.argv[1:] or pages:
            html, width = pages[name]
            tab = browser.new_page(viewport={"width": width, "height": 100})
            tab.set_content(html())
            tab.screenshot(path=PICTURES / f"{name}.png", full_page=True)
            shrunk(PICTURES / f"{name}.png", 64)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
