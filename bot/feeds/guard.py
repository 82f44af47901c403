"""Who may be reached: public sites at their usual ports, judged by the IP address itself when a connection is made.

A name is not judged, for it may lead elsewhere the next time it is looked up; nor is looking up the place to ask, for
an IP address that stands in the place of a name is never looked up. Whatever way a connection comes about, a socket is
made for it, so that is where the question is put.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from aiohttp import AddrInfoType, SocketFactoryType

MayReach = Callable[[str, int], bool]
"""Whether an IP address may be reached at a port."""

PORTS = frozenset({80, 443})

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as a network without IPv4 sees them (RFC 6052), in the last four bytes."""

_SITES = ipaddress.IPv6Network("2000::/3")
"""All that is given out to sites in IPv6 so far (IANA, IPv6 Address Space)."""

_NOT_SITES = (
    # Python calls these global, or did until it learnt of them.
    ipaddress.ip_network("192.0.0.0/24"),  # protocols' own (RFC 6890); a cloud's metadata at .192
    ipaddress.ip_network("192.88.99.0/24"),  # relays of 6to4 (RFC 7526)
    ipaddress.ip_network("168.63.129.16/32"),  # a cloud's own service, seen from inside each of its machines
    # Tunnels, which carry an IPv4 address inside. Nobody publishes there; Teredo's are not global for Python.
    ipaddress.ip_network("2002::/16"),  # 6to4 (RFC 7526 asks for an end to it)
)


class NotReachable(OSError):
    """A connection was about to be made to where the bot does not go."""


def is_public(ip: str, port: int) -> bool:
    """Return whether an IP address is that of a public site, by IANA's registries, and the port a usual one."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            address = ipaddress.IPv4Address(address.packed[-4:])
        elif address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address not in _SITES:
            return False
    is_site = address.is_global and not address.is_multicast and not any(address in each for each in _NOT_SITES)
    return is_site and port in PORTS


def guarded_sockets(may_reach: MayReach) -> SocketFactoryType:
    """Return a maker of sockets for aiohttp's connector, which raises `NotReachable` where one may not be made."""

    def make(target: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = target
        ip, port = address[:2]
        if not may_reach(str(ip), int(port)):
            # The same text each time: where it differs among a name's addresses, aiohttp forgets the error's class.
            raise NotReachable("not an address that may be reached")
        return socket.socket(family, kind, protocol)

    return make
