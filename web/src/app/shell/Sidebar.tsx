import { IconActivity, IconFileImport, IconKeyboard, IconLayoutDashboard, IconLayoutGrid, IconMathFunction, IconReceipt, IconUserShield, IconShieldLock, IconBuildingStore, IconTag, IconTargetArrow, IconUsers, IconZoomQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { AccountMenu } from "@/app/shell/AccountMenu";
import { Favourites } from "@/app/shell/Favourites";
import { OrganisationMenu } from "@/app/shell/OrganisationMenu";
import { useMay, useSession } from "@/app/view";
import { shellText } from "@/i18n/shell";
import classes from "./Sidebar.module.css";

const ICON = { size: 17, stroke: 1.7, "aria-hidden": true } as const;

export const PLACES = [
  { to: "/", label: shellText.overview, Icon: IconLayoutDashboard, group: "sales" },
  { to: "/boards", label: shellText.boards, Icon: IconLayoutGrid, group: "sales" },
  { to: "/explore", label: shellText.explore, Icon: IconZoomQuestion, group: "sales" },
  { to: "/orders", label: shellText.orders, Icon: IconReceipt, group: "sales" },
  { to: "/products", label: shellText.products, Icon: IconTag, group: "sales" },
  { to: "/customers", label: shellText.customers, Icon: IconUsers, group: "sales" },
  { to: "/definitions", label: shellText.definitions, Icon: IconMathFunction, group: "data" },
  { to: "/targets", label: shellText.targets, Icon: IconTargetArrow, group: "data" },
  { to: "/imports", label: shellText.imports, Icon: IconFileImport, group: "data" },
  { to: "/stores", label: shellText.stores, Icon: IconBuildingStore, group: "data" },
  { to: "/people", label: shellText.people, Icon: IconUserShield, group: "data" },
  { to: "/security", label: shellText.security, Icon: IconShieldLock, group: "data" },
  { to: "/system", label: shellText.systemPage, Icon: IconActivity, group: "data" },
] as const;

type Group = "sales" | "data";

const NEEDS: Readonly<Record<string, string>> = { "/boards": "boards:read", "/products": "products:read", "/customers": "customers:read", "/people": "users:read", "/security": "audit:read", "/system": "system:read" };

/** The places of a group that the person has a right to. */
export function usePlaces(group: Group): readonly (typeof PLACES)[number][] {
  const may = useMay();
  return PLACES.filter((place) => {
    const needed = NEEDS[place.to];
    return place.group === group && (needed === undefined || may(needed));
  });
}

export function Sidebar({ onKeyboard }: { readonly onKeyboard: () => void }) {
  const { organisation } = useSession();
  return (
    <aside className={classes.bar}>
      <OrganisationMenu />
      <nav aria-label={shellText.navigation} className={classes.nav}>
        <Places group="sales" />
        <p className={classes.group}>{shellText.data}</p>
        <Places group="data" />
      </nav>
      <div className={classes.foot}>
        {organisation.is_demo ? (
          <Link to="/start" className={classes.own}>
            {shellText.ownData}
          </Link>
        ) : null}
        <button type="button" className={classes.item} onClick={onKeyboard}>
          <IconKeyboard {...ICON} />
          {shellText.keyboard}
          <kbd className={classes.key}>?</kbd>
        </button>
        <AccountMenu />
      </div>
    </aside>
  );
}

function Places({ group }: { readonly group: Group }) {
  const seen = usePlaces(group);
  return (
    <ul className={classes.list}>
      {seen.map(({ to, label, Icon }) => (
        <li key={to}>
          <Link to={to} className={classes.item} activeOptions={{ exact: to === "/" || to === "/boards", includeSearch: false }} activeProps={{ "aria-current": "page" }}>
            <Icon {...ICON} />
            {label}
          </Link>
          {to === "/boards" ? <Favourites /> : null}
        </li>
      ))}
    </ul>
  );
}
