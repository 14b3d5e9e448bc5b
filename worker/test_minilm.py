"""The golden file of MiniLM keeps its promises, and its texts cover what they are named after."""

import json
import math
from pathlib import Path

import pytest

from golden import to_json

HERE = Path(__file__).parent
TEXTS = json.loads((HERE / "minilm_texts.json").read_text(encoding="utf-8"))
GOLDEN_PATH = HERE.parent / "test" / "golden" / "minilm.json"
GOLDEN = json.loads(GOLDEN_PATH.read_text(encoding="utf-8"))
CLS, SEP = 101, 102


def test_the_file_is_what_the_writer_writes():
    assert to_json(GOLDEN) == GOLDEN_PATH.read_text(encoding="utf-8")


def test_the_cases_are_those_of_the_text_file():
    asked = [(case["name"], case["text"] * case.get("repeat", 1)) for case in TEXTS]
    assert [(case["name"], case["text"]) for case in GOLDEN["cases"]] == asked
    assert len({name for name, _ in asked}) == len(asked) >= 12


def test_the_texts_cover_what_is_easily_got_wrong():
    lengths = [len(case["ids"]) for case in GOLDEN["cases"]]
    assert min(lengths) == 2 and max(lengths) == GOLDEN["limit"]
    joined = "".join(case["text"] for case in GOLDEN["cases"])
    for wanted in ("\0", "\u0301", "[MASK]", "😀", "天"):
        assert wanted in joined


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_a_case_begins_and_ends_with_its_markers(case):
    assert case["ids"][0] == CLS and case["ids"][-1] == SEP
    assert all(isinstance(i, int) and 0 <= i < 30_522 for i in case["ids"])


def test_cosines_are_those_of_vectors_of_length_one():
    count = len(GOLDEN["cases"])
    for i in range(count):
        assert GOLDEN["cosines"][i][i] == pytest.approx(1, abs=2e-6)
        for j in range(count):
            assert math.isfinite(GOLDEN["cosines"][i][j]) and abs(GOLDEN["cosines"][i][j]) <= 1 + 2e-6
            assert GOLDEN["cosines"][i][j] == GOLDEN["cosines"][j][i]
        assert len(GOLDEN["first"][i]) == 4
