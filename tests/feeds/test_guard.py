"""Who may be reached."""

import socket

import pytest

from bot.feeds.guard import NotReachable, guarded_sockets, is_public


@pytest.mark.parametrize("ip", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
@pytest.mark.parametrize("port", [80, 443])
def test_public_sites_may_be_reached(ip: str, port: int) -> None:
    assert is_public(ip, port)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",  # a provider's own network (RFC 6598)
        "100.100.100.200",  # metadata in it
        "169.254.0.1",
        "169.254.169.254",  # metadata
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",  # an IPv4 address in the form before mapped ones
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",  # translated (RFC 2765)
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::1",  # 6to4 to loopback
        "2002:808:808::1",
        "2001:0:7f00:1::1",  # Teredo
        "2001:db8::1",
        "100::1",
        "fc00::1",
        "fd00:ec2::254",  # metadata
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "localhost",
        "127.1",
        "0177.0.0.1",
        "2130706433",
        "",
    ],
)
def test_all_else_may_not(ip: str) -> None:
    assert not is_public(ip, 443)


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 65535])
def test_other_ports_may_not(port: int) -> None:
    assert not is_public("93.184.215.14", port)


def test_a_socket_is_made_only_where_the_guard_says_so() -> None:
    make = guarded_sockets(lambda ip, port: (ip, port) == ("127.0.0.1", 80))
    with make((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))) as made:
        assert made.family is socket.AF_INET
    with pytest.raises(NotReachable):
        make((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 81)))
    with pytest.raises(NotReachable):
        make((socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 80, 0, 0)))
