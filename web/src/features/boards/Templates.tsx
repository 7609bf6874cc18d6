import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { addBoard, deleteBoard, type Template } from "@/api/boards";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import type { Edit } from "@/features/boards/useDraft";
import { templatesQuery } from "@/features/boards/queries";
import { boardsText } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import classes from "./pages/boards.module.css";

/** Ready boards: what each answers, and what feeds it where nothing does yet. Used as a board of its own, or by one that is empty. */
export function Templates({ onto }: { readonly onto?: Edit }) {
  const templates = useQuery(templatesQuery);
  const may = useMay();
  const navigate = useNavigate();
  const use = useMutation({
    mutationFn: (template: Template) => addBoard({ name: template.name, template: template.key }),
    onSuccess: async (board) => {
      if (onto !== undefined) {
        // The template's board only lends its document to the one that is open.
        await deleteBoard(board.id).catch(() => undefined);
        onto(() => board.document);
        return;
      }
      void queryClient.invalidateQueries({ queryKey: ["boards"] });
      void navigate({ to: "/boards/$boardId", params: { boardId: board.id } });
    },
    onError: (error) => announce(error.message),
  });
  if (templates.isPending) return <RowBones rows={4} height={56} />;
  if (!templates.data) return <Refusal error={templates.error} retry={() => void templates.refetch()} />;
  return (
    <ul className={classes.templates}>
      {templates.data.map((template) => (
        <li key={template.key} className={classes.template}>
          <h3>{template.name}</h3>
          <div>
            <p className={classes.question}>{template.question}</p>
            {template.has_data ? null : (
              <p className={classes.needs}>
                {boardsText.feeds(template.needs.join(", "))} <Link to="/stores">{boardsText.connect}</Link>
              </p>
            )}
          </div>
          <div className={classes.foot}>
            {boardsText.tiles(template.tiles)}
            <Button
              variant="default"
              size="xs"
              disabled={!may("boards:edit")}
              title={may("boards:edit") ? undefined : shellText.needsPermission(boardsText.mayNot)}
              loading={use.isPending && use.variables.key === template.key}
              aria-label={`${boardsText.use}: ${template.name}`}
              onClick={() => use.mutate(template)}
            >
              {boardsText.use}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
