/** What a security team looks at first. It refreshes by itself. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Alert } from "@/api/audit";
import { useMay, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { Counts } from "@/features/audit/Counts";
import { securityQuery } from "@/features/audit/queries";
import { Trail } from "@/features/audit/Trail";
import { auditText, kindNames, securityText } from "@/i18n/audit";
import { shellText } from "@/i18n/shell";
import { useNow } from "@/lib/useNow";
import { Bone, RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import { Section } from "@/ui/Section";
import classes from "../audit.module.css";

export function SecurityPage() {
  const maySee = useMay()("audit:read");
  if (maySee) return <Shown />;
  return (
    <>
      <PageHead title={securityText.title} />
      <p className={classes.quiet}>{shellText.needsPermission(auditText.look)}</p>
    </>
  );
}

function Shown() {
  const zone = useSession().organisation.timezone;
  const now = useNow(60_000);
  const answer = useQuery(securityQuery);
  const security = answer.data;
  return (
    <>
      <PageHead title={securityText.title} subtitle={securityText.subtitle}>
        <Button variant="default" renderRoot={(props) => <Link to="/audit" {...props} />}>
          {securityText.trail}
        </Button>
      </PageHead>
      {answer.error && !security ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.isPending ? (
        <div className={classes.page}>
          <Bone height={72} />
          <RowBones rows={3} height={180} />
        </div>
      ) : null}
      {security ? (
        <div className={classes.page}>
          <Section title={securityText.alerts}>
            <Alerts alerts={security.alerts} />
          </Section>
          <Counts security={security} zone={zone} now={now} />
          <Trail chain={security.chain} />
        </div>
      ) : null}
    </>
  );
}

function Alerts({ alerts }: { readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) return <p className={classes.quiet}>{securityText.quiet}</p>;
  return (
    <ul className={classes.alerts}>
      {alerts.map((alert) => (
        <li key={`${alert.kind}/${alert.who?.id ?? alert.address}`}>
          <Link to="/audit" search={{ kind: alert.kind, from: alert.day, to: alert.day, user: alert.who?.id, q: alert.who ? undefined : (alert.address ?? undefined) }} className={classes.link}>
            {securityText.alert(alert.who?.name ?? alert.address ?? auditText.stranger, kindNames[alert.kind], alert.count)}
          </Link>
          <span className={classes.quiet}>{securityText.usual(alert.usual)}</span>
        </li>
      ))}
    </ul>
  );
}
