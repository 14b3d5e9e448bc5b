"""SmolLM2's chat format, with an encoder that is easily read."""

from hypothesis import given
from hypothesis import strategies as st

from bpe import BpeEncoder
from chat import DEFAULT_SYSTEM, END, START, prompt_text, prompt_tokens, reply_tokens


class Letters:
    """A character is its code point; markup is negative."""

    def plain(self, text):
        return [ord(char) for char in text]

    def control(self, text):
        return {START: -1, END: -2}[text]


def readable(tokens):
    return "".join({-1: START, -2: END}.get(token) or chr(token) for token in tokens)


def test_a_conversation_without_system_text_gets_the_default():
    text = prompt_text([{"role": "user", "content": "Hi"}])
    assert text == (
        f"<|im_start|>system\n{DEFAULT_SYSTEM}<|im_end|>\n"
        "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )


def test_a_reply_ends_with_its_end_of_turn():
    assert reply_tokens("a", Letters()) == [ord("a"), -2]
    assert reply_tokens(END, Letters())[:-1] == [ord(char) for char in END]


CONTENT = st.lists(st.sampled_from([START, END, "a", " ", "\n", "é"]), max_size=6).map("".join)
MESSAGES = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["system", "user", "assistant"]), "content": CONTENT}),
    max_size=4,
)


@given(MESSAGES)
def test_tokens_spell_the_text_and_hold_no_markup_but_the_template_s(messages):
    tokens = prompt_tokens(messages, Letters())
    assert readable(tokens) == prompt_text(messages)
    assert tokens.count(-1) == tokens.count(-2) + 1


def test_the_tokenizer_merges_bytes_and_splits_digits():
    # Byte-level BPE writes a blank as "Ġ".
    vocabulary = ["<|x|>", "a", "b", "Ġ", "1", "2", "ab", "Ġab", "12"]
    encoder = BpeEncoder(vocabulary, ["a b", "Ġ ab", "1 2"])
    assert encoder.plain("ab ab") == [6, 7]
    assert encoder.plain("12") == [4, 5]
    assert encoder.control("<|x|>") == 0
