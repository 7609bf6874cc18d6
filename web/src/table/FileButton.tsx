import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { listText } from "@/i18n/lists";

/** A whole list as it is filtered and sorted; the server streams it and the browser writes it to disk. */
export function FileButton({ file, disabled }: { readonly file: string; readonly disabled: boolean }) {
  const icon = <IconDownload size={15} aria-hidden />;
  return disabled ? (
    <Button variant="default" disabled leftSection={icon}>
      {listText.export}
    </Button>
  ) : (
    <Button variant="default" leftSection={icon} renderRoot={(props) => <a {...props} href={file} download />}>
      {listText.export}
    </Button>
  );
}
