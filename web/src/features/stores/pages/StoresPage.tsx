import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Store } from "@/api/stores";
import { storesQuery } from "@/app/queries";
import { useMay, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { DeleteStore } from "@/features/stores/DeleteStore";
import { StoreForm } from "@/features/stores/StoreForm";
import { StoreMenu } from "@/features/stores/StoreMenu";
import { shellText } from "@/i18n/shell";
import { platformNames, storesText } from "@/i18n/stores";
import { ago, dateTimeIn, zoneLabel } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import { storeColour } from "@/lib/palette";
import { useNow } from "@/lib/useNow";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "./StoresPage.module.css";

type Doing = { readonly what: "add" } | { readonly what: "edit" | "delete"; readonly store: Store } | null;

/** Every store with its last import; add, edit, delete. */
export function StoresPage() {
  const [doing, setDoing] = useState<Doing>(null);
  const answer = useQuery(storesQuery);
  const session = useSession();
  const mayWrite = useMay()("stores:write");
  const now = useNow(60_000);
  const stores = answer.data ?? [];
  const close = (): void => setDoing(null);
  const menu = (store: Store) => <StoreMenu store={store} onEdit={() => setDoing({ what: "edit", store })} onDelete={() => setDoing({ what: "delete", store })} />;
  const columns: readonly DataColumn<Store>[] = [
    { id: "name", head: storesText.name, cell: (store) => <StoreName store={store} colour={storeColour(session.stores, store.slug)} /> },
    { id: "platform", head: storesText.platform, cell: (store) => platformNames[store.platform] },
    { id: "currency", head: storesText.currency, cell: (store) => `${store.currency}, ${store.prices === "gross" ? storesText.gross.toLowerCase() : storesText.net.toLowerCase()}` },
    { id: "zone", head: storesText.timezone, wideOnly: true, cell: (store) => zoneLabel(store.timezone) },
    { id: "orders", head: storesText.orders, align: "right", cell: (store) => formatCount(store.orders) },
    { id: "lastOrder", head: storesText.lastOrder, cell: (store) => <When at={store.last_order_at} zone={store.timezone} now={now} /> },
    { id: "lastImport", head: storesText.lastImport, cell: (store) => <LastImport store={store} now={now} /> },
    ...(mayWrite ? [{ id: "menu", head: storesText.actions, align: "right" as const, cell: menu }] : []),
  ];
  return (
    <>
      <PageHead title={storesText.title} subtitle={storesText.subtitle}>
        <Button disabled={!mayWrite} title={mayWrite ? undefined : shellText.needsPermission(storesText.change)} leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setDoing({ what: "add" })}>
          {storesText.add}
        </Button>
      </PageHead>
      {answer.isPending ? <RowBones rows={8} height={44} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && stores.length === 0 ? <EmptyState title={storesText.emptyTitle} text={storesText.empty} /> : null}
      {stores.length > 0 ? (
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
              <p>
                <span className={classes.quiet}>{storesText.lastImport}: </span>
                <LastImport store={store} now={now} />
              </p>
            </div>
          )}
        />
      ) : null}
      {doing?.what === "add" ? <StoreForm onClose={close} /> : null}
      {doing?.what === "edit" ? <StoreForm store={doing.store} onClose={close} /> : null}
      {doing?.what === "delete" ? <DeleteStore store={doing.store} onClose={close} /> : null}
    </>
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
