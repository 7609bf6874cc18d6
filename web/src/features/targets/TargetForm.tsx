/** Sets a target or changes how much one asks for; what the server refuses is said beside its field. */
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { changeTarget, setTarget, TARGET_PERIODS, type Target, type TargetPeriod } from "@/api/targets";
import { useSession, useView } from "@/app/view";
import { metricsQuery } from "@/app/vocabulary";
import { amountFrom, typedOf } from "@/features/targets/draft";
import { periodsQuery, targetsChanged } from "@/features/targets/queries";
import form from "@/form/form.module.css";
import { shellText } from "@/i18n/shell";
import { periodNames, targetsText } from "@/i18n/targets";
import { formatRange } from "@/lib/calendar";
import { useNames } from "@/tiles/vocabulary";
import { announce } from "@/ui/Announcer";

const ALL = "";

export function TargetForm({ target, onClose }: { readonly target: Target | null; readonly onClose: () => void }) {
  const { stores, organisation } = useSession();
  const { today } = useView();
  const names = useNames(stores);
  const metrics = useQuery(metricsQuery).data ?? [];
  const [metric, setMetric] = useState(target?.metric ?? "net_sales");
  const [store, setStore] = useState(target?.store ?? ALL);
  const [period, setPeriod] = useState<TargetPeriod>(target?.period ?? "month");
  const [start, setStart] = useState(target?.start ?? null);
  const { unit, label } = names.metric(metric);
  const [typed, setTyped] = useState(target === null ? "" : typedOf(target.amount, unit));
  const [tried, setTried] = useState(false);
  const periods = useQuery(periodsQuery(period, today)).data ?? [];
  const running = periods.find((one) => one.from <= today && today <= one.to);
  const chosen = start ?? running?.from ?? null;
  const amount = amountFrom(typed, unit);
  const currency = store === ALL ? organisation.currency : (stores.find((one) => one.slug === store)?.currency ?? organisation.currency);
  const save = useMutation({
    mutationFn: (): Promise<Target> =>
      target === null
        ? setTarget({ metric, period, start: chosen ?? today, amount: amount ?? "", store: store === ALL ? null : store, currency: unit === "money" ? currency : null })
        : changeTarget(target.id, amount ?? ""),
    onSuccess: () => {
      announce(targetsText.saved(label));
      targetsChanged();
      onClose();
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (amount !== null) save.mutate();
  };
  const unitWords = unit === "money" ? (target?.currency ?? currency) : unit === "percent" ? "%" : label;
  return (
    <Modal opened onClose={onClose} title={target === null ? targetsText.add : targetsText.edit(label)} size={520} closeButtonProps={{ "aria-label": shellText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        <Select label={targetsText.metric} data={metrics.map((one) => ({ value: one.key, label: one.label }))} value={metric} searchable allowDeselect={false} disabled={target !== null} error={refused?.field("metric")} onChange={(value) => setMetric(value ?? metric)} />
        <Select label={targetsText.store} data={[{ value: ALL, label: targetsText.allStores }, ...stores.map((one) => ({ value: one.slug, label: one.name }))]} value={store} searchable allowDeselect={false} disabled={target !== null} error={refused?.field("store")} onChange={(value) => setStore(value ?? store)} />
        <div className={form.pair}>
          <Select
            label={targetsText.period}
            data={TARGET_PERIODS.map((value) => ({ value, label: periodNames[value] }))}
            value={period}
            allowDeselect={false}
            disabled={target !== null}
            error={refused?.field("period")}
            onChange={(value) => (setPeriod(TARGET_PERIODS.find((one) => one === value) ?? period), setStart(null))}
          />
          <Select
            label={targetsText.which}
            data={(target === null ? periods : [{ from: target.start, to: target.end }]).map((range) => ({ value: range.from, label: formatRange(range, today) }))}
            value={chosen}
            allowDeselect={false}
            disabled={target !== null}
            error={refused?.field("start")}
            onChange={setStart}
          />
        </div>
        <TextInput
          data-autofocus
          label={targetsText.amount(unitWords)}
          description={unit === "percent" ? targetsText.percentHint : targetsText.amountHint}
          inputMode="decimal"
          maxLength={32}
          value={typed}
          error={refused?.field("amount") ?? (tried && amount === null ? targetsText.needAmount : undefined)}
          onChange={(event) => (save.reset(), setTyped(event.currentTarget.value))}
        />
        {refused && refused.problem.errors === undefined ? (
          <p role="alert" className={form.refusal}>
            {refused.message} {refused.problem.hint}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {targetsText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {target === null ? targetsText.add : targetsText.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
