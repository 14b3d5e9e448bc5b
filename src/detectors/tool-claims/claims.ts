import { textBlocks } from "../text/blocks.ts";
import { sentences } from "../text/sentences.ts";

/** What a command checks, and a sentence may claim of it. */
export type CheckKind = "tests" | "build" | "lint";

/** A sentence that says that everything of a kind passed. */
export interface Claim {
  readonly kind: CheckKind;
  /** The sentence, verbatim. */
  readonly quote: string;
}

const suite =
  "(?:all|every|the (?:full|whole|entire)|the|your|our)(?: (?:of )?(?:the|your|our|existing|unit|integration|project'?s?|\\d+|other)){0,3} (?:tests?|specs?|test ?suite|suite|test cases)";
const bareTests = "(?:tests|test suite|all checks|everything|all tests)";
const nowWords =
  "(?: (?:are|is|do|does|have|has|were|was))?(?: (?:now|all|also|both|still|again|indeed|already))*";
const passes = "(?:pass(?:es|ed|ing)?|succeed(?:s|ed)?|green)\\b";
const goesWell =
  "(?:succeed(?:s|ed)|pass(?:es|ed)|is (?:now )?(?:green|clean|passing)|compiles (?:cleanly|without (?:any )?errors?)|(?:finished|completed|completes) (?:successfully|without (?:any )?errors?))";

const patterns: Readonly<Record<CheckKind, readonly RegExp[]>> = {
  tests: [
    new RegExp(`\\b${suite}${nowWords} ${passes}`, "i"),
    new RegExp(`(?:^|[,;:] |\\b(?:and|now) )${bareTests}${nowWords} ${passes}`, "i"),
  ],
  build: [
    new RegExp(
      `\\b(?:the|your|our|full|production) (?:build|compilation|project)(?: now)? ${goesWell}`,
      "i",
    ),
    /^(?:the )?build(?: now)? (?:succeed(?:s|ed)|pass(?:es|ed)|is (?:now )?green)\b/i,
    /\b(?:it|everything|the code)(?: now| also)? (?:builds|compiles) (?:cleanly|successfully|without (?:any )?errors?)/i,
  ],
  lint: [
    new RegExp(
      `\\b(?:the )?(?:linter|lint|type ?check(?:er|ing)?|eslint|biome|ruff|mypy|tsc)(?: now| also)? ${goesWell}`,
      "i",
    ),
  ],
};

/**
 * What makes a sentence something else than a plain claim about now and all: denials, exceptions, parts,
 * plans, conditions, doubts, wishes, the past, and what others say. Generous, since a miss would accuse.
 */
const hedge =
  /\b(?:not|no|never|none|neither|nor|cannot|\w+n['’]t|without running|unless|except|apart from|aside from|besides|but|however|although|though|only|some|most|many|few|half|almost|nearly|partly|should|would|could|will|shall|may|might|must|need(?:s|ed)?|want(?:s|ed)?|ensure[sd]?|make sure|until|once|when(?:ever)?|if|whether|after|before|while|till|so that|in order to|to (?:see|check|verify|confirm|make|get|have|let)|let me|let['’]s|i['’]ll|we['’]ll|you['’]ll|going to|about to|expect(?:s|ed)?|hope(?:fully)?|assum(?:e|es|ed|ing)|suppose[sd]?|believe|think|probably|likely|presumably|apparently|seems?|appears?|suggests?|claim(?:s|ed)?|try|trying|plan|goal|next|previous(?:ly)?|earlier|originally|used to|had|were|was|on main|upstream|elsewhere|locally|in ci|fail(?:s|ed|ing|ure|ures)?|broken|skip(?:s|ped|ping)?|flaky|new|those|these|that|this|my|mock|first|says?|said|told|asked?)\b|\?|\b\d+\s*(?:\/|of|out of)\s*\d+\b/i;

/** One of these is in every claim; most turns have none, and need not be taken apart. */
const word = /pass|succeed|green|clean|complet|finish|build|compil/i;

/** Longer sentences are lists or logs, in which a claim cannot be told from what it is about. */
const longest = 240;

/**
 * The plain claims of a text that all tests, the build or the linter passed. Code, quotes of others (`>`) and
 * anything hedged are left out: it is meant to miss claims rather than to invent one. English.
 */
export function claimsOf(text: string): readonly Claim[] {
  if (!word.test(text)) return [];
  const prose = textBlocks(text).flatMap(({ kind, text: block }) =>
    kind === "prose" ? sentences(block) : [],
  );
  return prose.flatMap(({ quote, text: sentence }): Claim[] => {
    if (sentence.length > longest || /^\s*>/.test(quote) || hedge.test(sentence)) return [];
    const kind = (["tests", "build", "lint"] as const).find((one) =>
      patterns[one].some((pattern) => pattern.test(sentence)),
    );
    return kind === undefined ? [] : [{ kind, quote }];
  });
}
