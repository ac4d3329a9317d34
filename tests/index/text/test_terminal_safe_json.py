"""JSON that is harmless to look at and the same to decode."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from index.text.terminal_safe_json import inert_json
from tests.support.hostile import PAYLOADS, trouble_in

HOSTILE = st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=5)).map("".join)


@given(HOSTILE)
def test_nothing_acts_and_nothing_is_lost(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    written = inert_json(msgspec.json.encode({"title": text}) + b"\n")
    assert trouble_in(written.decode().removesuffix("\n")) == []
    assert msgspec.json.decode(written) == {"title": text}


def test_what_is_harmless_stays_as_it_is() -> None:
    data = '{"title":"Çédille, 花見 · \u0301 ok"}\n'.encode()
    assert inert_json(data) is data
