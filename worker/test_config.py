"""Shapes are read from metadata, and contradictions are refused."""

import pytest

from config import llama_config

SMOLLM2 = {
    "general.architecture": "llama",
    "llama.block_count": 30,
    "llama.context_length": 8192,
    "llama.embedding_length": 576,
    "llama.feed_forward_length": 1536,
    "llama.attention.head_count": 9,
    "llama.attention.head_count_kv": 3,
    "llama.rope.freq_base": 100000.0,
    "llama.rope.dimension_count": 64,
    "llama.attention.layer_norm_rms_epsilon": 1e-05,
    "llama.vocab_size": 49152,
}


def test_shapes_are_those_of_the_file():
    config = llama_config(SMOLLM2)
    assert (config.layers, config.width, config.heads, config.kv_heads) == (30, 576, 9, 3)
    assert config.head_width == 64


@pytest.mark.parametrize(
    "change",
    [
        {"general.architecture": "qwen2"},
        {"llama.block_count": None},
        {"llama.attention.head_count": 7},
        {"llama.attention.head_count_kv": 2},
        {"llama.rope.dimension_count": 32},
    ],
)
def test_what_is_not_understood_is_refused(change):
    with pytest.raises(ValueError):
        llama_config({**SMOLLM2, **change})
