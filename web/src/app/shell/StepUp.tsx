/** Stands ready to ask who is there, where the server wants to know before a dangerous act. */
import { lazy, Suspense, useEffect, useState } from "react";
import { askForProof } from "@/api/client";

const StepUpDialog = lazy(() => import("@/features/session/StepUpDialog"));

type Answer = (isProven: boolean) => void;

export function StepUp() {
  const [waiting, setWaiting] = useState<readonly Answer[]>([]);
  useEffect(() => {
    askForProof(() => new Promise((resolve) => setWaiting((old) => [...old, resolve])));
    return () => askForProof(null);
  }, []);
  if (waiting.length === 0) return null;
  const end = (isProven: boolean): void => {
    for (const answer of waiting) answer(isProven);
    setWaiting([]);
  };
  return (
    <Suspense>
      <StepUpDialog onEnd={end} />
    </Suspense>
  );
}
