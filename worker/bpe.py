"""The tokenizer that a GGUF carries, rebuilt with Hugging Face's `tokenizers`, not llama.cpp's."""

from collections.abc import Sequence

from tokenizers import Tokenizer, models, pre_tokenizers


class BpeEncoder:
    """Byte-level BPE with single digits: `tokenizer.ggml.pre = smollm`."""

    def __init__(self, vocabulary: Sequence[str], merges: Sequence[str]) -> None:
        self.ids = {text: index for index, text in enumerate(vocabulary)}
        pairs = [tuple(merge.split(" ")) for merge in merges]
        self.tokenizer = Tokenizer(models.BPE(vocab=self.ids, merges=pairs))
        self.tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Digits(individual_digits=True),
                pre_tokenizers.ByteLevel(add_prefix_space=False),
            ]
        )

    def plain(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def control(self, text: str) -> int:
        return self.ids[text]
