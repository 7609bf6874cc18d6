/** Where an issuer sends people back to: finishes signing in with what it sent. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { secondStep, type ProofMethod } from "@/api/proof";
import type { FirstStep } from "@/api/session";
import { comeBack } from "@/api/singleSignOn";
import { ProofForm } from "@/features/session/ProofForm";
import { proofText } from "@/i18n/secondStep";
import { sessionText } from "@/i18n/session";
import { shellText } from "@/i18n/shell";
import { singleSignOnText } from "@/i18n/singleSignOn";
import classes from "./SignInPage.module.css";

/** Taken once and out of the address, so that nothing keeps the code. */
function takeAnswer(): URLSearchParams {
  const answer = new URLSearchParams(location.search);
  history.replaceState(null, "", location.pathname);
  return answer;
}

let taken: URLSearchParams | null = null;

function nextPage(): string {
  const next = sessionStorage.getItem("comptoir-next") ?? "/";
  sessionStorage.removeItem("comptoir-next");
  return /^\/(?!\/)/.test(next) ? next : "/";
}

export function ProviderPage() {
  const [due, setDue] = useState<readonly ProofMethod[] | null>(null);
  const enter = (): void => location.assign(nextPage());
  const finish = useMutation({
    mutationFn: (answer: URLSearchParams) => comeBack(answer.get("state") ?? "", answer.get("code") ?? ""),
    onSuccess: (step: FirstStep) => (step.second_step ? setDue(step.second_step.methods) : enter()),
  });
  const { mutate } = finish;
  const [stopped, setStopped] = useState<string | null>(null);
  useEffect(() => {
    if (taken !== null) return;
    taken = takeAnswer();
    const why = taken.get("error_description") ?? taken.get("error");
    if (why === null) mutate(taken);
    else setStopped(why.slice(0, 200));
  }, [mutate]);
  const refused = stopped === null ? finish.error?.message : singleSignOnText.stopped(stopped);
  return (
    <main className={classes.page}>
      <title>{`${sessionText.title} · ${shellText.product}`}</title>
      <div className={classes.box}>
        <p className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} /> {shellText.product}
        </p>
        <h1 className={classes.title}>{due ? proofText.title : sessionText.title}</h1>
        {due ? <ProofForm methods={due} door={secondStep} submit={proofText.enter} onDone={enter} /> : null}
        {due === null && refused === undefined ? <p role="status">{singleSignOnText.returning}</p> : null}
        {refused === undefined ? null : (
          <>
            <p role="alert" className={classes.refusal}>
              {refused}
            </p>
            <a href="/sign-in">{singleSignOnText.back}</a>
          </>
        )}
      </div>
    </main>
  );
}
