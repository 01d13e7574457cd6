"""Files from URLs: from the public internet or the operator's own hosts, and from nowhere else."""

import asyncio
import datetime
import hashlib
import itertools
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import anyio
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from songreel_server.errors import FetchError, TooLargeError
from songreel_server.fetch_url import MOST_REDIRECTS, fetch
from songreel_server.outside import Resolve, is_public, resolved
from songreel_server.received import Received, Receiver
from web_listeners import Answer, Listener, listening

SONG = bytes(range(256)) * 40
MAX_BYTES = 100_000


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening({"/song.mp3": Answer(body=SONG)}) as running:
        yield running


def names(**hosts: str | list[str]) -> Resolve:
    """A resolver that knows these hosts (`_` for a dot); several addresses are all given at once."""

    async def look_up(host: str, port: int) -> list[str]:
        known = hosts.get(host.replace(".", "_"))
        if known is None:
            raise OSError(f"no host {host}")
        return [known] if isinstance(known, str) else known

    return look_up


def fetched(
    url: str,
    folder: Path,
    *,
    allow: str = "",
    resolve: Resolve = resolved,
    timeout_s: float = 10.0,
    tls: ssl.SSLContext | None = None,
) -> Received:
    receiver = Receiver(folder, max_file_bytes=MAX_BYTES, max_total_bytes=10 * MAX_BYTES)
    allowed = frozenset(allow.split())
    return asyncio.run(fetch(url, receiver, allow=allowed, timeout_s=timeout_s, resolve=resolve, tls=tls))


def refused(url: str, folder: Path, **how: Any) -> str:
    with pytest.raises(FetchError) as error:
        fetched(url, folder, **how)
    return str(error.value)


def test_an_allowed_hosts_file_is_fetched(listener: Listener, tmp_path: Path) -> None:
    got = fetched(listener.url("/song.mp3"), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert got.path.read_bytes() == SONG
    assert (got.name, got.size, got.sha256) == ("song.mp3", len(SONG), hashlib.sha256(SONG).hexdigest())


def test_a_host_is_allowed_by_name_and_asked_by_its_name(listener: Listener, tmp_path: Path) -> None:
    resolve = names(media_lan="127.0.0.1")
    fetched(listener.url("/song.mp3", host="media.lan"), tmp_path, allow=f"media.lan:{listener.port}", resolve=resolve)
    assert listener.requests[0][1]["host"] == f"media.lan:{listener.port}"


def test_a_host_whose_first_address_nobody_listens_at_is_asked_at_its_next(listener: Listener, tmp_path: Path) -> None:
    resolve = names(media_lan=["::1", "127.0.0.2", "127.0.0.1"])
    url = listener.url("/song.mp3", host="media.lan")
    assert fetched(url, tmp_path, allow=f"Media.LAN:{listener.port}", resolve=resolve).size == len(SONG)
    assert listener.connections == 1


def test_a_host_is_allowed_at_its_port_only(listener: Listener, tmp_path: Path) -> None:
    refused(listener.url("/song.mp3"), tmp_path, allow=f"127.0.0.1:{listener.port + 1} 127.0.0.1 :{listener.port}")
    assert listener.hits == 0


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "LOCALHOST.", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "0.0.0.0",
        "0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "127.0.0.1.", "①②⑦.0.0.1", "127.255.255.254",
    ],
)  # fmt: skip
def test_this_machine_is_never_asked_however_it_is_spelt(listener: Listener, tmp_path: Path, host: str) -> None:
    refused(listener.url("/song.mp3", host=host), tmp_path)
    assert listener.hits == 0


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001::1", "2001:db8::1", "::10.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_that_are_public_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_public_name_with_a_private_address_is_refused(listener: Listener, tmp_path: Path) -> None:
    said = refused(listener.url(host="evil.example"), tmp_path, resolve=names(evil_example="127.0.0.1"))
    assert said == "evil.example is no host on the public internet; check the URL, or upload the file instead."
    assert listener.hits == 0


def test_a_name_with_one_private_address_among_public_ones_is_refused(listener: Listener, tmp_path: Path) -> None:
    refused(listener.url(host="evil.example"), tmp_path, resolve=names(evil_example=["93.184.216.34", "127.0.0.1"]))
    refused(listener.url(host="evil.example"), tmp_path, resolve=names(evil_example=["127.0.0.1", "93.184.216.34"]))
    assert listener.hits == 0


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is checked, this machine when it is connected to."""
    answers = itertools.chain(["93.184.216.34"], itertools.repeat("127.0.0.1"))
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        return [next(answers)]

    async def connect(remote_host: str, *_: object, **__: object) -> None:
        asked.append(str(remote_host))
        raise OSError("unreachable in a test")

    # What httpcore and httpx-secure connect with: nothing leaves this machine, and every attempt is seen.
    monkeypatch.setattr(anyio, "connect_tcp", connect)
    monkeypatch.setattr("httpx_secure.connect_tcp", connect)
    refused(listener.url(host="rebind.example"), tmp_path, resolve=rebinding)
    assert asked == ["93.184.216.34"]
    refused(listener.url(host="rebind.example"), tmp_path, resolve=rebinding)
    assert asked == ["93.184.216.34"]
    assert listener.hits == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_this_machine_is_not_followed(listener: Listener, tmp_path: Path, status: int) -> None:
    for location in (listener.url("/song.mp3"), listener.url("/song.mp3", host="evil.example"), "file:///etc/passwd"):
        with listening({"/": Answer(status=status, headers={"Location": location})}) as good:
            refused(
                good.url(host="good.example"),
                tmp_path,
                allow=f"good.example:{good.port}",
                resolve=names(good_example="127.0.0.1", evil_example="127.0.0.1"),
            )
            assert len(good.requests) == 1
    assert listener.hits == 0


def test_an_allowed_name_that_redirects_to_its_own_address_is_checked_anew(listener: Listener, tmp_path: Path) -> None:
    listener.answers["/"] = Answer(status=302, headers={"Location": listener.url("/song.mp3")})
    resolve = names(good_example="127.0.0.1")
    refused(listener.url(host="good.example"), tmp_path, allow=f"good.example:{listener.port}", resolve=resolve)
    assert [path for path, _ in listener.requests] == ["/"]


def test_a_redirect_within_what_is_allowed_is_followed(listener: Listener, tmp_path: Path) -> None:
    listener.answers["/a"] = Answer(status=302, headers={"Location": "/b"})
    listener.answers["/b"] = Answer(status=307, headers={"Location": listener.url("/song.mp3?x=1")})
    listener.answers["/song.mp3?x=1"] = Answer(body=SONG)
    got = fetched(listener.url("/a"), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert (got.name, got.size) == ("song.mp3", len(SONG))


def test_a_ring_of_redirects_ends(listener: Listener, tmp_path: Path) -> None:
    listener.answers["/"] = Answer(status=302, headers={"Location": "/"})
    assert "redirects more than" in refused(listener.url(), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert len(listener.requests) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("location", ["", "http://[", "http://user:word@127.0.0.1/", "gopher://127.0.0.1/", "//:0"])
def test_a_redirect_to_nonsense_is_a_refusal(listener: Listener, tmp_path: Path, location: str) -> None:
    listener.answers["/"] = Answer(status=302, headers={"Location": location})
    refused(listener.url(), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert len(listener.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "", "song.mp3", "/song.mp3", "file:///etc/passwd", "ftp://a.example/x", "gopher://a.example/x", "http://",
        "http:///x", "http://a b/", "http://[::1/", "http://user:word@a.example/", "http://a.example:99999/",
        "http://a.example:0/", "javascript:alert(1)", "data:text/plain,x", "http://\udc80/", "http://a.example/" + "x" * 5_000,
        "http://" + "a" * 300 + ".example/", "http://a\r\nHost: b/", "http://a..example/", "unix:///var/run/docker.sock",
    ],
)  # fmt: skip
def test_what_is_no_url_of_the_web_is_refused_in_a_sentence(tmp_path: Path, url: str) -> None:
    assert refused(url, tmp_path, resolve=names(a_example="10.0.0.1")).endswith(".")


def test_a_file_announced_too_large_is_refused_before_it_comes(listener: Listener, tmp_path: Path) -> None:
    def never() -> Iterator[bytes]:
        yield b"x"

    listener.answers["/huge.mp3"] = Answer(headers={"Content-Length": str(10**12)}, pieces=never)
    with pytest.raises(TooLargeError, match=r"huge\.mp3 is larger than 0\.1 MB"):
        fetched(listener.url("/huge.mp3"), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_end_is_cut_off_at_the_limit(listener: Listener, tmp_path: Path) -> None:
    sent = []

    def endless() -> Iterator[bytes]:
        for _ in range(10_000):
            sent.append(1)
            yield bytes(10_000)

    listener.answers["/endless"] = Answer(pieces=endless)
    with pytest.raises(TooLargeError):
        fetched(listener.url("/endless"), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert len(sent) < 10_000


def test_a_file_that_trickles_is_cut_off_by_the_clock(listener: Listener, tmp_path: Path) -> None:
    over = threading.Event()

    def trickle() -> Iterator[bytes]:
        while not over.wait(0.02):
            yield b"x"

    listener.answers["/slow"] = Answer(pieces=trickle)
    began = time.monotonic()
    try:
        said = refused(listener.url("/slow"), tmp_path, allow=f"127.0.0.1:{listener.port}", timeout_s=0.5)
    finally:
        over.set()
    assert said == "The file did not come within 0.5 s; upload it instead."
    assert time.monotonic() - began < 5


def test_a_file_that_breaks_off_is_refused(listener: Listener, tmp_path: Path) -> None:
    listener.answers["/part"] = Answer(headers={"Content-Length": "5000", "Connection": "close"}, body=b"x" * 100)
    assert "does not answer as it should" in refused(
        listener.url("/part"), tmp_path, allow=f"127.0.0.1:{listener.port}"
    )


def test_a_packed_file_is_not_unpacked(listener: Listener, tmp_path: Path) -> None:
    listener.answers["/packed"] = Answer(headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b")
    assert "packed as gzip" in refused(listener.url("/packed"), tmp_path, allow=f"127.0.0.1:{listener.port}")
    assert listener.requests[0][1]["accept-encoding"] == "identity"


@pytest.mark.parametrize("status", [204, 206, 401, 403, 404, 500])
def test_anything_but_the_file_is_refused(listener: Listener, tmp_path: Path, status: int) -> None:
    listener.answers["/x"] = Answer(status=status, body=b"no" if status != 204 else b"")
    assert f"answered {status}" in refused(listener.url("/x"), tmp_path, allow=f"127.0.0.1:{listener.port}")


def test_nobody_answers_and_it_is_said(tmp_path: Path) -> None:
    with listening({}) as gone:
        port = gone.port
    assert "does not answer" in refused(f"http://127.0.0.1:{port}/", tmp_path, allow=f"127.0.0.1:{port}")


def test_a_host_that_does_not_exist_and_a_private_one_are_refused_in_the_same_words(tmp_path: Path) -> None:
    resolve = names(there_internal="10.0.0.1")
    absent, private = (refused(f"http://{name}.internal/", tmp_path, resolve=resolve) for name in ("absent", "there"))
    assert absent == private.replace("there", "absent")


@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/a/b/My%20Song.mp3?key=1", None, "My Song.mp3"),
        ("/", None, "file"),
        ("/x", 'attachment; filename="night.mp3"', "night.mp3"),
        ("/x", "attachment; filename*=UTF-8''%E5%A4%9C.mp3", "夜.mp3"),
        ("/x", 'attachment; filename="../../etc/passwd"', "passwd"),
        ("/%2e%2e%2fetc%2fpasswd", None, "passwd"),
    ],
)
def test_a_file_is_named_as_its_server_or_its_url_says(
    listener: Listener, tmp_path: Path, path: str, disposition: str | None, name: str
) -> None:
    headers = {} if disposition is None else {"Content-Disposition": disposition}
    listener.answers[path] = Answer(headers=headers, body=SONG)
    assert fetched(listener.url(path), tmp_path, allow=f"127.0.0.1:{listener.port}").name == name


def test_a_proxy_in_the_environment_is_not_asked(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy.url())
        fetched(listener.url("/song.mp3"), tmp_path, allow=f"127.0.0.1:{listener.port}")
        assert proxy.hits == 0


def test_a_certificate_must_be_the_hosts_though_its_address_is_asked(tmp_path: Path) -> None:
    certificate = certificate_for("good.example", tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    (tmp_path / "files").mkdir()
    resolve = names(good_example="127.0.0.1", other_example="127.0.0.1")
    with listening({"/song.mp3": Answer(body=SONG)}, serving) as listener:
        allow = f"good.example:{listener.port} other.example:{listener.port}"
        good, other = (
            listener.url("/song.mp3", host=host, scheme="https") for host in ("good.example", "other.example")
        )
        got = fetched(good, tmp_path / "files", allow=allow, resolve=resolve, tls=trusting)
        assert got.path.read_bytes() == SONG
        refused(other, tmp_path / "files", allow=allow, resolve=resolve, tls=trusting)
        refused(good, tmp_path / "files", allow=allow, resolve=resolve)
        assert len(listener.requests) == 1


def certificate_for(host: str, folder: Path) -> Path:
    """A file with a key and a certificate signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
