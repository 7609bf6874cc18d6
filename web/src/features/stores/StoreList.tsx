/** Every store with its settings, its connection and its last import. */
import type { Store } from "@/api/stores";
import type { Webhooks } from "@/api/webhooks";
import { useMay, useSession } from "@/app/view";
import { ConnectionStatus } from "@/features/stores/ConnectionStatus";
import { StoreMenu } from "@/features/stores/StoreMenu";
import { platformNames, storesText } from "@/i18n/stores";
import { webhookText } from "@/i18n/webhooks";
import { ago, dateTimeIn, zoneLabel } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import { storeColour } from "@/lib/palette";
import { useNow } from "@/lib/useNow";
import { DataTable, type DataColumn } from "@/table/DataTable";
import classes from "./pages/StoresPage.module.css";
import webhook from "./webhooks.module.css";

interface StoreListProps {
  readonly stores: readonly Store[];
  readonly connections: readonly Webhooks[] | undefined;
  readonly onDo: (what: "edit" | "delete" | "webhooks", store: Store) => void;
}

export function StoreList({ stores, connections, onDo }: StoreListProps) {
  const session = useSession();
  const mayWrite = useMay()("stores:write");
  const now = useNow(60_000);
  const menu = (store: Store) => <StoreMenu store={store} onEdit={() => onDo("edit", store)} onDelete={() => onDo("delete", store)} />;
  const connection = (store: Store) => <Connection found={connections?.find((one) => one.store === store.slug)} store={store} now={now} onOpen={() => onDo("webhooks", store)} />;
  const columns: readonly DataColumn<Store>[] = [
    { id: "name", head: storesText.name, cell: (store) => <StoreName store={store} colour={storeColour(session.stores, store.slug)} /> },
    { id: "platform", head: storesText.platform, cell: (store) => platformNames[store.platform] },
    { id: "webhooks", head: webhookText.column, cell: connection },
    { id: "currency", head: storesText.currency, cell: (store) => <Books store={store} /> },
    { id: "orders", head: storesText.orders, align: "right", cell: (store) => formatCount(store.orders) },
    { id: "lastOrder", head: storesText.lastOrder, cell: (store) => <When at={store.last_order_at} zone={store.timezone} now={now} /> },
    { id: "lastImport", head: storesText.lastImport, wideOnly: true, cell: (store) => <LastImport store={store} now={now} /> },
    ...(mayWrite ? [{ id: "menu", head: storesText.actions, align: "right" as const, cell: menu }] : []),
  ];
  return (
    <DataTable
      caption={storesText.title}
      rows={stores}
      columns={columns}
      rowKey={(store) => store.slug}
      card={(store) => (
        <div className={classes.card}>
          <StoreName store={store} colour={storeColour(session.stores, store.slug)} />
          {mayWrite ? menu(store) : <span />}
          <p className={classes.quiet}>
            {formatCount(store.orders)} orders, {store.currency}, {platformNames[store.platform]}
          </p>
          <p>{connection(store)}</p>
          <p>
            <span className={classes.quiet}>{storesText.lastImport}: </span>
            <LastImport store={store} now={now} />
          </p>
        </div>
      )}
    />
  );
}

interface ConnectionProps {
  readonly found: Webhooks | undefined;
  readonly store: Store;
  readonly now: Date;
  readonly onOpen: () => void;
}

function Connection({ found, store, now, onOpen }: ConnectionProps) {
  if (found === undefined || found.state === "unsupported") return <span className={classes.quiet}>{found === undefined ? "" : "–"}</span>;
  const last = found.last_delivery;
  return (
    <button type="button" className={webhook.open} onClick={onOpen}>
      <span className="sr">{webhookText.open(store.name)}: </span>
      <ConnectionStatus state={found.state} />
      {last === null ? null : <span className={classes.quiet}>{ago(new Date(last.at), now)}</span>}
    </button>
  );
}

function StoreName({ store, colour }: { readonly store: Store; readonly colour: string }) {
  return (
    <span className={classes.name}>
      <span className={classes.dot} style={{ background: colour }} aria-hidden />
      <span>
        {store.name} <span className={classes.quiet}>{store.slug}</span>
      </span>
    </span>
  );
}

/** How a store keeps its books: currency, kind of prices, and whose day it is. */
function Books({ store }: { readonly store: Store }) {
  const prices = store.prices === "gross" ? storesText.gross : storesText.net;
  return (
    <span className={classes.books}>
      {store.currency}, {prices.toLowerCase()}
      <span className={classes.quiet}>{zoneLabel(store.timezone)}</span>
    </span>
  );
}

function When({ at, zone, now }: { readonly at: string | null; readonly zone: string; readonly now: Date }) {
  if (at === null) return <span className={classes.quiet}>{storesText.never}</span>;
  return <span title={`${dateTimeIn(zone, new Date(at))} ${zoneLabel(zone)}`}>{ago(new Date(at), now)}</span>;
}

function LastImport({ store, now }: { readonly store: Store; readonly now: Date }) {
  const last = store.last_import;
  if (last === null) return <span className={classes.quiet}>{storesText.never}</span>;
  const words = storesText.importWords(formatCount(last.created), formatCount(last.updated), formatCount(last.rejected));
  return (
    <span title={words}>
      {last.file} <span className={classes.quiet}>{last.finished_at ? ago(new Date(last.finished_at), now) : ""}</span>
    </span>
  );
}
