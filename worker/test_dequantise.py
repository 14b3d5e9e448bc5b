"""The package that dequantises the weights follows the formats' own definitions.

Source: ggml's block_q4_1 and block_q8_0, https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h
"""

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import dequantize
from hypothesis import given
from hypothesis import strategies as st

HALF = st.floats(width=16, min_value=-100, max_value=100)
BYTES = st.binary(min_size=16, max_size=16)


def half_bytes(value):
    return np.float16(value).tobytes()


@given(st.lists(st.tuples(HALF, HALF, BYTES), min_size=1, max_size=4))
def test_q4_1_is_scale_times_nibble_plus_minimum(blocks):
    data = b"".join(half_bytes(scale) + half_bytes(least) + nibbles for scale, least, nibbles in blocks)
    expected = []
    for scale, least, nibbles in blocks:
        # The low halves of the 16 bytes are the first 16 weights, the high halves the others.
        values = [byte & 15 for byte in nibbles] + [byte >> 4 for byte in nibbles]
        expected += [np.float32(scale) * np.float32(value) + np.float32(least) for value in values]
    found = dequantize(np.frombuffer(data, dtype=np.uint8), GGMLQuantizationType.Q4_1)
    np.testing.assert_allclose(found, np.array(expected, dtype=np.float32), rtol=1e-6, atol=1e-6)


@given(st.lists(st.tuples(HALF, st.binary(min_size=32, max_size=32)), min_size=1, max_size=4))
def test_q8_0_is_scale_times_signed_byte(blocks):
    data = b"".join(half_bytes(scale) + weights for scale, weights in blocks)
    expected = [
        np.float32(scale) * np.float32(byte - 256 if byte > 127 else byte)
        for scale, weights in blocks
        for byte in weights
    ]
    found = dequantize(np.frombuffer(data, dtype=np.uint8), GGMLQuantizationType.Q8_0)
    np.testing.assert_allclose(found, np.array(expected, dtype=np.float32), rtol=1e-6, atol=1e-6)
