import { useEffect, useRef, useState } from "react";

const PULSE_MS = 600;

/** True for 600 ms after a value that was already shown changes. */
export function usePulse(value: string | null): boolean {
  const before = useRef(value);
  const [pulse, setPulse] = useState(false);
  useEffect(() => {
    if (before.current === value) return undefined;
    const first = before.current === null;
    before.current = value;
    if (first) return undefined;
    setPulse(true);
    const timer = setTimeout(() => setPulse(false), PULSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return pulse;
}
