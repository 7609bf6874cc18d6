/** The door: a password, or the single-use link that `comptoir user link` prints. */
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { signInWithLink } from "@/api/session";
import { PasswordForm } from "@/features/session/PasswordForm";
import { sessionText } from "@/i18n/session";
import { shellText } from "@/i18n/shell";
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
  const enter = (): void => location.assign(next ?? "/");
  const link = useMutation({ mutationFn: signInWithLink, onSuccess: enter });
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
        <h1 className={classes.title}>{sessionText.title}</h1>
        {link.isPending ? <p role="status">{sessionText.usingLink}</p> : null}
        {link.isError ? (
          <p role="alert" className={classes.refusal}>
            {sessionText.linkFailed}
          </p>
        ) : null}
        <PasswordForm onEnter={enter} />
        <section className={classes.first}>
          <h2>{sessionText.firstTitle}</h2>
          <p>{sessionText.first}</p>
          <code className={classes.command}>{sessionText.command}</code>
        </section>
      </div>
    </main>
  );
}
