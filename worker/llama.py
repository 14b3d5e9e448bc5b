"""A Llama forward pass in plain PyTorch float32: the second opinion on the engine's numbers."""

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

from config import LlamaConfig


def rms_norm(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    scale = torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon)  # (T, 1)
    return x * scale * weight  # (T, D)


def rope_angles(tokens: int, config: LlamaConfig) -> Tensor:
    pairs = torch.arange(0, config.head_width, 2, dtype=torch.float64)  # (d/2)
    frequency = config.rope_base ** (-pairs / config.head_width)  # (d/2)
    position = torch.arange(tokens, dtype=torch.float64)  # (T)
    return torch.outer(position, frequency)  # (T, d/2)


def rotate(x: Tensor, angles: Tensor) -> Tensor:
    """Turns each pair (x[2i], x[2i+1]) by its angle.

    GGUF keeps the rows of q and k permuted so that the two halves of a pair are neighbours; the
    original checkpoints keep them d/2 apart. Weights from a GGUF therefore need this form.
    """
    cos, sin = angles.cos().float(), angles.sin().float()  # (T, d/2)
    even, odd = x[..., 0::2], x[..., 1::2]  # (heads, T, d/2)
    turned = torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1)  # (heads, T, d/2, 2)
    return turned.flatten(-2)  # (heads, T, d)


class Llama:
    """Weights are named as in the GGUF; each matrix is (out, in)."""

    def __init__(self, config: LlamaConfig, weights: Mapping[str, Tensor]) -> None:
        self.config = config
        self.weights = weights

    @torch.no_grad()
    def logits(self, tokens: list[int]) -> Tensor:
        """Logits of the token after each token: (T) ids -> (T, V)."""
        embedding = self.weights["token_embd.weight"]  # (V, D)
        x = embedding[torch.tensor(tokens)]  # (T, D)
        angles = rope_angles(len(tokens), self.config)  # (T, d/2)
        for layer in range(self.config.layers):
            x = x + self.attention(self.normed(x, layer, "attn_norm"), layer, angles)  # (T, D)
            x = x + self.feed_forward(self.normed(x, layer, "ffn_norm"), layer)  # (T, D)
        x = rms_norm(x, self.weights["output_norm.weight"], self.config.norm_epsilon)  # (T, D)
        # A file without a head of its own ties it to the embedding.
        return x @ self.weights.get("output.weight", embedding).T  # (T, V)

    def normed(self, x: Tensor, layer: int, name: str) -> Tensor:
        return rms_norm(x, self.weights[f"blk.{layer}.{name}.weight"], self.config.norm_epsilon)

    def linear(self, x: Tensor, layer: int, name: str) -> Tensor:
        return x @ self.weights[f"blk.{layer}.{name}.weight"].T  # (T, in) -> (T, out)

    def attention(self, x: Tensor, layer: int, angles: Tensor) -> Tensor:
        c, length = self.config, x.shape[0]
        q = self.linear(x, layer, "attn_q").view(length, c.heads, -1).transpose(0, 1)  # (H, T, d)
        k = self.linear(x, layer, "attn_k").view(length, c.kv_heads, -1).transpose(0, 1)  # (K, T, d)
        v = self.linear(x, layer, "attn_v").view(length, c.kv_heads, -1).transpose(0, 1)  # (K, T, d)
        q, k = rotate(q, angles), rotate(k, angles)
        shared = c.heads // c.kv_heads
        k = k.repeat_interleave(shared, dim=0)  # (H, T, d)
        v = v.repeat_interleave(shared, dim=0)  # (H, T, d)
        scores = q @ k.transpose(1, 2) / c.head_width**0.5  # (H, T, T)
        future = torch.ones(length, length, dtype=torch.bool).triu(1)  # (T, T)
        weights = scores.masked_fill(future, float("-inf")).softmax(-1)  # (H, T, T)
        mixed = (weights @ v).transpose(0, 1).reshape(length, -1)  # (T, H * d)
        return self.linear(mixed, layer, "attn_output")  # (T, D)

    def feed_forward(self, x: Tensor, layer: int) -> Tensor:
        gate = F.silu(self.linear(x, layer, "ffn_gate"))  # (T, F)
        return self.linear(gate * self.linear(x, layer, "ffn_up"), layer, "ffn_down")  # (T, D)


def reply_logprobs(model: Llama, prompt: list[int], reply: list[int]) -> list[float]:
    """log p of each token of a reply after a prompt and the tokens before it, in nats: (R)."""
    logits = model.logits(prompt + reply[:-1])[len(prompt) - 1 :]  # (R, V)
    # Doubles for the softmax alone: 49,152 exponentials are summed.
    logprobs = logits.double().log_softmax(-1)  # (R, V)
    return logprobs[torch.arange(len(reply)), torch.tensor(reply)].tolist()  # (R)
