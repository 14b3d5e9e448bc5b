"""The golden file keeps its promises, and the cases cover what they are named after."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import END, START, prompt_text
from golden import DECIMALS, case_of, to_json

HERE = Path(__file__).parent
CASES = json.loads((HERE / "parity_cases.json").read_text(encoding="utf-8"))
GOLDEN_PATH = HERE.parent / "test" / "golden" / "parity-smollm2.json"
GOLDEN = json.loads(GOLDEN_PATH.read_text(encoding="utf-8"))


def test_the_file_is_what_the_writer_writes():
    assert to_json(GOLDEN) == GOLDEN_PATH.read_text(encoding="utf-8")


def test_the_cases_are_those_of_the_case_file():
    kept = [{key: case[key] for key in ("name", "messages", "reply")} for case in GOLDEN["cases"]]
    assert kept == CASES


def test_names_are_unique_and_roles_are_known():
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 8
    for case in CASES:
        assert case["messages"][-1]["role"] == "user"
        assert {m["role"] for m in case["messages"]} <= {"system", "user", "assistant"}


def test_the_cases_cover_what_is_easily_got_wrong():
    replies = [case["reply"] for case in CASES]
    first_roles = {case["messages"][0]["role"] for case in CASES}
    assert first_roles == {"system", "user"}
    assert any(len(case["messages"]) >= 5 for case in CASES)
    assert any("\n" in reply for reply in replies)
    assert "" in replies
    assert any(any(ord(char) > 0xFFFF for char in reply) for reply in replies)
    assert any(END in reply for reply in replies)
    assert any(START in m["content"] for case in CASES for m in case["messages"])
    assert max(len(case["replyTokens"]) for case in GOLDEN["cases"]) >= 150


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_a_case_is_consistent(case):
    logprobs = case["tokenLogprobs"]
    assert len(logprobs) == len(case["replyTokens"]) >= 1
    assert all(math.isfinite(value) and value <= 0 for value in logprobs)
    assert case["totalLogprob"] == pytest.approx(math.fsum(logprobs), abs=1e-9)
    ids = case["promptTokens"] + case["replyTokens"]
    assert all(isinstance(i, int) and 0 <= i < GOLDEN["model"]["vocabulary"] for i in ids)
    assert case["promptText"] == prompt_text(case["messages"])


def test_only_the_template_puts_markup_into_the_tokens():
    start, end = 1, 2  # <|im_start|> and <|im_end|> in SmolLM2
    for case in GOLDEN["cases"]:
        turns = len(case["messages"]) + (case["messages"][0]["role"] != "system")
        assert case["promptTokens"].count(start) == turns + 1
        assert case["promptTokens"].count(end) == turns
        assert case["replyTokens"].index(end) == len(case["replyTokens"]) - 1


NUMBERS = st.lists(st.floats(min_value=-50, max_value=1e-9), min_size=1, max_size=40)


@given(NUMBERS)
def test_a_written_total_is_the_sum_of_what_was_written(values):
    case = {"name": "n", "messages": [], "reply": ""}
    tokens = {"prompt": [1], "reply": [2] * len(values)}
    written = json.loads(to_json(case_of(case, "", tokens, values)))
    assert all(value <= 0 for value in written["tokenLogprobs"])
    assert written["totalLogprob"] == pytest.approx(math.fsum(written["tokenLogprobs"]), abs=1e-9)
    assert written["totalLogprob"] == pytest.approx(math.fsum(values), abs=10**-DECIMALS * (len(values) + 1))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_the_writer_loses_nothing_and_is_deterministic(value):
    text = to_json({"value": value})
    assert json.loads(text) == {"value": value}
    assert to_json(json.loads(text)) == text


def test_the_writer_refuses_what_json_has_not():
    with pytest.raises(ValueError):
        to_json({"value": float("nan")})
