/** What proves a person beside the password: list, add, name, remove, and recovery codes. */
import { Button } from "@mantine/core";
import { IconDeviceMobile, IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchSecondStep, removeFactor, type Added, type Factor } from "@/api/secondStep";
import { queryClient, sessionQuery } from "@/app/queries";
import { Refusal } from "@/board/TileState";
import { AddCode } from "@/features/account/AddCode";
import { AddPasskey } from "@/features/account/AddPasskey";
import { NameFactor } from "@/features/account/NameFactor";
import { NewRecoveryCodes, RecoveryCodes } from "@/features/account/RecoveryCodes";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { proofText, secondStepText } from "@/i18n/secondStep";
import { ago } from "@/lib/clock";
import { canUsePasskeys } from "@/lib/passkeys";
import { useNow } from "@/lib/useNow";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./account.module.css";

const KEY = ["account", "second-step"] as const;
const FEW = 3;

type Doing = { readonly what: "code" | "passkey" | "new codes" } | { readonly what: "codes"; readonly codes: readonly string[] } | { readonly what: "name" | "remove"; readonly factor: Factor };

/** ``onFirst`` is called once the first factor is added and its recovery codes are kept. */
export function SecondStep({ onFirst }: { readonly onFirst?: () => void }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const answer = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchSecondStep(signal) });
  const factors = answer.data?.factors ?? [];
  const left = answer.data?.recovery_codes_left ?? 0;
  const close = (): void => setDoing(null);
  const changed = (text: string): void => {
    announce(text);
    void queryClient.invalidateQueries({ queryKey: KEY });
  };
  const added = ({ factor, recovery_codes }: Added): void => {
    changed(secondStepText.addedNow(factor.name));
    setDoing(recovery_codes === null ? null : { what: "codes", codes: recovery_codes });
    if (recovery_codes === null) onFirst?.();
  };
  const kept = async (): Promise<void> => {
    close();
    await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    onFirst?.();
  };
  return (
    <Section title={secondStepText.title} hint={secondStepText.hint}>
      {answer.isPending ? <RowBones rows={2} height={44} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && factors.length === 0 ? <p className={classes.quiet}>{secondStepText.none}</p> : null}
      {factors.length > 0 ? <Factors factors={factors} onDo={(what, factor) => setDoing({ what, factor })} /> : null}
      {factors.length > 0 ? (
        <div className={classes.row}>
          <span className={classes.quiet}>
            {secondStepText.recovery(left)}
            {left < FEW ? `. ${secondStepText.fewLeft}` : ""}
          </span>
          <Button variant="default" size="compact-sm" onClick={() => setDoing({ what: "new codes" })}>
            {secondStepText.newCodes}
          </Button>
        </div>
      ) : null}
      <div className={classes.row}>
        <Button variant="default" leftSection={<IconDeviceMobile size={15} aria-hidden />} onClick={() => setDoing({ what: "code" })}>
          {secondStepText.addCode}
        </Button>
        {canUsePasskeys() ? (
          <Button variant="default" leftSection={<IconFingerprint size={15} aria-hidden />} onClick={() => setDoing({ what: "passkey" })}>
            {secondStepText.addPasskey}
          </Button>
        ) : (
          <span className={classes.quiet}>{proofText.needsName}</span>
        )}
      </div>
      {doing?.what === "code" ? <AddCode onAdded={added} onClose={close} /> : null}
      {doing?.what === "passkey" ? <AddPasskey onAdded={added} onClose={close} /> : null}
      {doing?.what === "new codes" ? <NewRecoveryCodes onMade={(codes) => setDoing({ what: "codes", codes })} onClose={close} /> : null}
      {doing?.what === "codes" ? <RecoveryCodes codes={doing.codes} onKept={() => void kept()} /> : null}
      {doing?.what === "name" ? <NameFactor factor={doing.factor} onNamed={() => (changed(secondStepText.renamed), close())} onClose={close} /> : null}
      {doing?.what === "remove" ? <Remove factor={doing.factor} isLast={factors.length === 1} onGone={changed} onClose={close} /> : null}
    </Section>
  );
}

interface FactorsProps {
  readonly factors: readonly Factor[];
  readonly onDo: (what: "name" | "remove", factor: Factor) => void;
}

function Factors({ factors, onDo }: FactorsProps) {
  const now = useNow(60_000);
  const used = (factor: Factor): string => (factor.last_used_at === null ? secondStepText.notUsed : ago(new Date(factor.last_used_at), now));
  const buttons = (factor: Factor) => (
    <span className={classes.doing}>
      <Button variant="default" size="compact-sm" aria-label={`${secondStepText.rename} ${factor.name}`} onClick={() => onDo("name", factor)}>
        {secondStepText.rename}
      </Button>
      <Button variant="default" size="compact-sm" aria-label={`${secondStepText.remove} ${factor.name}`} onClick={() => onDo("remove", factor)}>
        {secondStepText.remove}
      </Button>
    </span>
  );
  const columns: readonly DataColumn<Factor>[] = [
    { id: "name", head: secondStepText.name, cell: (factor) => factor.name },
    { id: "kind", head: secondStepText.kind, cell: (factor) => secondStepText.kinds[factor.kind] },
    { id: "added", head: secondStepText.added, wideOnly: true, cell: (factor) => ago(new Date(factor.created_at), now) },
    { id: "used", head: secondStepText.used, cell: used },
    { id: "do", head: secondStepText.actions, align: "right", cell: buttons },
  ];
  return (
    <DataTable
      caption={secondStepText.title}
      rows={factors}
      columns={columns}
      rowKey={(factor) => factor.id}
      card={(factor) => (
        <div className={classes.card}>
          <span>{factor.name}</span>
          {buttons(factor)}
          <span className={classes.quiet}>
            {secondStepText.kinds[factor.kind]}, {used(factor)}
          </span>
        </div>
      )}
    />
  );
}

interface RemoveProps {
  readonly factor: Factor;
  readonly isLast: boolean;
  readonly onGone: (text: string) => void;
  readonly onClose: () => void;
}

function Remove({ factor, isLast, onGone, onClose }: RemoveProps) {
  const go = useMutation({
    mutationFn: () => removeFactor(factor.id),
    onSuccess: () => {
      onGone(secondStepText.removed(factor.name));
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onClose();
    },
  });
  const text = isLast ? secondStepText.removeLastText : secondStepText.removeText;
  return <ConfirmDanger title={secondStepText.removeTitle(factor.name)} text={text} cancel={secondStepText.cancel} confirm={secondStepText.remove} go={go} onClose={onClose} />;
}
