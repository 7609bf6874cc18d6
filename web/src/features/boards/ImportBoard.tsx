import { Button, Modal, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type DragEvent } from "react";
import { importBoard } from "@/api/boards";
import { ApiError } from "@/api/client";
import { queryClient } from "@/app/queries";
import { problemsOf } from "@/features/boards/problems";
import { boardsText } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import form from "@/form/form.module.css";
import classes from "./pages/boards.module.css";

/** A board from a file or from text; everything wrong is listed with its place, and then nothing is imported. */
export default function ImportBoard({ onClose }: { readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [over, setOver] = useState(false);
  const bring = useMutation({
    mutationFn: (yaml: string) => importBoard(yaml),
    onSuccess: (board) => {
      void queryClient.invalidateQueries({ queryKey: ["boards"] });
      void navigate({ to: "/boards/$boardId", params: { boardId: board.id } });
    },
  });
  const take = async (files: FileList | null): Promise<void> => {
    const file = files?.item(0);
    if (!file) return;
    const content = await file.text();
    setText(content);
    bring.mutate(content);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <Modal opened onClose={onClose} title={boardsText.importTitle} size={640} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <div
          className={classes.drop}
          data-over={over}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <p>{boardsText.importHint}</p>
          <Button variant="default" data-autofocus onClick={() => input.current?.click()}>
            {boardsText.choose}
          </Button>
          <input ref={input} type="file" accept=".yaml,.yml,text/yaml" hidden aria-label={boardsText.choose} onChange={(event) => void take(event.currentTarget.files)} />
        </div>
        <Textarea label={boardsText.paste} className={classes.code} rows={10} spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        {bring.error ? <Problems error={bring.error} /> : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {boardsText.cancel}
          </Button>
          <Button disabled={text.trim() === ""} loading={bring.isPending} onClick={() => bring.mutate(text)}>
            {boardsText.importButton}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Problems({ error }: { readonly error: Error }) {
  const problems = error instanceof ApiError ? problemsOf(error.problem) : [];
  return (
    <div role="alert" className={form.form}>
      <p className={form.refusal}>{problems.length === 0 ? error.message : boardsText.problems(problems.length)}</p>
      {problems.length === 0 ? null : (
        <table className={classes.problems}>
          <thead>
            <tr>
              <th scope="col">{boardsText.place}</th>
              <th scope="col">{boardsText.problem}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ place, message }, index) => (
              <tr key={index}>
                <td>{place}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
