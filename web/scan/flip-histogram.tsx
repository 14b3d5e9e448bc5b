interface Props {
  /** Conversations by flip probability, equal bins from 0 to 1. */
  readonly bins: readonly number[];
  readonly threshold: number;
}

/** Conversations by flip probability; heights on a square-root scale, so that few stay visible beside many. */
export function FlipHistogram({ bins, threshold }: Props) {
  const most = Math.max(1, ...bins);
  const wide = 1000 / bins.length;
  const line = threshold * 1000;
  return (
    <figure className="histogram">
      <svg viewBox="0 0 1000 260" role="img" aria-label={spoken(bins)}>
        {bins.map((count, bin) => {
          const height = count === 0 ? 0 : Math.max(3, Math.sqrt(count / most) * 200);
          const face = (bin + 0.5) / bins.length >= threshold ? "turned" : "loyal";
          const x = bin * wide;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            <g key={bin}>
              <rect
                className={`bar ${face}`}
                x={x + 3}
                y={225 - height}
                width={wide - 6}
                height={height}
              />
              {count > 0 && (
                <text x={x + wide / 2} y={218 - height} textAnchor="middle">
                  {count.toLocaleString("en-GB")}
                </text>
              )}
            </g>
          );
        })}
        <path className="zero" d="M0 225H1000" />
        <path className="threshold" d={`M${line} 8V225`} />
        <text className="threshold-word" x={line + 8} y={18}>
          flagged from here
        </text>
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <text
            key={tick}
            x={tick * 1000}
            y={248}
            textAnchor={tick === 0 ? "start" : tick === 1 ? "end" : "middle"}
          >
            {tick}
          </text>
        ))}
      </svg>
      <figcaption className="small">
        flip probability; heights on a square-root scale, counts above the bars
      </figcaption>
    </figure>
  );
}

function spoken(bins: readonly number[]): string {
  const parts = bins.flatMap((count, bin) =>
    count === 0 ? [] : [`${count} from ${(bin / bins.length).toFixed(2)}`],
  );
  return `Conversations by flip probability: ${parts.join(", ")}`;
}
