/** How the installation stands: what waits, what is parked, whether all places agree. It refreshes by itself. */
import { useQuery } from "@tanstack/react-query";
import type { Accuracy, Standing } from "@/api/system";
import { useMay, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { DataAccuracy } from "@/features/system/DataAccuracy";
import { DiskParts, Engines } from "@/features/system/Engines";
import { Flow } from "@/features/system/Flow";
import { Parked } from "@/features/system/Parked";
import { accuracyQuery, standingQuery } from "@/features/system/queries";
import { shellText } from "@/i18n/shell";
import { systemText } from "@/i18n/system";
import { timeIn } from "@/lib/clock";
import { useNow } from "@/lib/useNow";
import { Bone, RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import { Status } from "@/ui/Status";
import classes from "../system.module.css";

export function SystemPage() {
  const maySee = useMay()("system:read");
  return maySee ? <Shown /> : <Denied />;
}

function Denied() {
  return (
    <>
      <PageHead title={systemText.title} />
      <p className={classes.quiet}>{shellText.needsPermission(systemText.look)}</p>
    </>
  );
}

function Shown() {
  const { organisation } = useSession();
  const zone = organisation.timezone;
  const now = useNow(1_000);
  const answer = useQuery(standingQuery);
  const accuracy = useQuery(accuracyQuery).data;
  const standing = answer.data;
  const troubles = standing ? troublesOf(standing, accuracy) : 0;
  return (
    <>
      <PageHead title={systemText.title} subtitle={systemText.subtitle}>
        {standing ? (
          <span className={classes.state}>
            <Status status={troubles === 0 ? "done" : "failed"} label={troubles === 0 ? systemText.well : systemText.care(troubles)} />
            <span className={classes.quiet}>{systemText.measured(timeIn(zone, new Date(standing.at), true))}</span>
          </span>
        ) : null}
      </PageHead>
      {answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {standing?.rebuilding ? <p className={classes.alert}>{systemText.rebuilding}</p> : null}
      <div className={classes.page}>
        {standing ? <Flow standing={standing} accuracy={accuracy} zone={zone} now={now} /> : <Bone height={126} />}
        <div className={classes.columns}>
          <div className={classes.main}>
            <Parked zone={zone} now={now} />
            <DataAccuracy accuracy={accuracy} zone={zone} now={now} />
          </div>
          <div className={classes.aside}>
            {standing ? <Engines standing={standing} now={now} /> : <RowBones rows={4} />}
            {standing ? <DiskParts disk={standing.disk} /> : null}
          </div>
        </div>
      </div>
    </>
  );
}

const LATE_SECONDS = 10;

/** How many things somebody has to look at. */
function troublesOf(standing: Standing, accuracy: Accuracy | undefined): number {
  const late = standing.stages.filter((stage) => (stage.lag_seconds ?? 0) > LATE_SECONDS).length;
  const down = standing.engines.filter((engine) => !engine.up).length;
  const waits = standing.deliveries.parked > 0 ? 1 : 0;
  const differs = accuracy?.last && !accuracy.last.equal ? 1 : 0;
  return late + down + waits + differs;
}
