/** Letters typed after the search was asked for and before its field has the focus: kept, and handed to the field. */

export interface TypedAhead {
  /** Ends the listening and returns what was typed. */
  readonly take: () => string;
}

const LONGEST_MS = 5_000;

export function typedAhead(target: EventTarget = window): TypedAhead {
  let text = "";
  const listen = (event: Event): void => {
    const { key, ctrlKey, metaKey, altKey } = event as KeyboardEvent;
    if (ctrlKey || metaKey || altKey) return;
    if (key === "Backspace") text = text.slice(0, -1);
    else if (key.length === 1) text += key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const end = (): void => target.removeEventListener("keydown", listen, { capture: true });
  target.addEventListener("keydown", listen, { capture: true });
  const timer = setTimeout(end, LONGEST_MS);
  return {
    take: () => {
      clearTimeout(timer);
      end();
      return text;
    },
  };
}
