"""Writes test/golden/parity-smollm2.json: what SmolLM2 says in PyTorch float32, for the engine to match.

    python worker/parity.py path/to/SmolLM2-135M-Instruct.Q4_1.gguf

The weights are those of the pinned Q4_1 file, dequantised; tokens come from the tokenizer in it.
"""

import hashlib
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import torch
from gguf import GGUFReader
from gguf.quants import dequantize

from bpe import BpeEncoder
from chat import prompt_text, prompt_tokens, reply_tokens
from config import llama_config
from golden import case_of, to_json
from llama import Llama, reply_logprobs

HERE = Path(__file__).parent
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def metadata_of(reader: GGUFReader) -> dict[str, object]:
    return {field.name: field.contents() for field in reader.fields.values()}


def weights_of(reader: GGUFReader) -> dict[str, torch.Tensor]:
    """Every tensor as float32; GGUF lists dimensions fastest first, so a matrix is (out, in)."""
    return {
        tensor.name: torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).astype("float32"))
        for tensor in reader.tensors
    }


def main(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256:
        sys.exit(f"{path} has sha256 {digest}, expected {SHA256}")
    torch.set_num_threads(1)  # one order of summation
    reader = GGUFReader(path)
    metadata = metadata_of(reader)
    model = Llama(llama_config(metadata), weights_of(reader))
    encoder = BpeEncoder(metadata["tokenizer.ggml.tokens"], metadata["tokenizer.ggml.merges"])
    cases = []
    for case in json.loads((HERE / "parity_cases.json").read_text(encoding="utf-8")):
        prompt = prompt_tokens(case["messages"], encoder)
        reply = reply_tokens(case["reply"], encoder)
        logprobs = reply_logprobs(model, prompt, reply)
        text = prompt_text(case["messages"])
        cases.append(case_of(case, text, {"prompt": prompt, "reply": reply}, logprobs))
        print(f"{case['name']}: {len(prompt)} + {len(reply)} tokens", file=sys.stderr)
    golden = {
        "about": "log p of each reply token after its prompt, in nats: PyTorch float32 over the "
        "dequantised weights; token ids from Hugging Face tokenizers over the merges in the file; "
        "written by worker/parity.py",
        "model": {"file": path.name, "sha256": digest, "vocabulary": model.config.vocabulary},
        "chatTemplate": metadata["tokenizer.chat_template"],
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "numpy", "gguf", "tokenizers")},
        },
        "cases": cases,
    }
    target = HERE.parent / "test" / "golden" / "parity-smollm2.json"
    target.write_text(to_json(golden), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python worker/parity.py PATH_TO_Q4_1_GGUF")
    main(Path(sys.argv[1]))
