/** The frame of every page: navigation, pickers, search, state of the data. */
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { DemoBanner } from "@/app/shell/DemoBanner";
import { NewDevices } from "@/app/shell/NewDevices";
import { PhoneNav } from "@/app/shell/PhoneNav";
import { Sidebar } from "@/app/shell/Sidebar";
import { StepUp } from "@/app/shell/StepUp";
import { TopBar } from "@/app/shell/TopBar";
import { typedAhead, type TypedAhead } from "@/app/shell/typedAhead";
import { useStepPeriod } from "@/app/shell/useStepPeriod";
import { ExplainProvider } from "@/board/explain";
import { shellText } from "@/i18n/shell";
import { useShortcuts } from "@/lib/useShortcuts";
import classes from "./Shell.module.css";

const SearchPalette = lazy(() => import("@/app/shell/SearchPalette"));
const KeyboardSheet = lazy(() => import("@/app/shell/KeyboardSheet"));

export function Shell() {
  const [open, setOpen] = useState<"search" | "keyboard" | null>(null);
  const navigate = useNavigate();
  const step = useStepPeriod();
  const ahead = useRef<TypedAhead | null>(null);
  const search = (): void => {
    // The palette is fetched when it is first asked for; nothing typed meanwhile is lost.
    if (open !== "search") ahead.current = typedAhead();
    setOpen("search");
  };
  const go = (to: "/" | "/boards" | "/explore" | "/orders" | "/products" | "/customers" | "/imports" | "/stores" | "/system") => () => void navigate({ to });
  useShortcuts({
    "mod+k": search,
    "/": search,
    "?": () => setOpen("keyboard"),
    "[": () => step(-1),
    "]": () => step(1),
    "g o": go("/orders"),
    "g b": go("/boards"),
    "g e": go("/explore"),
    "g p": go("/products"),
    "g c": go("/customers"),
    "g h": go("/"),
    "g i": go("/imports"),
    "g s": go("/stores"),
    "g y": go("/system"),
  });
  const close = () => setOpen(null);
  return (
    <ExplainProvider>
      <a className={classes.skip} href="#main">
        {shellText.skip}
      </a>
      <div className={classes.frame}>
        <Sidebar onKeyboard={() => setOpen("keyboard")} />
        <div className={classes.column}>
          <TopBar onSearch={search} />
          <DemoBanner />
          <NewDevices />
          <main id="main" className={classes.main} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <PhoneNav />
      </div>
      <Suspense>
        {open === "search" ? <SearchPalette onClose={close} typed={ahead} /> : null}
        {open === "keyboard" ? <KeyboardSheet onClose={close} /> : null}
      </Suspense>
      <StepUp />
    </ExplainProvider>
  );
}
