import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { signOut } from "@/api/session";
import { useSession } from "@/app/view";
import { accountText } from "@/i18n/account";
import { shellText } from "@/i18n/shell";
import classes from "./OrganisationMenu.module.css";
import account from "./AccountMenu.module.css";

const THEMES = [
  ["light", shellText.light, IconSun],
  ["dark", shellText.dark, IconMoon],
  ["auto", shellText.system, IconDeviceDesktop],
] as const;

export function AccountMenu({ compact = false }: { readonly compact?: boolean }) {
  const { user, version } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({ mutationFn: signOut, onSettled: () => location.assign("/sign-in") });
  const name = user.name ?? user.email;
  return (
    <Menu position={compact ? "bottom-end" : "top-start"} width={232}>
      <Menu.Target>
        <button type="button" className={compact ? account.round : classes.target}>
          <span className={account.face} aria-hidden>
            {initials(name)}
          </span>
          <span className="sr">{shellText.account}: </span>
          <span className={compact ? "sr" : account.name}>{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email}, {user.role}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{shellText.theme}</Menu.Label>
        {THEMES.map(([key, label, Icon]) => (
          <Menu.Item
            key={key}
            leftSection={<Icon size={15} aria-hidden />}
            rightSection={colorScheme === key ? <IconCheck size={14} aria-label="chosen" /> : null}
            onClick={() => setColorScheme(key)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={15} aria-hidden />}>
          {accountText.title}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => leave.mutate()}>
          {shellText.signOut}
        </Menu.Item>
        <Menu.Label>
          {shellText.product} {version}
        </Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => word.slice(0, 1).toUpperCase()).join("");
}
