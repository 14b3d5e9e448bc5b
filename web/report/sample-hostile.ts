import type { ReportData } from "../../src/report/report-data.ts";
import { sample } from "./sample.ts";

/** What a model, a profile or a file name might hold at its worst. */
export const hostileTexts = {
  script: "</script><script>window.hacked = true; alert(1)</script>",
  markup: `<img src="https://attacker.invalid/x.png" onerror="window.hacked = true"><!--<script>`,
  reordering: "kind \u202eedur ton\u202c reply \u2066isolated\u2069",
  long: `Pneumono${"ultramicroscopicsilicovolcanoconiosis".repeat(12)}`,
  lone: "half a character: \ud83c, two lines\u2028here\nand here, zero\0byte",
} as const;

const { script, markup, reordering, long, lone } = hostileTexts;
const unknown = { estimate: 0.4, low: null, high: null };

/** A report whose every text is hostile, whose lists are as long or as empty as they may be. */
export const hostileSample: ReportData = {
  ...sample,
  title: `"${script}' & ${reordering}`,
  model: long,
  profile: { id: script, title: markup },
  behaviour: { id: "x", title: markup, about: markup, wanted: reordering, unwanted: long },
  headline: [script, markup, reordering, long, lone],
  notices: [script, long],
  claims: [
    {
      id: script,
      claim: long,
      verdict: "undecided",
      sentence: markup,
      reason: script,
      quantity: long,
      unit: markup,
      value: null,
      threshold: 0.1,
      control: { label: long, unit: "other", ...unknown },
      beside: [{ label: long, ...unknown }],
      blocks: 1,
      n: 0,
      missing: 7,
      method: script,
      command: null,
    },
  ],
  story: {
    system: script,
    turns: [
      { letter: "G", user: markup, assistant: script, margin: null },
      { letter: "S", user: reordering, assistant: long, margin: unknown },
    ],
    probe: { question: script, wanted: "", unwanted: lone, withoutSlip: null, afterSlip: null },
    next: [],
    continuation: [{ user: markup, slipped: script, twin: reordering }],
  },
  persistence: { planted: [], own: [], halfLifeTurns: null, halfLifeReason: script },
  specificity: [{ group: long, label: markup, kind: "effect", ...unknown }],
  remedies: [
    {
      id: script,
      label: long,
      text: markup,
      residual: { estimate: 900, low: -1e6, high: null },
      gain: null,
      againstFresh: null,
      kind: "remedy",
      tokensAdded: 123_456_789,
      turnsLost: null,
    },
  ],
  sessions: {
    answer: markup,
    drift: long,
    verdict: "undecided",
    sessions: 2,
    turns: 4,
    counts: [{ label: long, value: 0 }],
    costs: { slip: 2, clear: 1 },
    curve: [{ turns: 1, cost: 1 }],
    bestTurns: null,
    neverRate: null,
    isAssumed: true,
    rates: [
      {
        symbol: markup,
        meaning: long,
        value: { estimate: 0, low: null, high: null },
        identified: false,
        reason: markup,
      },
    ],
    withoutForks: markup,
    ages: [{ age: 0, offProfile: null, accuracy: null }],
  },
  dose: [],
  spill: [
    { from: long, to: long, kind: "slip", ...unknown },
    { from: script, to: markup, kind: "slip", ...unknown },
  ],
  margins: [{ arm: long, label: script, turns: "GGSXVNEFU".repeat(9), ...unknown }],
  cells: {
    texts: [script, markup, reordering, long, lone],
    cells: [
      {
        arm: script,
        block: 0,
        item: long,
        draw: null,
        path: [0, 1, 2, 3, 4].map((text) => ({ role: "user", provenance: "imported", text })),
        replies: [
          { kind: long, text: 0, logprobPerToken: null, tokens: null, reason: markup },
          { kind: "wanted", text: 2, logprobPerToken: -1, tokens: 1, reason: null },
        ],
        margin: null,
      },
    ],
  },
  methods: [{ id: script, title: script, formula: long, text: markup, source: reordering }],
  figures: {
    story: script,
    persistence: script,
    specificity: script,
    remedies: script,
    dose: script,
    spill: script,
    sessions: script,
    margins: script,
    cells: script,
  },
  notRun: [{ what: long, why: markup, command: script }],
  facts: [{ label: long, value: script }],
};

/** A report of a run that measured nothing. */
export const emptySample: ReportData = {
  ...sample,
  headline: [],
  claims: [],
  story: { system: null, turns: [], probe: null, next: [], continuation: [] },
  persistence: { planted: [], own: [], halfLifeTurns: null, halfLifeReason: null },
  specificity: [],
  remedies: [],
  sessions: null,
  dose: [],
  spill: [],
  margins: [],
  cells: { texts: [], cells: [] },
  methods: [],
  notRun: [],
  facts: [],
  notices: [],
};
