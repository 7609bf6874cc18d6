import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { boardsQuery } from "@/features/boards/queries";
import { shellText } from "@/i18n/shell";
import classes from "./Sidebar.module.css";

const MOST = 8;

/** Starred boards, one press away from everywhere. */
export function Favourites() {
  const boards = useQuery({ ...boardsQuery, select: (all) => all.filter((board) => board.is_favourite) }).data ?? [];
  if (boards.length === 0) return null;
  const shown = boards.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, MOST);
  return (
    <ul className={classes.starred} aria-label={shellText.favourites}>
      {shown.map((board) => (
        <li key={board.id}>
          <Link to="/boards/$boardId" params={{ boardId: board.id }} className={classes.item} activeOptions={{ includeSearch: false }} activeProps={{ "aria-current": "page" }}>
            <span className={classes.cut}>{board.name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
