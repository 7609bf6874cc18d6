/** The newest deliveries of a store: what became of each, who edited it, and the way to hand one in again. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { fetchDeliveries, replayDelivery, type Delivery } from "@/api/deliveries";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { deliveryStates, webhookText } from "@/i18n/webhooks";
import { ago, dateTimeIn } from "@/lib/clock";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Status } from "@/ui/Status";
import classes from "./webhooks.module.css";

const EVERY_MS = 5_000;

export function RecentDeliveries({ slug, zone, now }: { readonly slug: string; readonly zone: string; readonly now: Date }) {
  const answer = useQuery({ queryKey: ["webhooks", slug, "deliveries"], queryFn: ({ signal }) => fetchDeliveries(slug, signal), refetchInterval: EVERY_MS });
  const items = answer.data?.items ?? [];
  if (answer.isPending) return <RowBones rows={3} />;
  if (answer.error && !answer.data) return <Refusal error={answer.error} retry={() => void answer.refetch()} />;
  if (items.length === 0) return <p className={classes.quiet}>{webhookText.noDeliveries}</p>;
  return (
    <ul className={classes.deliveries} aria-label={webhookText.deliveries}>
      {items.map((one) => (
        <Line key={one.id} one={one} zone={zone} now={now} />
      ))}
    </ul>
  );
}

const TONES: Record<Delivery["state"], string> = { new: "open", done: "done", parked: "failed", ignored: "open" };

function Line({ one, zone, now }: { readonly one: Delivery; readonly zone: string; readonly now: Date }) {
  const mayWrite = useMay()("stores:write");
  const replay = useMutation({
    mutationFn: () => replayDelivery(one.id),
    onSuccess: () => {
      announce(webhookText.replayed);
      void queryClient.invalidateQueries({ queryKey: ["webhooks"] });
    },
  });
  const at = new Date(one.received_at);
  return (
    <li>
      <Status status={TONES[one.state]} label={deliveryStates[one.state]} />
      <p>
        <code>{one.topic}</code>{" "}
        <span className={classes.quiet} title={dateTimeIn(zone, at)}>
          {ago(at, now)}
        </span>
        {one.reason === null ? null : <span className={classes.why}>{one.reason}</span>}
        {one.edited_at === null ? null : <span className={classes.why}>{webhookText.edited(one.edited_by ?? webhookText.somebody, dateTimeIn(zone, new Date(one.edited_at)))}</span>}
      </p>
      {mayWrite && (one.state === "ignored" || one.state === "parked") ? (
        <Button variant="default" size="compact-sm" loading={replay.isPending} aria-label={webhookText.replayOf(one.topic)} onClick={() => replay.mutate()}>
          {webhookText.replay}
        </Button>
      ) : null}
    </li>
  );
}
