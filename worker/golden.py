"""The golden file of a parity check: how it is written, and what must hold in it. Standard library only."""

import json
import math
from collections.abc import Mapping, Sequence

DECIMALS = 6  # of a log-probability, in nats; float32 sums differ between machines below that


def case_of(case: Mapping[str, object], prompt_text: str, tokens: Mapping[str, Sequence[int]],
            logprobs: Sequence[float]) -> dict[str, object]:
    """One case as it stands in the file; the total is the sum of the numbers that were written."""
    rounded = [round(min(0.0, value), DECIMALS) for value in logprobs]
    return {
        "name": case["name"],
        "messages": case["messages"],
        "reply": case["reply"],
        "promptText": prompt_text,
        "promptTokens": list(tokens["prompt"]),
        "replyTokens": list(tokens["reply"]),
        "tokenLogprobs": rounded,
        "totalLogprob": round(math.fsum(rounded), DECIMALS),
    }


def to_json(golden: Mapping[str, object]) -> str:
    """The same content gives the same bytes: one item of an outer list a line, lists of numbers on one."""
    return _format(golden, "") + "\n"


def _format(value: object, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, Mapping) and value:
        rows = [f"{inner}{_plain(key)}: {_format(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + indent + "}"
    if isinstance(value, (list, tuple)) and any(isinstance(item, (Mapping, list)) for item in value):
        return "[\n" + ",\n".join(inner + _format(item, inner) for item in value) + "\n" + indent + "]"
    return _plain(value)


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
