"""A digest that cannot be posted is a sentence, whatever is wrong with the address; the secret part is never shown."""

import time

import pytest

from tests.support.registry import hostile_server as server
from trialscape.registry.webhook import post_json


@pytest.mark.parametrize(
    "url",
    [
        "http://[",
        "http://[::1",
        "http://:8911/secret",
        "http:///secret",
        "http://127.0.0.1:99999/secret",
        "http://127.0.0.1:port/secret",
        "http://exa mple/secret",
        "http://" + "a" * 70 + ".example/secret",
        "http://\udcff/secret",
        "http://*./secret",
        "ftp://127.0.0.1/secret",
        "secret",
        "",
    ],
)
def test_an_invalid_address_is_reported_and_never_fatal(url: str) -> None:
    waits: list[float] = []
    reported = post_json(url, b"{}", attempts=2, timeout=0.2, sleep=waits.append)
    assert reported.startswith("The digest was not accepted by ")
    assert "secret" not in reported


def test_a_webhook_with_endless_headers_is_abandoned_at_the_deadline() -> None:
    began = time.monotonic()
    with server.hostile(server.dripping_headers) as url:
        reported = post_json(url, b"{}", attempts=1, timeout=0.5)
    assert reported == "The digest was not accepted by 127.0.0.1 in 1 attempt: ReadTimeout."
    assert time.monotonic() - began < 5.0


@pytest.mark.parametrize("behaviour", [server.endless_body, server.dripping_body], ids=lambda value: value.__name__)
def test_an_endless_answer_of_a_webhook_after_acceptance_counts_as_accepted(behaviour: server.Behaviour) -> None:
    with server.hostile(behaviour) as url:
        assert post_json(url, b"{}", attempts=1, timeout=2.0) == ""
