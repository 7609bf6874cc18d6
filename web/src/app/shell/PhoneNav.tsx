import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { usePlaces } from "@/app/shell/Sidebar";
import { shellText } from "@/i18n/shell";
import classes from "./PhoneNav.module.css";

const DAILY = new Set(["/", "/boards", "/orders", "/products"]);

/** What is looked at every day under the thumb, the rest one tap further. */
export function PhoneNav() {
  const sales = usePlaces("sales");
  const daily = sales.filter(({ to }) => DAILY.has(to));
  const others = [...sales.filter(({ to }) => !DAILY.has(to)), ...usePlaces("data")];
  return (
    <nav className={classes.bar} aria-label={shellText.navigation}>
      {daily.map(({ to, label, Icon }) => (
        <Link key={to} to={to} className={classes.item} activeOptions={{ exact: to === "/", includeSearch: false }} activeProps={{ "aria-current": "page" }}>
          <Icon size={20} stroke={1.7} aria-hidden />
          {label}
        </Link>
      ))}
      <Menu position="top-end" width={200}>
        <Menu.Target>
          <button type="button" className={classes.item}>
            <IconDots size={20} stroke={1.7} aria-hidden />
            {shellText.more}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(({ to, label, Icon }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} aria-hidden />}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
