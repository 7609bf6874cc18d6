/** Where somebody adds the second step that their organisation demands; the panel opens right after. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { signOut } from "@/api/session";
import { StepUp } from "@/app/shell/StepUp";
import { useSession } from "@/app/view";
import { SecondStep } from "@/features/account/SecondStep";
import { secondStepText } from "@/i18n/secondStep";
import { shellText } from "@/i18n/shell";
import classes from "./SecondStepPage.module.css";

export function SecondStepPage() {
  const { organisation } = useSession();
  const leave = useMutation({ mutationFn: signOut, onSettled: () => location.assign("/sign-in") });
  return (
    <main className={classes.page}>
      <title>{`${secondStepText.due} · ${shellText.product}`}</title>
      <h1 className={classes.title}>{secondStepText.due}</h1>
      <p className={classes.lead}>{secondStepText.dueText(organisation.name)}</p>
      <SecondStep onFirst={() => location.assign("/")} />
      <div>
        <Button variant="subtle" loading={leave.isPending} onClick={() => leave.mutate()}>
          {secondStepText.signOut}
        </Button>
      </div>
      <StepUp />
    </main>
  );
}
