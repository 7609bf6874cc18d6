import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { Choice, Picker } from "@/app/shell/Picker";
import { usePicks, useSession, useView } from "@/app/view";
import { shellText } from "@/i18n/shell";
import classes from "./Picker.module.css";

const LONG_LIST = 8;

export function StorePicker() {
  const { stores } = useSession();
  const view = useView();
  const value = view.chosen.length === 0 ? shellText.allStores : view.stores.length === 1 ? (view.stores[0]?.name ?? "") : shellText.storeCount(view.chosen.length, stores.length);
  return (
    <Picker label={shellText.pickStores} value={value} width={280}>
      {(close) => <StoreList onDone={close} />}
    </Picker>
  );
}

function StoreList({ onDone }: { readonly onDone: () => void }) {
  const { stores } = useSession();
  const view = useView();
  const [, setPicks] = usePicks();
  const [wanted, setWanted] = useState("");
  const shown = stores.filter((store) => `${store.name} ${store.slug}`.toLowerCase().includes(wanted.toLowerCase()));
  const toggle = (slug: string): void => {
    const next = view.chosen.includes(slug) ? view.chosen.filter((one) => one !== slug) : [...view.chosen, slug];
    setPicks({ stores: next.length === 0 || next.length === stores.length ? undefined : next.join(",") });
  };
  const all = (): void => {
    setPicks({ stores: undefined });
    onDone();
  };
  return (
    <>
      {stores.length > LONG_LIST ? (
        <TextInput size="sm" mb={8} placeholder={shellText.findStore} aria-label={shellText.findStore} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
      ) : null}
      <Choice chosen={view.chosen.length === 0} onChoose={all}>
        {shellText.allStores}
      </Choice>
      <ul>
        {shown.map((store) => (
          <li key={store.slug} className={classes.check}>
            <Checkbox
              size="xs"
              checked={view.chosen.includes(store.slug)}
              onChange={() => toggle(store.slug)}
              label={
                <>
                  {store.name} <span className={classes.hint}>{store.currency}</span>
                </>
              }
            />
          </li>
        ))}
      </ul>
    </>
  );
}
