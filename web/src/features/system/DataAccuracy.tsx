/** Whether all places of the data agree, by store and day: the newest comparison, and the way to make another. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { askComparison, type Accuracy, type Comparison, type ComparisonOrder } from "@/api/system";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { StoreAgreement } from "@/features/system/StoreAgreement";
import { accuracyQuery } from "@/features/system/queries";
import { shellText } from "@/i18n/shell";
import { systemText } from "@/i18n/system";
import { addDays } from "@/lib/calendar";
import { ago, dayIn } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./system.module.css";

const RECENT_DAYS = 92;

export function DataAccuracy({ accuracy, zone, now }: { readonly accuracy: Accuracy | undefined; readonly zone: string; readonly now: Date }) {
  const mayAsk = useMay()("system:write");
  const running = accuracy?.newer?.state === "running";
  const ask = useMutation({
    mutationFn: askComparison,
    onSuccess: (found) => {
      announce(systemText.asked);
      queryClient.setQueryData(accuracyQuery.queryKey, found);
    },
  });
  const recent = { first: addDays(dayIn(zone, now), -RECENT_DAYS) };
  const last = accuracy?.last ?? null;
  const orders: readonly (readonly [string, ComparisonOrder])[] = [
    [systemText.compareRecent, recent],
    [systemText.compareAll, {}],
    [systemText.repair, { ...(last?.first ? { first: last.first } : {}), repair: true }],
  ];
  return (
    <Section title={systemText.accuracy} hint={systemText.accuracyHint}>
      <div className={classes.head}>
        <div>{last ? <Verdict last={last} now={now} /> : accuracy ? <p className={classes.quiet}>{systemText.emptyAccuracy}</p> : <RowBones rows={1} />}</div>
        <Menu position="bottom-end" disabled={!mayAsk || running}>
          <Menu.Target>
            <Button variant="default" size="compact-md" loading={running || ask.isPending} disabled={!mayAsk} title={mayAsk ? undefined : shellText.needsPermission(systemText.writes)} rightSection={<IconChevronDown size={14} aria-hidden />}>
              {systemText.compare}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {orders.map(([label, order]) => (
              <Menu.Item key={label} onClick={() => ask.mutate(order)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {ask.error ? <p role="alert" className={classes.alert}>{ask.error.message}</p> : null}
      {accuracy?.newer?.state === "failed" ? <p className={classes.alert}>{systemText.failed(accuracy.newer.error ?? "")}</p> : null}
      {last ? <StoreAgreement last={last} /> : null}
      {last && last.elsewhere.length > 0 ? (
        <>
          <h3 className={classes.subhead}>{systemText.elsewhere}</h3>
          <ul className={classes.sentences}>
            {last.elsewhere.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}

function Verdict({ last, now }: { readonly last: Comparison; readonly now: Date }) {
  const days = formatCount(last.days);
  return (
    <p data-tone={last.equal ? undefined : "bad"} className={classes.verdict}>
      {last.different > 0 ? systemText.differ(formatCount(last.different), days) : systemText.allAgree(formatCount(last.rows), days)}{" "}
      {last.elsewhere.length > 0 ? `${systemText.beside(last.elsewhere.length)} ` : ""}
      {last.repaired > 0 ? `${systemText.mended(formatCount(last.repaired))} ` : ""}
      {last.finished_at ? <span className={classes.quiet}>{systemText.compared(ago(new Date(last.finished_at), now))}</span> : null}
    </p>
  );
}
