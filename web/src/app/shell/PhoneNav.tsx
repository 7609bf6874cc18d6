import { Link } from "@tanstack/react-router";
import { DESK_ONLY, PLACES } from "@/app/shell/Sidebar";
import { shellText } from "@/i18n/shell";
import classes from "./PhoneNav.module.css";

/** The four places under the thumb. */
export function PhoneNav() {
  return (
    <nav className={classes.bar} aria-label={shellText.navigation}>
      {PLACES.filter((place) => !DESK_ONLY.has(place.to)).map(({ to, label, Icon }) => (
        <Link key={to} to={to} className={classes.item} activeOptions={{ exact: to === "/", includeSearch: false }} activeProps={{ "aria-current": "page" }}>
          <Icon size={20} stroke={1.7} aria-hidden />
          {label}
        </Link>
      ))}
    </nav>
  );
}
