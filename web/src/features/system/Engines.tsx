/** The engines, the program and the disk, as each answered just now. */
import type { Disk, Engine, Standing } from "@/api/system";
import { partNames, systemText } from "@/i18n/system";
import { formatSeconds } from "@/lib/duration";
import { formatBytes, formatCount } from "@/lib/format";
import { Section } from "@/ui/Section";
import { Status } from "@/ui/Status";
import classes from "./system.module.css";

const LITTLE_SPACE = 2 * 1024 ** 3;

export function Engines({ standing, now }: { readonly standing: Standing; readonly now: Date }) {
  const { program } = standing;
  return (
    <Section title={systemText.engines}>
      <dl className={classes.facts}>
        {standing.engines.map((engine) => (
          <EngineFacts key={engine.name} engine={engine} now={now} />
        ))}
        <div>
          <dt>{systemText.program}</dt>
          <dd>
            {program.version} <span className={classes.quiet}>{systemText.schema} {program.schema}</span>
          </dd>
        </div>
        <div>
          <dt>{systemText.dataVersion}</dt>
          <dd>{formatCount(standing.data_version)}</dd>
        </div>
      </dl>
    </Section>
  );
}

function EngineFacts({ engine, now }: { readonly engine: Engine; readonly now: Date }) {
  const up = engine.up_since === null ? null : Math.max(0, (now.getTime() - Date.parse(engine.up_since)) / 1000);
  return (
    <div>
      <dt>
        {engine.name} <span className={classes.quiet}>{engine.version}</span>
      </dt>
      <dd>
        <Status status={engine.up ? "done" : "failed"} label={`${engine.up ? systemText.up : systemText.down}${up === null ? "" : ` ${systemText.since(formatSeconds(up))}`}`} />
      </dd>
      <dd className={classes.line}>
        {engine.size === null ? "–" : formatBytes(engine.size)} <span className={classes.quiet}>{engine.embedded ? systemText.embedded : systemText.served}</span>
      </dd>
      {engine.problem ? <dd className={`${classes.alert} ${classes.line}`}>{engine.problem}</dd> : null}
    </div>
  );
}

export function DiskParts({ disk }: { readonly disk: Disk }) {
  const used = disk.total - disk.free;
  const top = Math.max(1, ...disk.parts.map((part) => part.size));
  return (
    <Section title={systemText.disk} hint={systemText.free(formatBytes(disk.free), formatBytes(disk.total))}>
      <div className={classes.gauge} role="img" aria-label={systemText.free(formatBytes(disk.free), formatBytes(disk.total))}>
        <span style={{ width: `${(used / disk.total) * 100}%` }} data-tone={disk.free < LITTLE_SPACE ? "bad" : undefined} />
      </div>
      {disk.free < LITTLE_SPACE ? <p className={classes.alert}>{systemText.littleSpace}</p> : null}
      <dl className={classes.facts}>
        {disk.parts.map((part) => (
          <div key={part.name}>
            <dt>{partNames[part.name] ?? part.name}</dt>
            <dd className={classes.sized}>
              <span className={classes.length} style={{ width: `${(part.size / top) * 100}%` }} aria-hidden />
              {formatBytes(part.size)}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
