/** The form of a tile beside the board: every change is seen on the board at once and undone with it. */
import { Button, Drawer, Select, Textarea, TextInput } from "@mantine/core";
import { useId } from "react";
import { asKind, findKinds, formOf } from "@/features/boards/kinds";
import { changeTile } from "@/features/boards/model/edits";
import { OptionFields } from "@/features/boards/OptionFields";
import { QuestionFields } from "@/features/boards/QuestionFields";
import { SettingsFields } from "@/features/boards/SettingsFields";
import type { Edit } from "@/features/boards/useDraft";
import { useTitle } from "@/features/boards/useTitle";
import { questionText } from "@/i18n/boardEditing";
import { shellText } from "@/i18n/shell";
import { KINDS, type Document, type Options, type Settings, type Tile } from "@/tiles/model";
import classes from "./form.module.css";

interface TileDrawerProps {
  readonly tile: Tile;
  readonly document: Document;
  readonly edit: Edit;
  readonly onClose: () => void;
}

type Change = Partial<Omit<Tile, "id">>;

/** Absent rather than empty, as the server keeps it. */
const orAbsent = <T extends object>(value: T): T | undefined => (Object.values(value).some((one) => one !== undefined) ? value : undefined);

export function TileDrawer({ tile, edit, onClose }: TileDrawerProps) {
  const session = useId();
  const form = formOf(tile.kind);
  const change = (part: Change, group?: string): void => edit((document) => changeTile(document, tile.id, part), group === undefined ? undefined : `${session}-${group}`);
  const become = (kind: string | null): void => {
    const next = KINDS.find((one) => one === kind);
    if (next !== undefined && next !== tile.kind) change({ kind: next, ...asKind(next, tile.query, tile.options) });
  };
  const option = (part: Partial<Options>): void => change({ options: orAbsent({ ...tile.options, ...part }) }, "markdown" in part ? "markdown" : undefined);
  const made = useTitle()({ ...tile, title: undefined });
  return (
    <Drawer opened onClose={onClose} position="right" size={420} withOverlay={false} lockScroll={false} classNames={{ content: classes.drawer }} title={questionText.title} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={classes.form}>
        {tile.kind === "section" ? null : (
          <Select
            label={questionText.kind}
            data={findKinds("").filter(({ kind }) => kind !== "section").map(({ kind, label }) => ({ value: kind, label }))}
            value={tile.kind}
            allowDeselect={false}
            onChange={become}
          />
        )}
        {tile.query === undefined ? null : <QuestionFields tile={tile} query={tile.query} form={form} onChange={(query) => change({ query })} />}
        {tile.kind === "text" ? (
          <Textarea
            className={classes.markdown}
            label={questionText.markdown}
            description={questionText.markdownHint}
            maxLength={10_000}
            autosize
            minRows={8}
            value={tile.options?.markdown ?? ""}
            onChange={(event) => option({ markdown: event.currentTarget.value })}
          />
        ) : null}
        <fieldset className={classes.part}>
          <legend>{questionText.options}</legend>
          <TextInput
            label={questionText.name}
            placeholder={made}
            maxLength={120}
            value={tile.title ?? ""}
            onChange={(event) => change({ title: event.currentTarget.value || undefined }, "title")}
          />
          <TextInput label={questionText.subtitle} maxLength={200} value={tile.subtitle ?? ""} onChange={(event) => change({ subtitle: event.currentTarget.value || undefined }, "subtitle")} />
          <OptionFields tile={tile} form={form} onChange={option} />
        </fieldset>
        {tile.kind === "text" ? null : (
          <fieldset className={classes.part}>
            <legend>{questionText.own}</legend>
            <p className={classes.hint}>{questionText.ownHint}</p>
            <SettingsFields settings={tile.settings ?? {}} onChange={(settings: Settings) => change({ settings: orAbsent(settings) })} />
          </fieldset>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>{questionText.done}</Button>
        </div>
      </div>
    </Drawer>
  );
}
