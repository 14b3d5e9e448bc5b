import {
  type CellReading,
  defaultCosts,
  type Evaluated,
  measuredRemedies,
  type Plan,
  probeCalibration,
  type SessionCosts,
  type SessionDesign,
  type SessionResult,
  sessionResult,
} from "../measure/index.ts";
import type { ChatModel, JournalEntry, RunStore } from "../ports/index.ts";
import { sampledReadout } from "../readouts/index.ts";
import {
  isOfSession,
  type ProbeProgress,
  runSessions,
  type SessionContent,
  sessionReadings,
  sessionUnits,
} from "../run/index.ts";
import type { ReplyReaders } from "./open-reply-readers.ts";
import type { OpenSubject } from "./open-subject.ts";

/** The store as the arms see it, without what is of sessions. */
export function withoutSessions(store: RunStore): RunStore {
  return { ...store, finished: outsideSessions(store.finished) };
}

/** Journal entries that are of the arms. */
export function outsideSessions(entries: readonly JournalEntry[]): JournalEntry[] {
  return entries.filter((entry) => !isOfSession(entry));
}

/** What sessions of a plan are run with. */
export interface SessionWork {
  readonly plan: Plan;
  readonly subject: OpenSubject;
  readonly readers: ReplyReaders | null;
  /** The subject's chat, metered. */
  readonly chat: ChatModel;
  readonly lanes: number;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  onProgress(progress: ProbeProgress): void;
}

/** Runs the sessions that a plan asks for, of its first behaviour; nothing where it asks for none. */
export async function sessionsOf(work: SessionWork): Promise<SessionContent> {
  const { plan, subject, readers, chat } = work;
  const design = plan.settings.sessions;
  const behaviour = plan.behaviours[0]?.behaviour;
  if (design === undefined || behaviour === undefined || readers === null) return new Map();
  const { readerOf } = readers;
  const sampling = {
    maxTokens: design.replyTokens,
    temperature: design.temperature,
    topP: design.topP,
  };
  return await runSessions({
    behaviour,
    coercion: plan.coercion,
    design,
    seed: plan.settings.seed,
    subjectOf(session) {
      const own = subject.chatOf?.(session) ?? chat;
      return { chat: own, reader: sampledReadout({ chat: own, readerOf, ...sampling }) };
    },
    lanes: work.lanes,
    store: work.store,
    signal: work.signal,
    onProgress: work.onProgress,
  });
}

/** Progress of the arms and of the sessions after them, as one. */
export function joinedProgress(
  plan: Plan,
  earlier: readonly JournalEntry[],
  tell: (progress: ProbeProgress) => void,
) {
  const units = plan.settings.sessions === undefined ? 0 : sessionUnits(plan.settings.sessions);
  const finished = earlier.filter(isOfSession).length;
  let arms: ProbeProgress | null = null;
  return {
    ofArms(progress: ProbeProgress) {
      arms = progress;
      const { done, total, reused } = progress;
      tell({ ...progress, done: done + finished, total: total + units, reused: reused + finished });
    },
    ofSessions(progress: ProbeProgress) {
      const before = arms ?? { done: 0, total: 0, reused: 0, scoredTokens: 0, generatedTokens: 0 };
      tell({
        done: before.done + progress.done,
        total: before.total + progress.total,
        reused: before.reused + progress.reused,
        scoredTokens: before.scoredTokens + progress.scoredTokens,
        generatedTokens: before.generatedTokens + progress.generatedTokens,
      });
    },
  };
}

/** What the sessions of a plan say; `null` where it asks for none. */
export function sessionsFound(
  content: SessionContent,
  plan: Plan,
  costs: SessionCosts = defaultCosts,
): SessionResult | null {
  const { sessions: design, seed } = plan.settings;
  const behaviour = plan.behaviours[0]?.behaviour;
  if (design === undefined || behaviour === undefined || content.size === 0) return null;
  return sessionResult(sessionReadings(content), { behaviour: behaviour.id, design, costs, seed });
}

/** The text of `calibration.json`: what this run tells scans of conversations with its subject. */
export function calibrationText(known: {
  readonly plan: Plan;
  readonly subject: string;
  readonly evaluated: readonly Evaluated[];
  readonly cells: readonly CellReading[];
  readonly sessions: SessionResult | null;
}): string {
  const { plan, subject, evaluated, cells, sessions } = known;
  const [first] = evaluated;
  const remedies = first === undefined ? [] : measuredRemedies(first, cells);
  const calibration = probeCalibration({ subject, profile: plan.profile.id, sessions, remedies });
  return `${JSON.stringify(calibration, null, 2)}\n`;
}

/** A design with the detector's version, which decides what is read. */
export function sessionsWithDetector(
  sessions: SessionDesign | undefined,
  detector: string,
): { readonly sessions?: SessionDesign } {
  return sessions === undefined ? {} : { sessions: { ...sessions, detector } };
}
