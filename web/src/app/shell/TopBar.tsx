/** Which stores, which days, against what, in which currency: the same four questions on every page that shows figures. */
import { IconSearch } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { AccountMenu } from "@/app/shell/AccountMenu";
import { ComparePicker } from "@/app/shell/ComparePicker";
import { CurrencyPicker } from "@/app/shell/CurrencyPicker";
import { LiveStatus } from "@/app/shell/LiveStatus";
import { PeriodPicker } from "@/app/shell/PeriodPicker";
import { StorePicker } from "@/app/shell/StorePicker";
import { useSession, useView } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { zoneLabel } from "@/lib/clock";
import { DemoBadge } from "@/ui/DemoBadge";
import classes from "./TopBar.module.css";

/** Figures ask all four questions, lists only which stores and days, other pages none. */
const PICKERS: Readonly<Record<string, "all" | "list">> = { "/": "all", "/explore": "all", "/orders": "list", "/stores": "all", "/products": "all", "/customers": "all" };

/** One product or customer is asked what all of them are. */
const asked = (path: string): "all" | "list" | "none" =>
  PICKERS[path] ?? (path.startsWith("/boards/") ? "all" : (PICKERS[path.replace(/^(\/(?:products|customers))\/.+$/, "$1")] ?? "none"));

export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const { organisation } = useSession();
  const asks = useLocation({ select: (location) => asked(location.pathname) });
  return (
    <header className={classes.head}>
      <div className={classes.phone}>
        <Link to="/" className={classes.name}>
          {organisation.name}
        </Link>
        {organisation.is_demo ? <DemoBadge /> : null}
        {organisation.is_demo ? (
          <Link to="/start" className={classes.own}>
            {shellText.ownData}
          </Link>
        ) : null}
        <span className={classes.spring} />
        <button type="button" className={classes.icon} onClick={onSearch} aria-label={shellText.search}>
          <IconSearch size={19} aria-hidden />
        </button>
        <AccountMenu compact />
      </div>
      <div className={classes.bar} role="group" aria-label="What is in view" data-asks={asks}>
        {asks === "none" ? null : (
          <>
            <StorePicker />
            <PeriodPicker />
          </>
        )}
        {asks === "all" ? (
          <>
            <ComparePicker />
            <CurrencyPicker />
          </>
        ) : null}
        {asks === "none" ? null : <Zone />}
        <span className={classes.spring} />
        <button type="button" className={classes.search} onClick={onSearch}>
          <IconSearch size={15} aria-hidden />
          {shellText.search}
          <kbd className={classes.key}>⌘K</kbd>
        </button>
        {asks === "all" ? <LiveStatus /> : null}
      </div>
    </header>
  );
}

function Zone() {
  const view = useView();
  return <span className={classes.zone}>{view.oneZone ? shellText.zoneOne(zoneLabel(view.zone)) : shellText.zoneMany}</span>;
}
