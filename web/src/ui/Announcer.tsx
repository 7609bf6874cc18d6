/** One polite live region: what changed is said to those who do not see it, and shown for a moment to those who do. */
import { useEffect, useState, useSyncExternalStore } from "react";
import classes from "./Announcer.module.css";

interface Message {
  readonly text: string;
  readonly id: number;
}

let message: Message | null = null;
const listeners = new Set<() => void>();

export function announce(text: string): void {
  message = { text, id: (message?.id ?? 0) + 1 };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const current = useSyncExternalStore(subscribe, () => message);
  const [shown, setShown] = useState<Message | null>(null);
  useEffect(() => {
    if (!current) return undefined;
    setShown(current);
    const timer = setTimeout(() => setShown(null), 5000);
    return () => clearTimeout(timer);
  }, [current]);
  return (
    <div role="status" aria-live="polite" className={shown ? classes.shown : "sr"}>
      {shown?.text}
    </div>
  );
}
