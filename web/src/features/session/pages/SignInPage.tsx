/** The door: a password, a passkey, or the single-use link that `comptoir user link` prints; then the second step. */
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { secondStep, type ProofMethod } from "@/api/proof";
import { signInWithLink, type FirstStep } from "@/api/session";
import { PasskeyButton } from "@/features/session/PasskeyButton";
import { PasswordForm } from "@/features/session/PasswordForm";
import { ProofForm } from "@/features/session/ProofForm";
import { Ways } from "@/features/session/Ways";
import { proofText } from "@/i18n/secondStep";
import { sessionText } from "@/i18n/session";
import { shellText } from "@/i18n/shell";
import { canUsePasskeys } from "@/lib/passkeys";
import classes from "./SignInPage.module.css";

/** The token rides in the fragment, which browsers send to nobody. */
function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

const token = takeToken();
let used = false;

export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const [due, setDue] = useState<readonly ProofMethod[] | null>(null);
  const enter = (): void => location.assign(next ?? "/");
  const after = (step: FirstStep): void => (step.second_step ? setDue(step.second_step.methods) : enter());
  const link = useMutation({ mutationFn: signInWithLink, onSuccess: after });
  const { mutate } = link;
  useEffect(() => {
    if (token === null || used) return;
    used = true;
    mutate(token);
  }, [mutate]);
  return (
    <main className={classes.page}>
      <title>{`${sessionText.title} · ${shellText.product}`}</title>
      <div className={classes.box}>
        <p className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} /> {shellText.product}
        </p>
        <h1 className={classes.title}>{due ? proofText.title : sessionText.title}</h1>
        {due ? <SecondStepDue methods={due} onEnter={enter} onBack={() => setDue(null)} /> : null}
        {due === null && link.isPending ? <p role="status">{sessionText.usingLink}</p> : null}
        {link.isError ? (
          <p role="alert" className={classes.refusal}>
            {sessionText.linkFailed}
          </p>
        ) : null}
        {due === null ? <FirstStepForms next={next ?? "/"} onEnter={enter} onPassword={after} /> : null}
      </div>
    </main>
  );
}

interface FirstStepFormsProps {
  readonly next: string;
  readonly onEnter: () => void;
  readonly onPassword: (step: FirstStep) => void;
}

function FirstStepForms({ next, onEnter, onPassword }: FirstStepFormsProps) {
  return (
    <>
      <PasswordForm onEnter={onPassword} />
      {canUsePasskeys() ? (
        <>
          <p className={classes.or}>{proofText.or}</p>
          <PasskeyButton onEnter={onEnter} />
        </>
      ) : null}
      <Ways next={next} />
      <section className={classes.first}>
        <h2>{sessionText.firstTitle}</h2>
        <p>{sessionText.first}</p>
        <code className={classes.command}>{sessionText.command}</code>
      </section>
    </>
  );
}

interface SecondStepDueProps {
  readonly methods: readonly ProofMethod[];
  readonly onEnter: () => void;
  readonly onBack: () => void;
}

function SecondStepDue({ methods, onEnter, onBack }: SecondStepDueProps) {
  return (
    <>
      <ProofForm methods={methods} door={secondStep} submit={proofText.enter} onDone={onEnter} />
      <div className={classes.first}>
        <button type="button" className={classes.back} onClick={onBack}>
          {proofText.back}
        </button>
      </div>
    </>
  );
}
