"""Who may see what: a name and password for pages, a token for feeds, and no posts from other sites."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from watcher.config.settings import Settings

OPEN = ("/healthz",)  # what may always be asked: it tells nothing of the articles


def may_see(settings: Settings, path: str, query: bytes, headers: Mapping[str, str]) -> bool:
    """Whether a request is allowed. Raises LookupError where the secret that it is compared with cannot be had."""
    server, token = settings.server, settings.feeds.token
    is_feed = path.startswith("/feeds/")
    if path in OPEN or (server.password is None and not (token and is_feed)):
        return True
    if token and is_feed and _is_token(query, token.reveal()):
        return True
    if server.password is None or server.username is None:
        return False
    return _is_password(headers.get("authorization", ""), server.username, server.password.reveal())


def is_own_post(settings: Settings, headers: Mapping[str, str]) -> bool:
    """Whether a form was sent from our own page, by a browser that reached us under a name that is ours.

    Another site may make a browser post here, or point its own name at this address; both have an Origin.
    """
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    ours = {"localhost", urlsplit(settings.feeds.base_url).hostname, settings.server.host}
    if host not in ours and not _is_address(host):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host", "-")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_token(query: bytes, token: str) -> bool:
    given = parse_qs(query.decode("latin-1")).get("token", [""])[0]
    return hmac.compare_digest(given.encode(), token.encode())


def _is_password(header: str, username: str, password: str) -> bool:
    """RFC 7617, in UTF-8."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(given, f"{username}:{password}".encode())
