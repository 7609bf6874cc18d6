/** ⌘K: one field over orders, customers, products and pages. Arrow keys move, Enter opens. */
import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useState, type KeyboardEvent, type RefObject } from "react";
import { searchAll } from "@/api/orders";
import { hitsOf, pageHits, type Hit } from "@/app/shell/searchHits";
import { usePlaces } from "@/app/shell/Sidebar";
import type { TypedAhead } from "@/app/shell/typedAhead";
import { useSession } from "@/app/view";
import { shellText } from "@/i18n/shell";
import classes from "./SearchPalette.module.css";

interface SearchPaletteProps {
  readonly onClose: () => void;
  /** What was typed before this could be shown. */
  readonly typed: RefObject<TypedAhead | null>;
}

export default function SearchPalette({ onClose, typed }: SearchPaletteProps) {
  const session = useSession();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const receive = useCallback(() => {
    const ahead = typed.current?.take() ?? "";
    typed.current = null;
    if (ahead !== "") setText((now) => ahead + now);
  }, [typed]);
  const [q] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }) => searchAll(q, signal),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const places = [...usePlaces("sales"), ...usePlaces("data")];
  const things = found.data && q !== "" ? hitsOf(found.data, session.stores) : [];
  const hits = [...things, ...pageHits(places, q)];
  const open = (hit: Hit): void => {
    onClose();
    if (hit.to === "page") void navigate({ to: hit.id });
    else if (hit.to === "order") void navigate({ to: "/orders/$orderId", params: { orderId: hit.id } });
    else if (hit.to === "customer") void navigate({ to: "/customers/$customerId", params: { customerId: hit.id } });
    else void navigate({ to: "/products/$productId", params: { productId: hit.id } });
  };
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const hit = hits[at];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setAt((at + step + hits.length) % hits.length);
    } else if (event.key === "Enter" && hit) open(hit);
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} centered={false} yOffset="12vh" size={600} padding={0} attributes={{ content: { "aria-label": shellText.search } }}>
      <input
        className={classes.field}
        data-autofocus
        onFocus={receive}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={hits[at] ? `hit-${at}` : undefined}
        aria-label={shellText.searchHint}
        placeholder={shellText.searchHint}
        value={text}
        onKeyDown={keys}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <ul id="search-hits" role="listbox" aria-label={shellText.searchHint} className={classes.hits}>
        {hits.map((hit, index) => (
          <li
            key={`${hit.group}${hit.id}`}
            id={`hit-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.hit}
            onMouseMove={() => setAt(index)}
            onClick={() => open(hit)}
          >
            <span className={classes.group}>{hit.group}</span>
            <span className={classes.title}>{hit.title}</span>
            <span className={classes.aside}>{hit.aside}</span>
          </li>
        ))}
      </ul>
      <p className={classes.note} aria-live="polite">
        {q === "" ? shellText.searchStart : things.length === 0 && hits.length > 0 && !found.isFetching ? "" : hits.length === 0 && !found.isFetching ? shellText.searchEmpty(q) : found.data ? `${things.length} found in ${found.data.elapsed_ms} ms` : "Searching…"}
      </p>
    </Modal>
  );
}
