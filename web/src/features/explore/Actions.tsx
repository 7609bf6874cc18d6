/** What can be made of an answer: a tile, a file, a link. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload, IconLayoutGridAdd, IconLink, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { saveBlob } from "@/api/client";
import { exportQuery, type ExportFormat } from "@/api/query";
import { useMay, useSession } from "@/app/view";
import { tableOf, type Exploration } from "@/features/explore/state";
import { exploreText, saveText } from "@/i18n/explore";
import { shellText } from "@/i18n/shell";
import type { TileKind } from "@/tiles/model";
import { questionOf } from "@/tiles/question";
import type { TileView } from "@/tiles/settle";
import type { Names } from "@/tiles/vocabulary";
import { announce } from "@/ui/Announcer";

const SaveTile = lazy(() => import("@/features/explore/SaveTile"));

interface ActionsProps {
  readonly state: Exploration;
  readonly kind: TileKind;
  readonly view: TileView;
  readonly names: Names;
  readonly title: string;
  /** All of them behind one button. */
  readonly compact: boolean;
}

const FORMATS = Object.keys(exploreText.exportAs) as ExportFormat[];

async function copyLink(): Promise<void> {
  await navigator.clipboard.writeText(location.href);
  announce(exploreText.copied);
}

export function Actions({ compact, ...asked }: ActionsProps) {
  const { state, kind, view, names, title } = asked;
  const [saving, setSaving] = useState(false);
  const mayEdit = useMay()("boards:edit");
  const file = useFile(state, view, names, title);
  const offered: Offered = { rows: state.rows, mayEdit, why: mayEdit ? undefined : shellText.needsPermission(saveText.mayNot), busy: file.isPending, onSave: () => setSaving(true), onFile: file.mutate };
  return (
    <>
      {compact ? <OneMenu {...offered} /> : <Buttons {...offered} />}
      <Suspense>{saving ? <SaveTile state={state} kind={kind} names={names} title={title} onClose={() => setSaving(false)} /> : null}</Suspense>
    </>
  );
}

interface Offered {
  /** Source rows are no tile and no file. */
  readonly rows: boolean;
  readonly mayEdit: boolean;
  readonly why: string | undefined;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onFile: (format: ExportFormat) => void;
}

function Buttons({ rows, mayEdit, why, busy, onSave, onFile }: Offered) {
  return (
    <>
      <Button variant="default" leftSection={<IconLink size={15} aria-hidden />} onClick={() => void copyLink()}>
        {exploreText.copy}
      </Button>
      {rows ? null : (
        <>
          <Menu position="bottom-end" width={160}>
            <Menu.Target>
              <Button variant="default" loading={busy} leftSection={<IconDownload size={15} aria-hidden />} rightSection={<IconChevronDown size={14} aria-hidden />}>
                {exploreText.export}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {FORMATS.map((format) => (
                <Menu.Item key={format} onClick={() => onFile(format)}>
                  {exploreText.exportAs[format]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button disabled={!mayEdit} title={why} leftSection={<IconLayoutGridAdd size={15} aria-hidden />} onClick={onSave}>
            {exploreText.save}
          </Button>
        </>
      )}
    </>
  );
}

function OneMenu({ rows, mayEdit, why, busy, onSave, onFile }: Offered) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button variant="default" loading={busy} rightSection={<IconChevronDown size={14} aria-hidden />}>
          {exploreText.more}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {rows ? null : (
          <Menu.Item disabled={!mayEdit} title={why} leftSection={<IconLayoutGridAdd size={15} aria-hidden />} onClick={onSave}>
            {exploreText.save}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLink size={15} aria-hidden />} onClick={() => void copyLink()}>
          {exploreText.copy}
        </Menu.Item>
        {rows
          ? null
          : FORMATS.map((format) => (
              <Menu.Item key={format} leftSection={<IconDownload size={15} aria-hidden />} onClick={() => onFile(format)}>
                {exploreText.exportNamed(exploreText.exportAs[format])}
              </Menu.Item>
            ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/explore" leftSection={<IconX size={15} aria-hidden />}>
          {exploreText.clear}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Every row of the answer, not only those shown; what somebody cut is cut in the file as well. */
function useFile(state: Exploration, view: TileView, names: Names, title: string) {
  const { organisation } = useSession();
  const name = `${organisation.is_demo ? "demo-" : ""}${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "").slice(0, 80) || "explorer"}`;
  return useMutation({
    mutationFn: async (format: ExportFormat) => {
      announce(exploreText.exporting);
      const { limit: _, ...whole } = questionOf(tableOf(state, names.metric), view)?.query ?? { metrics: state.metrics };
      return { format, blob: await exportQuery(state.top === undefined ? whole : { ...whole, limit: state.top }, format) };
    },
    onSuccess: ({ format, blob }) => {
      saveBlob(blob, `${name}.${format}`);
      announce(exploreText.exported(`${name}.${format}`));
    },
    onError: (error) => announce(exploreText.notExported(error.message)),
  });
}
