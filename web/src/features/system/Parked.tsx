/** What waits for somebody: why, and what may be done about it. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { dismissDelivery, replayDelivery, type Delivery } from "@/api/deliveries";
import { queryClient } from "@/app/queries";
import { useMay, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { DeliveryDrawer } from "@/features/system/DeliveryDrawer";
import { parkedQuery } from "@/features/system/queries";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { ordersText } from "@/i18n/orders";
import { shellText } from "@/i18n/shell";
import { systemText } from "@/i18n/system";
import { ago, dateTimeIn } from "@/lib/clock";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { Pager } from "@/table/Pager";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import classes from "./system.module.css";

type Doing = { readonly what: "look" | "dismiss"; readonly one: Delivery } | null;

export function Parked({ zone, now }: { readonly zone: string; readonly now: Date }) {
  const { stores } = useSession();
  const may = useMay();
  const [trail, setTrail] = useState<readonly string[]>([]);
  const [doing, setDoing] = useState<Doing>(null);
  const answer = useQuery(parkedQuery(trail.at(-1)));
  const items = answer.data?.items ?? [];
  const next = answer.data?.next_cursor;
  const actions = (one: Delivery) => <Actions one={one} mayRead={may("customers:pii")} mayWrite={may("stores:write")} onDo={(what) => setDoing({ what, one })} />;
  const storeName = (slug: string | null): string => stores.find((store) => store.slug === slug)?.name ?? slug ?? "–";
  const at = (one: Delivery) => <span title={dateTimeIn(zone, new Date(one.received_at))}>{ago(new Date(one.received_at), now)}</span>;
  const columns: readonly DataColumn<Delivery>[] = [
    { id: "reason", head: systemText.reason, cell: (one) => <span className={classes.reason}>{one.reason}</span> },
    { id: "topic", head: systemText.topic, cell: (one) => <code>{one.topic}</code> },
    { id: "store", head: systemText.store, cell: (one) => storeName(one.store) },
    { id: "received", head: systemText.received, cell: at },
    { id: "actions", head: systemText.actions, align: "right", cell: actions },
  ];
  return (
    <section aria-labelledby="parked">
      <h2 id="parked" className={classes.over}>
        {systemText.parked} <span className={classes.quiet}>{systemText.parkedHint}</span>
      </h2>
      {answer.isPending ? <RowBones rows={3} height={40} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && items.length === 0 ? <p className={classes.none}>{systemText.noneParked}</p> : null}
      {items.length > 0 ? (
        <DataTable
          caption={systemText.parked}
          rows={items}
          columns={columns}
          rowKey={(one) => one.id}
          card={(one) => (
            <div className={classes.card}>
              <p>{one.reason}</p>
              <p className={classes.quiet}>
                <code>{one.topic}</code>, {storeName(one.store)}, {at(one)}
              </p>
              {actions(one)}
            </div>
          )}
        />
      ) : null}
      {next || trail.length > 0 ? (
        <Pager
          words=""
          previousLabel={ordersText.previous}
          nextLabel={ordersText.next}
          onPrevious={trail.length > 0 ? () => setTrail(trail.slice(0, -1)) : undefined}
          onNext={next ? () => setTrail([...trail, next]) : undefined}
        />
      ) : null}
      {doing?.what === "look" ? <DeliveryDrawer one={doing.one} zone={zone} onClose={() => setDoing(null)} /> : null}
      {doing?.what === "dismiss" ? <Dismiss one={doing.one} onClose={() => setDoing(null)} /> : null}
    </section>
  );
}

interface ActionsProps {
  readonly one: Delivery;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  readonly onDo: (what: "look" | "dismiss") => void;
}

const refresh = (): void => void queryClient.invalidateQueries({ queryKey: ["system"] });

function Actions({ one, mayRead, mayWrite, onDo }: ActionsProps) {
  const replay = useMutation({
    mutationFn: () => replayDelivery(one.id),
    onSuccess: () => {
      announce(systemText.replayed);
      refresh();
    },
  });
  const cannot = mayWrite ? undefined : shellText.needsPermission(systemText.change);
  return (
    <span className={classes.actions}>
      <Button variant="default" size="compact-sm" disabled={!mayRead} title={mayRead ? undefined : shellText.needsPermission(systemText.see)} aria-label={systemText.openOf(one.topic)} onClick={() => onDo("look")}>
        {systemText.open}
      </Button>
      <Button variant="default" size="compact-sm" disabled={!mayWrite} title={cannot} loading={replay.isPending} aria-label={systemText.replayOf(one.topic)} onClick={() => replay.mutate()}>
        {systemText.replay}
      </Button>
      <Button variant="default" size="compact-sm" disabled={!mayWrite} title={cannot} aria-label={systemText.dismissOf(one.topic)} onClick={() => onDo("dismiss")}>
        {systemText.dismiss}
      </Button>
    </span>
  );
}

function Dismiss({ one, onClose }: { readonly one: Delivery; readonly onClose: () => void }) {
  const go = useMutation({
    mutationFn: () => dismissDelivery(one.id),
    onSuccess: () => {
      announce(systemText.dismissed);
      refresh();
      onClose();
    },
  });
  return <ConfirmDanger title={systemText.dismissTitle} text={systemText.dismissText(one.topic)} cancel={systemText.cancel} confirm={systemText.dismissButton} go={go} onClose={onClose} />;
}
