import type { TurnRow } from "./scan-data.ts";

interface Props {
  readonly turns: readonly TurnRow[];
  /** Whether masked is a band of its own. */
  readonly tellsMasked: boolean;
  /** Height of the drawing, in its own unit; the width is 1000. */
  readonly height: number;
}

/** Belief after each message, stacked: loyal from below, turned from above, masked between. */
export function Ribbon({ turns, tellsMasked, height }: Props) {
  const width = 1000 / Math.max(1, turns.length);
  return (
    <svg
      className="ribbon"
      viewBox={`0 0 1000 ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {turns.map(({ turn, belief }, place) => {
        const turned = belief.turned * height;
        const masked = tellsMasked ? belief.masked * height : 0;
        const x = place * width;
        // A hair of overlap hides the seams between neighbours.
        const wide = width + 0.4;
        return (
          <g key={turn}>
            <rect
              className="band loyal"
              x={x}
              y={turned + masked}
              width={wide}
              height={Math.max(0, height - turned - masked)}
            />
            {masked > 0 && (
              <rect className="band masked" x={x} y={turned} width={wide} height={masked} />
            )}
            <rect className="band turned" x={x} y={0} width={wide} height={turned} />
          </g>
        );
      })}
    </svg>
  );
}

/** The evidence of each assistant turn: up for turned, down for loyal; a dot where there is none. */
export function EvidenceBars({ turns }: { readonly turns: readonly TurnRow[] }) {
  const width = 1000 / Math.max(1, turns.length);
  const most = Math.max(1, ...turns.map(({ evidenceNats }) => Math.abs(evidenceNats ?? 0)));
  return (
    <svg
      className="evidence-bars"
      viewBox="0 0 1000 60"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="zero" d="M0 30H1000" />
      {turns.map(({ turn, role, evidenceNats }, place) => {
        if (role !== "assistant") return null;
        const x = place * width + width * 0.2;
        if (evidenceNats === null) {
          return (
            <rect key={turn} className="bar none" x={x} y={28.5} width={width * 0.6} height={3} />
          );
        }
        const height = (Math.abs(evidenceNats) / most) * 28;
        const face = evidenceNats > 0 ? "turned" : "loyal";
        return (
          <rect
            key={turn}
            className={`bar ${face}`}
            x={x}
            y={evidenceNats > 0 ? 30 - height : 30}
            width={width * 0.6}
            height={Math.max(0.6, height)}
          />
        );
      })}
    </svg>
  );
}
