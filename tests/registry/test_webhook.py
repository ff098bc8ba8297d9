"""A digest that cannot be posted is a sentence, whatever is wrong with the address; the secret part is never shown."""

import pytest

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
    told = post_json(url, b"{}", attempts=2, timeout=0.2, sleep=waits.append)
    assert told.startswith("The digest was not accepted by ")
    assert "secret" not in told
