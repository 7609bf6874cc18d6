import { Link } from "@tanstack/react-router";
import { rolesText } from "@/i18n/people";
import classes from "./people.module.css";

/** Two sides of one thing: who, and what that means. */
export function PeopleTabs() {
  return (
    <nav className={classes.tabs} aria-label={rolesText.people}>
      <Link to="/people" activeOptions={{ exact: true, includeSearch: false }} activeProps={{ "aria-current": "page" }}>
        {rolesText.people}
      </Link>
      <Link to="/roles" activeProps={{ "aria-current": "page" }}>
        {rolesText.roles}
      </Link>
    </nav>
  );
}
