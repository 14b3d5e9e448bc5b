"""Logs that turncoat writes open in Inspect, and logs that Inspect writes are read as Inspect reads them."""

import json
import math
import subprocess
from pathlib import Path

import pytest
from inspect_ai import Task, eval as run_eval
from inspect_ai.dataset import Sample
from inspect_ai.log import (
    read_eval_log,
    read_eval_log_sample,
    read_eval_log_sample_summaries,
    write_eval_log,
)
from inspect_ai.model import (
    ChatMessageAssistant,
    ChatMessageUser,
    ModelOutput,
    ModelUsage,
    get_model,
)
from inspect_ai.scorer import Score, mean, scorer
from inspect_ai.solver import generate, use_tools
from inspect_ai.tool import ToolError, tool

ROOT = Path(__file__).parent.parent
LONG = "A kind word costs nothing. " * 20


def script(*args):
    """What scripts/inspect-log.ts prints, one JSON value a line."""
    command = ["node", "--import", "tsx", "scripts/inspect-log.ts", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


@pytest.fixture(scope="module", autouse=True)
def traces_elsewhere(tmp_path_factory):
    """Inspect traces each run into the user's data folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("written") / "scan.eval"
    script("write", path)
    return str(path)


def test_inspect_opens_a_written_log(written):
    header = read_eval_log(written, header_only=True)
    assert (header.version, header.status, header.samples) == (2, "success", None)
    assert header.eval.task == "turncoat_scan"
    assert header.eval.packages == {"turncoat": "0.1.0"}
    kept = header.eval.metadata["turncoat"]
    assert kept["skipped"] == [{"source": "bad.jsonl", "line": 7, "reason": "not JSON"}]
    [score] = header.results.scores
    assert (score.scored_samples, score.unscored_samples) == (1, 2)
    assert score.metrics["mean"].value == 0.9


def test_inspect_finds_messages_scores_and_events(written):
    log = read_eval_log(written)
    assert len(log.samples) == header_samples(written) == 3
    sample = read_eval_log_sample(written, id="chats.jsonl:1", epoch=1)
    assert [(m.role, m.source, m.text) for m in sample.messages] == [
        ("system", "input", "You are kind."),
        ("user", None, "Hello \U0001f600, who are you? \ufffd"),
        ("assistant", "generate", "A friend."),
        ("assistant", "input", "I hate you."),
        ("assistant", "generate", "Looking."),
        ("tool", None, "a.txt"),
        ("tool", None, "it broke"),
        ("user", None, "And now?"),
        ("assistant", "operator", ""),
    ]
    calls = sample.messages[4].tool_calls
    assert [(c.id, c.function, c.arguments) for c in calls] == [
        ("c1", "ls", {"path": "."}),
        ("call-1", "sh", {"input": "not json"}),
    ]
    assert sample.messages[6].error.message == "it broke"
    assert sample.scores["flip_probability"].value == 0.9
    assert sample.metadata["turncoat"]["record"]["flipTurn"] == 3
    scores = [e for e in sample.events if e.event == "score"]
    assert [(e.score.value, e.intermediate) for e in scores] == [
        (0.25, True),
        (0.375, True),
        (0.5, True),
    ]
    assert [e.event for e in sample.events].count("compaction") == 1
    assert {"mark": "rewind"} in [e.data for e in sample.events if e.event == "info"]
    assert sample.output.message.text == ""


def header_samples(path):
    return read_eval_log(path, header_only=True).results.total_samples


def test_a_missing_score_stays_missing(written):
    sample = read_eval_log_sample(written, id="chats.jsonl:1#2", epoch=1)
    assert sample.scores == {}
    record = sample.metadata["turncoat"]["record"]
    assert record["flipProbability"] is None


def test_inspect_lists_the_samples(written):
    summaries = read_eval_log_sample_summaries(written)
    assert {s.id for s in summaries} == {"chats.jsonl:1", "chats.jsonl:1#2", ".._etc_a_b: ä"}
    assert all(s.completed for s in summaries)


def test_inspect_writes_a_written_log_again(written, tmp_path):
    log = read_eval_log(written)
    for name in ("again.eval", "again.json"):
        write_eval_log(log, str(tmp_path / name))
        again = read_eval_log(str(tmp_path / name))
        assert again.samples == log.samples


def test_a_stopped_scan_is_a_whole_log(tmp_path):
    path = tmp_path / "stopped.eval"
    script("write", path, "stopped")
    log = read_eval_log(str(path))
    assert (log.status, len(log.samples)) == ("cancelled", 3)


@tool
def lookup():
    async def execute(word: str):
        """Looks a word up.

        Args:
            word: the word
        """
        if word == "rude":
            raise ToolError("not in the book")
        return LONG

    return execute


@scorer(metrics=[mean()])
def unscored():
    async def score(state, target):
        return Score(value=math.nan, explanation="no score")

    return score


def outputs(input, tools, tool_choice, config):
    """Two calls of the tool, one of which fails; then a reply, or an error for the sample that asks for one."""
    if "break" in input[0].text:
        raise RuntimeError("the server hung up")
    results = sum(message.role == "tool" for message in input)
    if results < 2:
        word = ["kind", "rude"][results]
        output = ModelOutput.for_tool_call("mockllm/model", "lookup", {"word": word})
    else:
        output = ModelOutput.from_content("mockllm/model", f"It means: {LONG}")
    # Without it the tokens would be counted by a tokenizer that is fetched.
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output


@pytest.fixture(scope="module", params=["eval", "json"])
def run(request, tmp_path_factory):
    """A log of a real run of Inspect with its scripted model, and what Inspect reads in it."""
    folder = tmp_path_factory.mktemp(request.param)
    planted = [
        ChatMessageUser(content=LONG),
        ChatMessageAssistant(content="Who cares.", source="input"),
        ChatMessageUser(content="Look it up \u2028 \U0001f600 NaN"),
    ]
    [log] = run_eval(
        Task(
            dataset=[Sample(id="kind", input=planted), Sample(id="broken", input="break")],
            solver=[use_tools(lookup()), generate()],
            scorer=unscored(),
        ),
        model=get_model("mockllm/model", custom_outputs=outputs),
        epochs=2,
        log_dir=str(folder),
        log_format=request.param,
        display="none",
        fail_on_error=False,
        retry_on_error=0,
    )
    return log.location


def test_a_log_of_inspect_is_read_as_inspect_reads_it(run):
    log = read_eval_log(run, resolve_attachments=True)
    roles = [message.role for message in log.samples[1].messages]
    assert roles == ["user", "assistant", "user", *["assistant", "tool"] * 2, "assistant"]
    items = script("read", run)
    assert [item["kind"] for item in items] == ["transcript"] * len(log.samples)
    found = {item["id"]: item for item in items}
    assert set(found) == {f"{s.id}_epoch_{s.epoch}" for s in log.samples} and len(found) == 4
    provenance = {"input": "planted", "generate": "generated", "operator": "operator", None: "imported"}
    for sample in log.samples:
        item = found[f"{sample.id}_epoch_{sample.epoch}"]
        assert [
            (m["id"], m["role"], m["provenance"]) for m in item["messages"]
        ] == [(m.id, m.role, provenance[m.source]) for m in sample.messages]
        for ours, theirs in zip(item["messages"], sample.messages, strict=True):
            if theirs.role != "tool":
                assert ours["text"] == theirs.text
            else:
                [result] = [p for p in ours["parts"] if p["kind"] == "tool-result"]
                assert result["output"] == (theirs.text or theirs.error.message)
                assert result["isError"] == (theirs.error is not None)
                assert result["callId"] == theirs.tool_call_id
            calls = getattr(theirs, "tool_calls", None) or []
            named = [p for p in ours["parts"] if p["kind"] == "tool-call"]
            assert [(p["callId"], p["name"], json.loads(p["input"])) for p in named] == [
                (c.id, c.function, c.arguments) for c in calls
            ]
            if theirs.role == "assistant" and theirs.source == "generate":
                assert ours["model"] == "mockllm/model" and ours["at"] is not None
        assert (item["extra"].get("error") is None) == (sample.error is None)
        assert item["paths"] == [[m.id for m in sample.messages]]


def test_what_inspect_calls_unscored_is_no_number(run):
    kind = next(item for item in script("read", run) if item["id"] == "kind_epoch_1")
    assert kind["extra"]["scores"]["unscored"]["value"] is None
    assert kind["extra"]["log"]["eval"]["model"] == "mockllm/model"
