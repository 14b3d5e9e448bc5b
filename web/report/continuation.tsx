import type { Story } from "../../src/report/report-data.ts";
import { TurnMark } from "./marks.tsx";
import { Words } from "./words.tsx";

interface Props {
  readonly turns: Story["continuation"];
  readonly unwanted: string;
}

/** What the model itself said next, beside what it said where nothing had slipped. */
export function Continuation({ turns, unwanted }: Props) {
  if (turns.length === 0) return null;
  return (
    <>
      <h3>What came next, in the model’s own words</h3>
      <div className="continuation">
        <div className="fork-heads" aria-hidden="true">
          <p>
            <TurnMark letter="S" /> after the {unwanted} reply
          </p>
          <p>
            <TurnMark letter="G" /> never slipped, same seed
          </p>
        </div>
        <ol>
          {turns.map(({ user, slipped, twin }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns have an order and no other identity
            <li key={place}>
              <p className="user">
                <span className="visually-hidden">User: </span>
                <Words text={user} />
              </p>
              <div className="fork">
                <div className="branch turned">
                  <p className="branch-name">after the {unwanted} reply</p>
                  <p>
                    <Words text={slipped} />
                  </p>
                </div>
                <div className="branch loyal">
                  <p className="branch-name">never slipped, same seed</p>
                  <p>
                    <Words text={twin} />
                  </p>
                </div>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}
