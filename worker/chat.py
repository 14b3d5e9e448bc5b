"""SmolLM2's chat format and tokens, written apart from the engine and from Jinja."""

from collections.abc import Sequence
from typing import Protocol, TypedDict

START = "<|im_start|>"
END = "<|im_end|>"
# What the model's own template puts first when a conversation names no system text.
DEFAULT_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"


class Message(TypedDict):
    role: str
    content: str


class Encoder(Protocol):
    def plain(self, text: str) -> list[int]:
        """Tokens of a text in which nothing is markup."""

    def control(self, text: str) -> int:
        """The one token of a piece of markup."""


def with_system(messages: Sequence[Message]) -> list[Message]:
    if messages and messages[0]["role"] == "system":
        return list(messages)
    return [{"role": "system", "content": DEFAULT_SYSTEM}, *messages]


def prompt_text(messages: Sequence[Message]) -> str:
    """A conversation up to where the assistant's next turn begins, as text."""
    turns = [f"{START}{m['role']}\n{m['content']}{END}\n" for m in with_system(messages)]
    return "".join(turns) + f"{START}assistant\n"


def prompt_tokens(messages: Sequence[Message], encoder: Encoder) -> list[int]:
    """Tokens of `prompt_text`; what a message spells out is never markup."""
    start, end = encoder.control(START), encoder.control(END)
    tokens: list[int] = []
    between = ""  # the line break after an end belongs to the next plain stretch
    for message in with_system(messages):
        tokens += [*encoder.plain(between), start]
        tokens += [*encoder.plain(f"{message['role']}\n{message['content']}"), end]
        between = "\n"
    return [*tokens, *encoder.plain(between), start, *encoder.plain("assistant\n")]


def reply_tokens(text: str, encoder: Encoder) -> list[int]:
    """A reply and its end of turn."""
    return [*encoder.plain(text), encoder.control(END)]
