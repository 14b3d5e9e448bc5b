"""Shapes of a Llama model, read from the metadata of a GGUF file. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LlamaConfig:
    layers: int
    width: int                 # hidden size, D
    hidden_width: int          # of the feed-forward part, F
    heads: int                 # query heads, H
    kv_heads: int              # key and value heads, K; each serves H / K query heads
    vocabulary: int            # V
    context: int               # most tokens the model was trained on
    rope_base: float
    norm_epsilon: float

    @property
    def head_width(self) -> int:
        return self.width // self.heads


def llama_config(metadata: Mapping[str, object]) -> LlamaConfig:
    """Reads the keys that every GGUF of the `llama` architecture carries.

    Raises ValueError for another architecture, and where the shapes contradict each other.
    """
    architecture = metadata.get("general.architecture")
    if architecture != "llama":
        raise ValueError(f"the architecture is {architecture!r}, only 'llama' is understood")

    def number(key: str) -> float:
        value = metadata.get(f"llama.{key}")
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise ValueError(f"llama.{key} is {value!r}, expected a number")
        return value

    config = LlamaConfig(
        layers=int(number("block_count")),
        width=int(number("embedding_length")),
        hidden_width=int(number("feed_forward_length")),
        heads=int(number("attention.head_count")),
        kv_heads=int(number("attention.head_count_kv")),
        vocabulary=int(number("vocab_size")),
        context=int(number("context_length")),
        rope_base=float(number("rope.freq_base")),
        norm_epsilon=float(number("attention.layer_norm_rms_epsilon")),
    )
    if config.width % config.heads != 0 or config.heads % config.kv_heads != 0:
        raise ValueError(f"{config.heads} heads of {config.kv_heads} do not divide {config.width}")
    if number("rope.dimension_count") != config.head_width:
        raise ValueError("a rotation of part of a head is not understood")
    return config
