/** The first look: what waits at each stage, what arrives, whether the data agrees. */
import type { Accuracy, Minute, Stage, Standing } from "@/api/system";
import { systemText } from "@/i18n/system";
import { ago, timeIn } from "@/lib/clock";
import { formatSeconds } from "@/lib/duration";
import { formatCount, formatPercent } from "@/lib/format";
import { usePulse } from "@/lib/usePulse";
import classes from "./Flow.module.css";

interface FlowProps {
  readonly standing: Standing;
  readonly accuracy: Accuracy | undefined;
  readonly zone: string;
  readonly now: Date;
}

export function Flow({ standing, accuracy, zone, now }: FlowProps) {
  const { minutes } = standing.deliveries;
  const last = minutes.at(-2)?.received ?? 0;
  const running = minutes.at(-1)?.received ?? 0;
  return (
    <section className={classes.flow} aria-label={systemText.flow}>
      {standing.stages.map((stage) => (
        <StageCell key={stage.stage} stage={stage} />
      ))}
      <Cell title={systemText.perMinute} hint={systemText.perMinuteHint} value={formatCount(last)} under={systemText.thisMinute(formatCount(running))}>
        <Bars minutes={minutes} zone={zone} />
      </Cell>
      <AccuracyCell accuracy={accuracy} now={now} />
    </section>
  );
}

const LATE_SECONDS = 10;

function StageCell({ stage }: { readonly stage: Stage }) {
  const words = systemText.stages[stage.stage];
  const { median_seconds: median, slowest_seconds: slowest } = stage;
  const passing = median === null || slowest === null ? systemText.quiet : systemText.passing(formatSeconds(median), formatSeconds(slowest));
  return (
    <Cell
      title={words.title}
      hint={words.hint}
      value={formatCount(stage.waiting)}
      tone={(stage.lag_seconds ?? 0) > LATE_SECONDS ? "bad" : undefined}
      beside={stage.lag_seconds === null ? systemText.nothingWaits : systemText.oldest(formatSeconds(stage.lag_seconds))}
      under={passing}
    />
  );
}

function AccuracyCell({ accuracy, now }: { readonly accuracy: Accuracy | undefined; readonly now: Date }) {
  const last = accuracy?.last ?? null;
  const running = accuracy?.newer?.state === "running";
  const under = running ? systemText.comparing : last?.finished_at ? systemText.compared(ago(new Date(last.finished_at), now)) : systemText.never;
  return <Cell title={systemText.accuracy} hint={systemText.accuracyHint} value={formatPercent(last?.accuracy ?? null, 2)} tone={last && !last.equal ? "bad" : undefined} under={under} />;
}

interface CellProps {
  readonly title: string;
  readonly hint: string;
  readonly value: string;
  readonly beside?: string | undefined;
  readonly under: string;
  readonly tone?: "bad" | undefined;
  readonly children?: React.ReactNode;
}

function Cell({ title, hint, value, beside, under, tone, children }: CellProps) {
  const pulse = usePulse(value);
  return (
    <div className={classes.cell} title={hint}>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.line}>
        <span className={classes.value} data-pulse={pulse} data-tone={tone}>
          {value}
        </span>
        {beside ? <span className={classes.beside} data-tone={tone}>{beside}</span> : null}
      </p>
      {children}
      <p className={classes.under}>{under}</p>
    </div>
  );
}

function Bars({ minutes, zone }: { readonly minutes: readonly Minute[]; readonly zone: string }) {
  const top = Math.max(1, ...minutes.map((minute) => minute.received));
  return (
    <div className={classes.bars} role="img" aria-label={minutes.map((minute) => words(minute, zone)).join("; ")}>
      {minutes.map((minute) => (
        <span key={minute.at} className={classes.slot} title={words(minute, zone)}>
          <span className={classes.bar} style={{ height: `${(minute.received / top) * 100}%` }}>
            <span className={classes.parked} style={{ height: `${minute.received === 0 ? 0 : (minute.parked / minute.received) * 100}%` }} />
          </span>
        </span>
      ))}
    </div>
  );
}

const words = (minute: Minute, zone: string): string =>
  systemText.minute(timeIn(zone, new Date(minute.at)), formatCount(minute.received), formatCount(minute.parked));
