import { describe, expect, it } from "vitest";
import { chatTemplate } from "./chat-template.ts";

const tokens = { beginning: "<s>", end: "</s>" };
const read = (source: string) => chatTemplate(source, tokens, "model.gguf");

const chatMl =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const withDefault = `{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nBe nice.<|im_end|>\n' }}{% endif %}${chatMl}`;
const alternating =
  "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% else %}{{ message['content'] + eos_token }}{% endif %}{% endfor %}";

const conversation = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Hi <b>&amp;</b>" },
] as const;

describe("a chat template", () => {
  it("renders a conversation as it is, open or closed", () => {
    const { render } = read(chatMl);
    const closed =
      "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi <b>&amp;</b><|im_end|>\n";
    expect(render(conversation, false)).toBe(closed);
    expect(render(conversation, true)).toBe(`${closed}<|im_start|>assistant\n`);
  });

  it("finds what closes a turn", () => {
    expect(read(chatMl).closing).toBe("<|im_end|>\n");
    const plain = "{% for message in messages %}{{ message['content'] + eos_token }}{% endfor %}";
    expect(read(plain).closing).toBe("</s>");
  });

  it("finds the system text that the template adds, and null where it adds none", () => {
    expect(read(withDefault).addedSystem).toBe("Be nice.");
    expect(read(chatMl).addedSystem).toBeNull();
  });

  it("is not told of system text where the template refuses any", () => {
    const { render, addedSystem } = read(alternating);
    expect(addedSystem).toBeNull();
    expect(render([{ role: "user", content: "Hi" }], true)).toBe("<s>[INST] Hi [/INST]");
  });

  it.each([
    ["that cannot be parsed", "{% for %}"],
    ["that loses what was said", "{{ 'nothing' }}"],
    [
      "that does not mark the end of a turn",
      "{% for message in messages %}{{ message['content'] }}{% endfor %}",
    ],
  ])("%s is refused, naming the file", (_, source) => {
    expect(() => read(source)).toThrow("model.gguf");
    expect(() => read(source)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ kind: "model-file", path: "model.gguf" }),
      }),
    );
  });

  it("that refuses a conversation says why", () => {
    const twice = [
      { role: "user", content: "a" },
      { role: "user", content: "b" },
    ] as const;
    expect(() => read(alternating).render(twice, true)).toThrow("roles must alternate");
  });
});
