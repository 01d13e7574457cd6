"""An S3 server of the test run's own: moto's, on loopback, in this process."""

import contextlib
from collections.abc import Iterator
from itertools import count

import httpx
from moto.server import ThreadedMotoServer

BUCKETS = count(1)
KEYS = {"access_key_id": "test", "secret_access_key": "test", "region": "us-east-1", "allow_http": "true"}
SIGNED_BY_ANYBODY = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)


@contextlib.contextmanager
def running_s3() -> Iterator[str]:
    """The server's URL."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(server: str) -> str:
    """The name of an empty bucket."""
    name = f"songreel-test-{next(BUCKETS)}"
    answer = httpx.put(f"{server}/{name}", headers={"Authorization": SIGNED_BY_ANYBODY}, trust_env=False)
    assert answer.status_code == 200, answer.text
    return name


def s3_settings(server: str) -> dict[str, object]:
    """The settings of a media store in an empty bucket of the server."""
    return {"media_url": f"s3://{new_bucket(server)}/kept", "media_options": {**KEYS, "endpoint": server}}
