"""Which addresses may be asked at all: public ones, in whatever spelling.

A page that we read may redirect to, or name, an address inside our own network. Scrapy's defence (`allowed_domains`)
was measured to let a redirect to 127.0.0.1 pass. So each URL is judged before each exchange, redirects included, and
each name once more when it is resolved: the connection is made to the very address that was judged, which leaves no
room for a name that answers differently the second time. Rejected: a list of bad addresses; `is_global` is the list.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOCAL_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".onion")
_NUMBER_LIKE = re.compile(r"^(0x[0-9a-f]*|[0-9]+)$")
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")
_EMBEDDING = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def literal(host: str) -> Address | None:
    """The address that a host spells, in any spelling that a resolver understands (`0x7f.1`, `2130706433`, `[::1]`).

    None where the host is a name. Raises `ValueError` where it looks like a number and is none.
    """
    bare = host.strip("[]")
    if ":" in bare:
        return ipaddress.ip_address(bare)
    last = bare.rstrip(".").rsplit(".", 1)[-1]
    if not _NUMBER_LIKE.match(last):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare.rstrip(".")))
    except OSError:
        raise ValueError(f"{host} is neither a name nor an address") from None


def is_public(address: Address) -> bool:
    """Whether an address is in public space, and not a tunnel or a mapping that may lead elsewhere."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        # Outside 2000::/3 nothing is global unicast, whatever `is_global` says of it (site-local is one).
        if address not in _GLOBAL_UNICAST or any(address in net for net in _EMBEDDING):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True, kw_only=True)
class AddressGuard:
    """Judges URLs and the answers of the resolver.

    With `allow_loopback` (a rehearsal) ports are free, and without a proxy loopback is the *only* place allowed, so
    that a rehearsal cannot reach a real site by mistake. Behind a proxy the proxy resolves names; literal addresses
    are judged here all the same.
    """

    allow_loopback: bool = False
    proxied: bool = False
    url_length: int = 1000

    def refuses(self, url: str) -> str | None:
        """Why this URL may not be asked, or None where it may."""
        if len(url) > self.url_length:
            return f"the URL is longer than {self.url_length} characters"
        if _CONTROL.search(url):
            return "the URL holds blanks, control characters or backslashes"
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return "the URL cannot be read"
        if parts.scheme not in {"http", "https"}:
            return f"the scheme {parts.scheme or 'nothing'!r} is not http or https"
        if "@" in parts.netloc:
            return "the URL carries a user name"
        if port is not None and port not in {80, 443} and not self.allow_loopback:
            return f"the port {port} is not 80 or 443"
        return self._refuses_host(parts.hostname or "")

    def _refuses_host(self, host: str) -> str | None:
        # Full-width digits and ideographic full stops become plain ones on the way to the resolver; so do they here.
        plain = unicodedata.normalize("NFKC", host).replace("。", ".").casefold()
        if not plain or "%" in plain or not plain.strip("."):
            return "the URL names no host"
        try:
            address = literal(plain)
        except ValueError as fault:
            return str(fault)
        if address is not None:
            return self.refuses_address(address)
        name = plain.rstrip(".")
        if name == "localhost" or name.endswith(_LOCAL_NAMES) or "." not in name:
            if self.allow_loopback and not self.proxied and name == "localhost":
                return None
            return f"{name} is a name of this network, not a public one"
        return None

    def refuses_address(self, address: Address) -> str | None:
        """Why this address may not be connected to, or None where it may."""
        if self.allow_loopback and not self.proxied:
            return None if address.is_loopback else f"a rehearsal stays on this machine, and {address} is elsewhere"
        return None if is_public(address) else f"{address} is not a public address"

    def refuses_answers(self, host: str, answers: Sequence[str]) -> str | None:
        """Why what a resolver said of `host` may not be used. One bad answer spoils all: it is how rebinding works."""
        for answer in answers:
            try:
                address = ipaddress.ip_address(answer.split("%", 1)[0])
            except ValueError:
                return f"{host} resolves to something that is no address"
            if why := self.refuses_address(address):
                return f"{host} resolves to a private place: {why}"
        return None
