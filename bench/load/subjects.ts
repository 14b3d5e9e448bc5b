import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { startBareProxy, startPortkey } from "./child-server.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import type { Shot } from "./generator.ts";
import { bodyOf, paths, type Said } from "./requests.ts";

/** How many replies, and how many of them were read. */
export interface Scored {
  readonly replies: number;
  readonly scored: number;
  readonly shed: number;
}

/** One thing that requests go through, or nothing at all. */
export interface Subject extends AsyncDisposable {
  readonly name: string;
  readonly origin: string;
  /** `null` where there is no process between generator and mock. */
  readonly pid: number | null;
  /** The n-th request, streamed or not. */
  shot(index: number, isStream: boolean): Shot;
  /** Counts so far, once all that was queued has been read; `null` where nobody counts. */
  scored(): Promise<Scored | null>;
}

const json = { "content-type": "application/json", authorization: "Bearer not-a-key" };

/** A conversation of two questions, each run's own where `isNew`. */
function conversation(index: number, isNew: boolean): readonly Said[] {
  const name = isNew ? `${process.pid}.${index}` : String(index % 20);
  return [
    { role: "user", content: `What should I do first in project ${name}?` },
    {
      role: "assistant",
      content: `In project ${name} you could begin with a list of what you need.`,
    },
    { role: "user", content: "And then? Please say it in two or three sentences." },
  ];
}

/** Single questions, each asked once. */
function question(index: number): readonly Said[] {
  return [{ role: "user", content: `What should I do first in project ${process.pid}.${index}?` }];
}

let counter = 0;

function shotOf(
  said: (index: number) => readonly Said[],
  headers: Readonly<Record<string, string>> = json,
): Subject["shot"] {
  return (_, isStream) => ({
    path: paths.chat,
    headers,
    body: bodyOf({ endpoint: "chat", isStream }, said(counter++)),
  });
}

/** Straight to the mock. */
export function direct(mock: string): Subject {
  return {
    name: "direct",
    origin: mock,
    pid: null,
    shot: shotOf(question),
    scored: async () => null,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The least that a proxy on Node can be. */
export async function bareProxy(mock: string): Promise<Subject> {
  const server = await startBareProxy(mock);
  return {
    name: "bare proxy (the limit)",
    ...server,
    shot: shotOf(question),
    scored: async () => null,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Portkey's gateway where it is installed. */
export async function portkey(folder: string, mock: string): Promise<Subject> {
  const server = await startPortkey(folder);
  const headers = {
    ...json,
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `${mock}/v1`,
  };
  return {
    name: "Portkey 1.15.2",
    ...server,
    shot: shotOf(question, headers),
    scored: async () => null,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** How a gateway of ours is set up. */
export interface OwnOptions {
  readonly name: string;
  readonly flags: readonly string[];
  /** `cold`: each conversation is new; `warm`: twenty, over and over; `question`: new, without a turn before. */
  readonly asks: "question" | "cold" | "warm";
  readonly mock: string;
  readonly nodeFlags?: readonly string[];
  /** Its log and secret lie below. */
  readonly folder: string;
}

/** `turncoat serve` from the build. */
export async function turncoat({
  name,
  flags,
  asks,
  mock,
  folder,
  nodeFlags = [],
}: OwnOptions): Promise<Subject> {
  const home = await mkdtemp(join(folder, "home-"));
  const gateway = await startGateway({
    flags: ["--upstream", `${mock}/v1`, "--log", "off", ...flags],
    home,
    from: "built",
    nodeFlags,
  });
  const said =
    asks === "question" ? question : (index: number) => conversation(index, asks === "cold");
  return {
    name,
    origin: gateway.origin,
    pid: gateway.pid,
    shot: shotOf(said),
    scored: () => scoredBy(gateway),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

async function scoredBy(gateway: GatewayProcess): Promise<Scored> {
  const audited = () => gateway.metric("turncoat_belief_count");
  let before = -1;
  let now = await audited();
  while (now !== before || (await gateway.metric("turncoat_scoring_backlog_turns")) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    before = now;
    now = await audited();
  }
  return {
    replies: await gateway.metric("gen_ai_server_request_duration_seconds_count", {
      status: "200",
    }),
    scored: await gateway.metric("turncoat_turns_scored_total"),
    shed: await gateway.metric("turncoat_turns_shed_total"),
  };
}
