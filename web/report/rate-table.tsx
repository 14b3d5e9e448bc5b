import type { SessionFigure } from "../../src/report/report-data.ts";

/** The rates of the chain, with their intervals and whether they were identified. */
export function RateTable({ sessions }: { readonly sessions: SessionFigure }) {
  const { rates, withoutForks, counts, sessions: count, turns } = sessions;
  const facts = counts.map(({ label, value }) => `${value} ${label}`).join(", ");
  return (
    <figure>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">rate</th>
              <th scope="col">of what</th>
              <th scope="col">value [95 %]</th>
              <th scope="col">identified</th>
            </tr>
          </thead>
          <tbody>
            {rates.map(({ symbol, meaning, value, identified, reason }) => (
              <tr key={symbol}>
                <th scope="row">{symbol}</th>
                <td>{meaning}</td>
                <td className="number">{rateText(value)}</td>
                <td>{identified ? "yes" : `no, so the default: ${reason ?? ""}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption>
        From {count} sessions of {turns} turns: {facts}.
        {withoutForks === null
          ? " Forks are in the fit, each as one more turn that is not kept."
          : ` Forks are not in the fit: ${withoutForks}.`}
      </figcaption>
    </figure>
  );
}

/** "0.020 [0.004, 0.071]": chances, so without a sign. */
function rateText({ estimate, low, high }: SessionFigure["rates"][number]["value"]): string {
  const value = estimate.toFixed(3);
  return low === null || high === null
    ? value
    : `${value} [${low.toFixed(3)},\u00a0${high.toFixed(3)}]`;
}
