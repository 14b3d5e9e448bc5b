import type { Verdict } from "../../src/report/report-data.ts";

/** A disc cut in two whose right half has slipped: the mark of the project. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 48 48" aria-hidden="true">
      <path className="fill-loyal" d="M22.5 4a18 18 0 0 0 0 36z" />
      <path className="fill-turned" d="M25.5 8a18 18 0 0 1 0 36z" />
    </svg>
  );
}

// A profile that looks left, from the crown to the neck; its straight side is where the two faces part.
const profile =
  "M0-52C-24-52-41-39-42-18C-42-12-43-8-45-4L-53 9C-54 12-52 14-47 14L-46 18C-49 20-49 22-46 24C-48 27-47 30-44 31C-44 34-46 37-44 41C-41 47-31 45-25 47C-20 50-17 56-17 66L0 66Z";

/** Two faces of one head, loyal and turned; the turned half has slipped. */
export function Emblem() {
  return (
    <svg className="emblem" viewBox="-60 -58 120 140" aria-hidden="true">
      <path className="fill-loyal" d={profile} transform="translate(-2 0)" />
      <path className="fill-turned" d={profile} transform="translate(2 9) scale(-1 1)" />
    </svg>
  );
}

/** One turn of a planted history: a half disc that looks left when loyal, right when turned. */
export function TurnMark({ letter }: { readonly letter: string }) {
  const face = faceOf(letter);
  return (
    <svg className="turn-mark" viewBox="0 0 16 16" aria-hidden="true">
      <circle className={`ring ${face}`} cx="8" cy="8" r="6.5" />
      {face === "loyal" && <path className="fill-loyal" d="M8 1.5a6.5 6.5 0 0 0 0 13z" />}
      {face === "turned" && <path className="fill-turned" d="M8 1.5a6.5 6.5 0 0 1 0 13z" />}
    </svg>
  );
}

/** Which face a turn shows: good turns loyal, slips turned, anything else neither. */
export function faceOf(letter: string): "loyal" | "turned" | "other" {
  if (letter === "G") return "loyal";
  return letter === "S" ? "turned" : "other";
}

/** A verdict's word beside a shape that tells it apart without colour. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span className={`verdict ${verdict}`}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <VerdictShape verdict={verdict} />
      </svg>
      {verdictWord(verdict)}
    </span>
  );
}

/** The verdict as it is read. */
function verdictWord(verdict: Verdict): string {
  return verdict === "not-measured" ? "not measured" : verdict;
}

function VerdictShape({ verdict }: { readonly verdict: Verdict }) {
  switch (verdict) {
    case "supported":
      return <circle className="solid" cx="10" cy="10" r="8" />;
    case "refuted":
      return (
        <>
          <circle className="line" cx="10" cy="10" r="7" />
          <path className="line" d="M5 15 15 5" />
        </>
      );
    case "inconclusive":
      return (
        <>
          <circle className="line" cx="10" cy="10" r="7" />
          <path className="solid" d="M10 3a7 7 0 0 0 0 14z" />
        </>
      );
    case "undecided":
      return (
        <>
          <circle className="line dashed" cx="10" cy="10" r="7" />
          <circle className="solid" cx="10" cy="10" r="1.8" />
        </>
      );
    case "not-measured":
      return <path className="line" d="M4 10h12" />;
  }
}
