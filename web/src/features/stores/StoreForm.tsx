import { Button, Modal, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import type { Platform } from "@/api/session";
import { addStore, editStore, type Store, type StoreDraft } from "@/api/stores";
import { queryClient } from "@/app/queries";
import { useSession } from "@/app/view";
import { CurrencyField, ZoneField } from "@/form/PlaceFields";
import { slugOf } from "@/features/stores/slug";
import { shellText } from "@/i18n/shell";
import { platformNames, storesText } from "@/i18n/stores";
import { announce } from "@/ui/Announcer";
import form from "@/form/form.module.css";

const PLATFORMS: readonly Platform[] = ["shopify", "woocommerce", "magento", "custom"];

interface StoreFormProps {
  readonly store?: Store;
  readonly onClose: () => void;
  readonly onSaved?: (store: Store) => void;
}

/** One form to add and to edit; what the server refuses is said beside its field. */
export function StoreForm({ store, onClose, onSaved }: StoreFormProps) {
  const { organisation } = useSession();
  const [draft, setDraft] = useState<StoreDraft>(store ?? { slug: "", name: "", platform: "custom", currency: organisation.currency, timezone: organisation.timezone, prices: "gross" });
  const [left, setLeft] = useState({ name: false, slug: false });
  const [ownSlug, setOwnSlug] = useState(store !== undefined);
  const change = (part: Partial<StoreDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const save = useMutation({
    mutationFn: () => (store ? editStore(store.slug, changes(store, draft)) : addStore(draft)),
    onSuccess: (saved) => {
      announce(store ? storesText.saved(draft.name) : storesText.added(draft.name));
      void queryClient.invalidateQueries();
      onSaved?.(saved);
      onClose();
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  const badName = draft.name.trim() === "" ? storesText.needName : undefined;
  const badSlug = /^[a-z0-9][a-z0-9-]*$/.test(draft.slug) ? undefined : storesText.badSlug;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft({ name: true, slug: true });
    if (!badName && !badSlug) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={store ? store.name : storesText.add} size={520} closeButtonProps={{ "aria-label": shellText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={storesText.name}
          value={draft.name}
          error={refused?.field("name") ?? (left.name ? badName : undefined)}
          onBlur={() => setLeft((old) => ({ ...old, name: true }))}
          onChange={(event) => change({ name: event.currentTarget.value, ...(ownSlug ? {} : { slug: slugOf(event.currentTarget.value) }) })}
        />
        {store ? null : (
          <TextInput
            label={storesText.slug}
            description={storesText.slugHint}
            value={draft.slug}
            error={refused?.field("slug") ?? (left.slug && draft.name !== "" ? badSlug : undefined)}
            onBlur={() => setLeft((old) => ({ ...old, slug: true }))}
            onChange={(event) => {
              setOwnSlug(true);
              change({ slug: event.currentTarget.value });
            }}
          />
        )}
        <Select
          label={storesText.platform}
          data={PLATFORMS.map((key) => ({ value: key, label: platformNames[key] }))}
          value={draft.platform}
          allowDeselect={false}
          disabled={store !== undefined}
          error={refused?.field("platform")}
          onChange={(value) => change({ platform: PLATFORMS.find((key) => key === value) ?? "custom" })}
        />
        <div className={form.pair}>
          <CurrencyField label={storesText.currency} value={draft.currency} onChange={(currency) => change({ currency })} error={refused?.field("currency")} />
          <ZoneField label={storesText.timezone} value={draft.timezone} onChange={(timezone) => change({ timezone })} error={refused?.field("timezone")} />
        </div>
        <Prices value={draft.prices} onChange={(prices) => change({ prices })} />
        {store?.webhook_url ? <TextInput label={storesText.webhook} description={storesText.webhookHint} value={store.webhook_url} readOnly /> : null}
        {refused ? (
          <p role="alert" className={form.refusal}>
            {refused.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {storesText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {store ? storesText.save : storesText.add}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function changes(store: Store, draft: StoreDraft): Partial<StoreDraft> {
  const { name, currency, timezone, prices } = draft;
  const now = { name, currency, timezone, prices };
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => store[key as keyof typeof now] !== value));
}

function Prices({ value, onChange }: { readonly value: "gross" | "net"; readonly onChange: (value: "gross" | "net") => void }) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ fontSize: "var(--t13)", marginBottom: 4 }}>{storesText.pricesHint}</legend>
      <SegmentedControl
        aria-label={storesText.pricesHint}
        value={value}
        onChange={(next) => onChange(next === "net" ? "net" : "gross")}
        data={[
          { value: "gross", label: storesText.gross },
          { value: "net", label: storesText.net },
        ]}
      />
    </fieldset>
  );
}
