import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchOrderSource, type OrderDetail, type OrderRevision } from "@/api/orders";
import { Refusal } from "@/board/TileState";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn } from "@/lib/clock";
import { humanise } from "@/lib/names";
import { Section } from "@/ui/Section";
import { Bone } from "@/ui/Bones";
import classes from "./detail.module.css";

export function Revisions({ order, zone }: { readonly order: OrderDetail; readonly zone: string }) {
  return (
    <Section title={ordersText.revisions} hint={ordersText.revisionsHint}>
      {order.revisions.map((revision) => (
        <Revision key={revision.id} orderId={order.id} revision={revision} zone={zone} />
      ))}
    </Section>
  );
}

function cameFrom({ provenance }: OrderRevision): string {
  const file = provenance.file ? ` ${provenance.file}` : "";
  const row = provenance.row ? `, row ${provenance.row}` : "";
  return `${humanise(provenance.kind)}${file}${row}`;
}

function Revision({ orderId, revision, zone }: { readonly orderId: string; readonly revision: OrderRevision; readonly zone: string }) {
  const [open, setOpen] = useState(false);
  const source = useQuery({
    queryKey: ["source", orderId, revision.id],
    queryFn: ({ signal }) => fetchOrderSource(orderId, revision.id, signal),
    enabled: open,
    staleTime: Infinity,
  });
  return (
    <div className={classes.item}>
      <div className={classes.row}>
        <span>
          {humanise(revision.part)} <span className={classes.quiet}>{cameFrom(revision)}</span>
        </span>
        <span className={revision.won ? undefined : classes.quiet}>{revision.won ? ordersText.won : ordersText.lost}</span>
      </div>
      <div className={classes.row}>
        <span className={classes.quiet}>
          received {dateTimeIn(zone, new Date(revision.received_at))}
          {revision.source_time ? `, as of ${dateTimeIn(zone, new Date(revision.source_time))}` : ", without a version"}
        </span>
        <button type="button" className={classes.button} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide source record" : ordersText.showSource}
        </button>
      </div>
      {open && source.isPending ? <Bone height={96} /> : null}
      {open && source.error ? <Refusal error={source.error} retry={() => void source.refetch()} /> : null}
      {open && source.data !== undefined ? (
        <pre className={classes.source} tabIndex={0} aria-label={ordersText.source}>
          {JSON.stringify(source.data.record, null, 2)}
        </pre>
      ) : null}
    </div>
  );
}
