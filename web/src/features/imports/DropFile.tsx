import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type DragEvent } from "react";
import { uploadFile } from "@/api/imports";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { importsText } from "@/i18n/imports";
import classes from "./imports.module.css";

/** A place to drop a file, which is also a button. */
export function DropFile() {
  const may = useMay();
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(file),
    onSuccess: (plan) => {
      queryClient.setQueryData(["imports", "one", plan.id], plan);
      void navigate({ to: "/imports/$importId", params: { importId: plan.id } });
    },
  });
  const take = (files: FileList | null): void => {
    const file = files?.item(0);
    if (file) upload.mutate(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  if (!may("imports:write")) return <p className={classes.quiet}>{shellText.needsPermission(importsText.doing)}</p>;
  return (
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
      <IconFileUpload size={24} stroke={1.5} aria-hidden />
      <p className={classes.dropTitle}>{upload.isPending ? importsText.uploading(upload.variables.name) : importsText.drop}</p>
      <p className={classes.quiet}>{importsText.dropHint}</p>
      <Button loading={upload.isPending} onClick={() => input.current?.click()}>
        {importsText.choose}
      </Button>
      <input ref={input} type="file" hidden aria-label={importsText.choose} onChange={(event) => take(event.currentTarget.files)} />
      {upload.error ? (
        <p role="alert" className={classes.refusal}>
          {upload.error.message}
        </p>
      ) : null}
    </div>
  );
}
