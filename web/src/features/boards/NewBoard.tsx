import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { addBoard } from "@/api/boards";
import { queryClient } from "@/app/queries";
import { boardsText } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import form from "@/form/form.module.css";

/** Names a board and opens it for editing. */
export default function NewBoard({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [left, setLeft] = useState(false);
  const bad = name.trim() === "" ? boardsText.needName : undefined;
  const make = useMutation({
    mutationFn: () => addBoard({ name: name.trim(), description: description.trim() }),
    onSuccess: (board) => {
      void queryClient.invalidateQueries({ queryKey: ["boards"] });
      void navigate({ to: "/boards/$boardId", params: { boardId: board.id }, search: (old) => ({ ...old, edit: "1" as const }) });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(true);
    if (!bad) make.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={boardsText.newTitle} size={460} closeButtonProps={{ "aria-label": shellText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={boardsText.name}
          placeholder={boardsText.namePlaceholder}
          maxLength={120}
          value={name}
          error={left ? bad : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput label={boardsText.description} maxLength={400} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        {make.error ? (
          <p role="alert" className={form.refusal}>
            {make.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {boardsText.cancel}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {boardsText.make}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
