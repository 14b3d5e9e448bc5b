"""Writes test/golden/minilm.json: what MiniLM gives in Python, for the embedder to match.

    python -m pip install -r worker/requirements-minilm.txt
    python worker/minilm.py "$(turncoat models path minilm)" "$(turncoat models path minilm --part tokenizer)"

The tokens come from Hugging Face's own tokenizer, the pooling from the formula of the model card.
"""

import hashlib
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from golden import to_json

HERE = Path(__file__).parent
LIMIT = 256    # tokens of a text, both markers included: max_seq_length of the model card
DECIMALS = 6   # of a cosine
SHA256 = {
    "model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def check(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256.get(path.name):
        sys.exit(f"{path} has sha256 {digest}, expected {SHA256.get(path.name)}")


def texts() -> list[dict[str, str]]:
    cases = json.loads((HERE / "minilm_texts.json").read_text(encoding="utf-8"))
    return [{"name": c["name"], "text": c["text"] * c.get("repeat", 1)} for c in cases]


def vector(session: onnxruntime.InferenceSession, ids: list[int]) -> np.ndarray:
    row = np.array([ids], dtype=np.int64)                       # (1, T)
    feeds = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
    states = session.run(["last_hidden_state"], feeds)[0][0]    # (T, D)
    mean = states.astype(np.float64).mean(axis=0)               # (D,)
    return mean / np.linalg.norm(mean)


def main(weights: Path, tokenizer_path: Path) -> None:
    for path in (weights, tokenizer_path):
        check(path)
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LIMIT)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one order of summation
    session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    cases, vectors = [], []
    for case in texts():
        ids = tokenizer.encode(case["text"]).ids
        vectors.append(vector(session, ids))
        cases.append({"name": case["name"], "text": case["text"], "ids": ids})
    cosines = np.array(vectors) @ np.array(vectors).T           # (N, N)
    golden = {
        "about": "token ids by Hugging Face tokenizers, and cosines of all pairs of texts by ONNX Runtime, mean "
        "over the tokens; first: the first four numbers of each vector of length 1; written by worker/minilm.py",
        "limit": LIMIT,
        "sha256": SHA256,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("onnxruntime", "tokenizers", "numpy")},
        },
        "cases": cases,
        "cosines": [[round(float(value), DECIMALS) for value in row] for row in cosines],
        "first": [[round(float(value), DECIMALS) for value in row[:4]] for row in vectors],
    }
    target = HERE.parent / "test" / "golden" / "minilm.json"
    target.write_text(to_json(golden), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python worker/minilm.py PATH_TO_MODEL_ONNX PATH_TO_TOKENIZER_JSON")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
