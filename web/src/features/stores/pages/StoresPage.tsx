/** All stores beside each other, and each with its settings and its connection. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Store } from "@/api/stores";
import { fetchAllWebhooks } from "@/api/webhooks";
import { storesQuery } from "@/app/queries";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { DeleteStore } from "@/features/stores/DeleteStore";
import { StoreComparison } from "@/features/stores/StoreComparison";
import { StoreForm } from "@/features/stores/StoreForm";
import { StoreList } from "@/features/stores/StoreList";
import { WebhooksDrawer } from "@/features/stores/Webhooks";
import { shellText } from "@/i18n/shell";
import { storesText } from "@/i18n/stores";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "./StoresPage.module.css";

type Doing = { readonly what: "add" } | { readonly what: "edit" | "delete" | "webhooks"; readonly store: Store } | null;

const EVERY_MS = 15_000;
const LOOKING_MS = 3_000;

export function StoresPage() {
  const [doing, setDoing] = useState<Doing>(null);
  const answer = useQuery(storesQuery);
  const may = useMay();
  const mayWrite = may("stores:write");
  const connections = useQuery({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => fetchAllWebhooks(signal),
    refetchInterval: doing?.what === "webhooks" ? LOOKING_MS : EVERY_MS,
  });
  const stores = answer.data ?? [];
  const close = (): void => setDoing(null);
  const looked = doing?.what === "webhooks" ? connections.data?.find((one) => one.store === doing.store.slug) : undefined;
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
        <>
          {may("analytics:read") ? <StoreComparison stores={stores} /> : null}
          <h2 className={classes.subhead}>{storesText.settings}</h2>
          <StoreList stores={stores} connections={connections.data} onDo={(what, store) => setDoing({ what, store })} />
        </>
      ) : null}
      {doing?.what === "add" ? <StoreForm onClose={close} /> : null}
      {doing?.what === "edit" ? <StoreForm store={doing.store} onClose={close} /> : null}
      {doing?.what === "delete" ? <DeleteStore store={doing.store} onClose={close} /> : null}
      {doing?.what === "webhooks" && looked ? (
        <WebhooksDrawer found={looked} name={doing.store.name} zone={doing.store.timezone} makesSecret={doing.store.platform === "woocommerce"} onClose={close} />
      ) : null}
    </>
  );
}
