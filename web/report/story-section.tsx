import type { Estimate, ReportData, Story } from "../../src/report/report-data.ts";
import { Continuation } from "./continuation.tsx";
import { estimateText, numberText } from "./format.ts";
import { ChartLines, IntervalAxis, IntervalChart } from "./interval-chart.tsx";
import { faceOf, TurnMark } from "./marks.tsx";
import { MethodButton } from "./method.tsx";
import { NextCurve } from "./next-curve.tsx";
import { type Domain, domainOf } from "./scale.ts";
import { NotRunNote, Section } from "./section.tsx";
import { Words } from "./words.tsx";

/** The essay's picture: two good turns, one bad, and now? */
export function StorySection({ data }: { readonly data: ReportData }) {
  const { story, behaviour, figures } = data;
  return (
    <Section
      id="story"
      title="Two good turns, one bad. And now?"
      method={figures.story}
      lead={`The essay’s picture with real text. After each turn a question is asked off the record: how much likelier is the ${behaviour.unwanted} reply than the ${behaviour.wanted} one?`}
    >
      <Thread data={data} />
      {story.probe !== null && <Probe probe={story.probe} data={data} />}
      <h3>What came next, measured</h3>
      {story.next.length === 0 ? (
        <NotRunNote command={null}>No arm with turns after the slip was run.</NotRunNote>
      ) : (
        <NextCurve next={story.next} behaviour={behaviour} />
      )}
      <Continuation turns={story.continuation} unwanted={behaviour.unwanted} />
    </Section>
  );
}

function Thread({ data }: { readonly data: ReportData }) {
  const { story, behaviour } = data;
  const fresh = data.margins.find(({ arm }) => arm === "fresh") ?? null;
  const margins = [fresh, ...story.turns.map(({ margin }) => margin)].filter(
    (margin) => margin !== null,
  );
  const domain = domainOf(margins, [data.readout.crossing]);
  return (
    <div className="thread">
      <div className="thread-scale" aria-hidden="true">
        <span className="sides">
          <span>← {behaviour.wanted} preferred</span>
          <span>{behaviour.unwanted} preferred →</span>
        </span>
        <IntervalAxis domain={domain} />
      </div>
      <div className="beforehand">
        <div className="system">
          <p className="kicker">told beforehand</p>
          <p>{story.system === null ? "nothing" : <Words text={story.system} />}</p>
        </div>
        <Gauge margin={fresh} domain={domain} face="loyal" data={data} when="before any turn" />
      </div>
      <ol>
        {story.turns.map((turn, place) => (
          <Turn
            // biome-ignore lint/suspicious/noArrayIndexKey: turns have an order and no other identity
            key={place}
            turn={turn}
            domain={domain}
            data={data}
          />
        ))}
      </ol>
    </div>
  );
}

interface TurnProps {
  readonly turn: Story["turns"][number];
  readonly domain: Domain;
  readonly data: ReportData;
}

function Turn({ turn, domain, data }: TurnProps) {
  const { letter, user, assistant, margin } = turn;
  const face = faceOf(letter);
  const { wanted, unwanted } = data.behaviour;
  return (
    <li className={`turn ${face}`}>
      <div className="exchange">
        <p className="user">
          <span className="visually-hidden">User: </span>
          <Words text={user} />
        </p>
        <div className="reply">
          <p className="kicker">
            <TurnMark letter={letter} /> {face === "turned" ? `the slip: ${unwanted}` : wanted}
          </p>
          <p>
            <span className="visually-hidden">Assistant: </span>
            <Words text={assistant} />
          </p>
        </div>
      </div>
      <Gauge margin={margin} domain={domain} face={face} data={data} when="after this turn" />
    </li>
  );
}

interface GaugeProps {
  readonly margin: Estimate | null;
  readonly domain: Domain;
  readonly face: "loyal" | "turned" | "other";
  readonly data: ReportData;
  readonly when: string;
}

function Gauge({ margin, domain, face, data, when }: GaugeProps) {
  const { unit, crossing } = data.readout;
  return (
    <div className={margin === null ? "gauge none" : "gauge"}>
      <ChartLines domain={domain} at={[crossing]} />
      {margin !== null && (
        <>
          <IntervalChart
            marks={[{ value: margin, style: face === "turned" ? "turned" : "loyal" }]}
            domain={domain}
            label={`Margin ${when}: ${estimateText(margin)} ${unit}`}
          />
          <p className="number">
            <span className="small">margin {when}</span>{" "}
            <MethodButton id={data.figures.story} about={`the margin ${when}`}>
              {estimateText(margin)}
            </MethodButton>
          </p>
        </>
      )}
    </div>
  );
}

interface ProbeProps {
  readonly probe: NonNullable<Story["probe"]>;
  readonly data: ReportData;
}

function Probe({ probe, data }: ProbeProps) {
  const { wanted, unwanted } = data.behaviour;
  return (
    <aside className="probe" aria-label="One question asked off the record">
      <p className="kicker">one question asked off the record</p>
      <p className="question">
        <Words text={probe.question} />
      </p>
      <dl className="replies">
        <div className="loyal">
          <dt>
            <TurnMark letter="G" /> {wanted}
          </dt>
          <dd>
            <Words text={probe.wanted} />
          </dd>
        </div>
        <div className="turned">
          <dt>
            <TurnMark letter="S" /> {unwanted}
          </dt>
          <dd>
            <Words text={probe.unwanted} />
          </dd>
        </div>
      </dl>
      <p className="probe-margins">
        Its margin where no slip was made <b>{numberText(probe.withoutSlip)}</b>, after the slip{" "}
        <b>{numberText(probe.afterSlip)}</b>.
      </p>
    </aside>
  );
}
