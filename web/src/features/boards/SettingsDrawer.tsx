/** What a board decides for everybody who looks at it: its name, its settings, its own pickers. */
import { Button, Drawer, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { changeBoard, type Board } from "@/api/boards";
import { queryClient } from "@/app/queries";
import { setSettings, setVariables } from "@/features/boards/model/edits";
import { dimensionsQuery } from "@/app/vocabulary";
import { SettingsFields } from "@/features/boards/SettingsFields";
import type { Edit } from "@/features/boards/useDraft";
import { boardsText } from "@/i18n/boards";
import { questionText, settingsText } from "@/i18n/boardEditing";
import { shellText } from "@/i18n/shell";
import type { Document, Variable } from "@/tiles/model";
import classes from "./form.module.css";

interface SettingsDrawerProps {
  readonly board: Board;
  readonly document: Document;
  readonly edit: Edit;
  readonly onClose: () => void;
}

export function SettingsDrawer({ board, document, edit, onClose }: SettingsDrawerProps) {
  return (
    <Drawer opened onClose={onClose} position="right" size={420} withOverlay={false} lockScroll={false} classNames={{ content: classes.drawer }} title={settingsText.title} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={classes.form}>
        {board.may_manage ? <Naming board={board} /> : null}
        <fieldset className={classes.part}>
          <legend>{questionText.own}</legend>
          <p className={classes.hint}>{settingsText.hint}</p>
          <SettingsFields settings={document.settings} onChange={(settings) => edit((old) => setSettings(old, settings))} />
        </fieldset>
        <fieldset className={classes.part}>
          <legend>{settingsText.variables}</legend>
          <p className={classes.hint}>{settingsText.variablesHint}</p>
          <Variables variables={document.variables} edit={edit} />
        </fieldset>
        <div className={classes.actions}>
          <Button onClick={onClose}>{questionText.done}</Button>
        </div>
      </div>
    </Drawer>
  );
}

/** Saved on leaving a field; the name of a board is no part of its document. */
function Naming({ board }: { readonly board: Board }) {
  const [name, setName] = useState(board.name);
  const [description, setDescription] = useState(board.description ?? "");
  const save = useMutation({
    mutationFn: () => changeBoard(board.id, { name: name.trim(), description: description.trim() }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ["boards"] }),
  });
  const bad = name.trim() === "" ? boardsText.needName : undefined;
  const leave = (): void => {
    if (!bad && (name.trim() !== board.name || description.trim() !== (board.description ?? ""))) save.mutate();
  };
  return (
    <>
      <TextInput label={settingsText.name} maxLength={120} value={name} error={bad ?? save.error?.message} onBlur={leave} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={settingsText.description} maxLength={400} value={description} onBlur={leave} onChange={(event) => setDescription(event.currentTarget.value)} />
    </>
  );
}

function Variables({ variables, edit }: { readonly variables: readonly Variable[]; readonly edit: Edit }) {
  const group = useId();
  const dimensions = useQuery(dimensionsQuery).data ?? [];
  const put = (next: readonly Variable[], together?: string): void => edit((old) => setVariables(old, next), together);
  const change = (index: number, part: Partial<Variable>, together?: string): void => put(variables.map((one, at) => (at === index ? { ...one, ...part } : one)), together);
  const free = dimensions.find((one) => !variables.some((variable) => variable.name === one.key));
  const choose = (index: number, key: string | null): void => {
    const found = dimensions.find((one) => one.key === key);
    if (found !== undefined) change(index, { name: found.key, dimension: found.key, label: found.label, value: [] });
  };
  return (
    <>
      {variables.map((variable, index) => (
        <div key={variable.name} className={classes.filter}>
          <Select
            label={settingsText.dimension}
            data={dimensions.filter((one) => one.key === variable.dimension || !variables.some((other) => other.name === one.key)).map(({ key, label }) => ({ value: key, label }))}
            value={variable.dimension}
            searchable
            allowDeselect={false}
            onChange={(key) => choose(index, key)}
          />
          <TextInput label={settingsText.label} maxLength={60} value={variable.label} onChange={(event) => change(index, { label: event.currentTarget.value }, `${group}-${variable.name}`)} />
          <button type="button" className={classes.remove} aria-label={settingsText.removeVariable(variable.label)} onClick={() => put(variables.filter((_, at) => at !== index))}>
            <IconX size={15} aria-hidden />
          </button>
        </div>
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={free === undefined}
          onClick={() => (free === undefined ? undefined : put([...variables, { name: free.key, label: free.label, dimension: free.key, value: [] }]))}
        >
          {settingsText.addVariable}
        </Button>
      </div>
    </>
  );
}
