import { Menu } from "@mantine/core";
import { IconDots, IconFileImport, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Store } from "@/api/stores";
import { storesText } from "@/i18n/stores";
import tile from "@/board/Tile.module.css";

interface StoreMenuProps {
  readonly store: Store;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

export function StoreMenu({ store, onEdit, onDelete }: StoreMenuProps) {
  return (
    <Menu position="bottom-end" width={188}>
      <Menu.Target>
        <button type="button" className={tile.tool} aria-label={storesText.more(store.name)}>
          <IconDots size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>
          {storesText.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileImport size={15} aria-hidden />} renderRoot={(props) => <Link to="/imports" {...props} />}>
          {storesText.importFile}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={onDelete}>
          {storesText.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
