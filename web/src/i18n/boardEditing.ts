/** Words of editing a board: tiles, questions, keys, and what is said aloud while moving. */
import type { Place, Tile } from "@/tiles/model";

export const editText = {
  add: "Add a tile",
  section: "Add a section",
  phone: "Phone layout",
  phoneHint: "How the board stands on a phone: its own order, heights and what is left out. The desk stays as it is.",
  desk: "Desk layout",
  undo: "Undo",
  redo: "Redo",
  full: "A board holds at most 60 tiles.",
  emptyTitle: "This board is empty",
  empty: "Each tile answers one question: a figure, a chart, a table, or a note. Add the first, or start from a ready board.",
  fromTemplate: "Start from a template",
  readOnlyEmpty: "Nothing is on this board yet. Whoever owns it can add tiles.",
  hiddenOnPhone: "Left out on phones",
  show: (name: string) => `Show ${name} on phones`,
  hide: "Leave out on phones",
  unhide: "Show",
  help: "Enter picks it up, arrows move it, Shift and arrows size it, Enter puts it down, Escape takes back. E edits, Delete removes, Control D duplicates.",
  tile: (title: string) => `${title}, tile`,
  drag: (title: string) => `Move ${title}`,
  size: (title: string) => `Size ${title}`,
  more: (title: string) => `More for ${title}`,
  edit: "Edit…",
  duplicate: "Duplicate",
  remove: "Remove",
  putInto: "Move to",
  board: "The board itself",
  here: "An empty section. Drag tiles here, or use “Move to” of a tile.",
  collapse: (title: string) => `Fold ${title}`,
} as const;

const where = (place: Place): string => `row ${place.y + 1}, column ${place.x + 1}, ${place.w} wide, ${place.h} high`;

/** What is said aloud. */
export const said = {
  picked: (title: string, place: Place) => `${title} picked up: ${where(place)}. Arrows move, Shift and arrows size, Enter puts down, Escape takes back.`,
  moved: (title: string, place: Place) => `${title}: ${where(place)}`,
  edge: (title: string) => `${title} cannot go further`,
  dropped: (title: string, place: Place) => `${title} put down: ${where(place)}`,
  cancelled: (title: string) => `${title} is back where it was`,
  removed: (title: string) => `${title} removed. Control Z brings it back.`,
  added: (title: string) => `${title} added`,
  duplicated: (title: string) => `${title} duplicated`,
  full: editText.full,
  undone: "Undone",
  redone: "Redone",
  nothingToUndo: "Nothing to undo",
  nothingToRedo: "Nothing to redo",
  into: (title: string, home: string) => `${title} is in ${home} now`,
} as const;

export const questionText = {
  title: "Edit the tile",
  kinds: "Add a tile",
  findKind: "Find a kind of tile",
  noKind: (q: string) => `No kind of tile is called anything like “${q}”.`,
  kind: "Shown as",
  metrics: "Figures",
  metricsHint: "What is counted",
  dimensions: "Split by",
  dimensionsHint: "Rows, bars or parts",
  grain: "Time step",
  sort: "Sorted by",
  sortDefault: "Largest first",
  limit: "At most",
  limitHint: "Rows shown; the rest can be kept as one",
  name: "Title",
  subtitle: "Subtitle",
  made: (title: string) => `Made from the question: ${title}`,
  options: "How it looks",
  own: "Its own settings",
  ownHint: "What is not set here comes from the section, the board, then the pickers above.",
  inherited: "Inherited",
  done: "Done",
  find: "Find",
  gone: (names: string) => `${names} no longer exists. An owner or admin can restore the definition; or choose another figure here.`,
  markdown: "Text",
  markdownHint: "Markdown: headings, lists, links, bold",
  filters: "Only",
  addFilter: "Add a filter",
  removeFilter: (name: string) => `Remove the filter on ${name}`,
  value: "Value",
  filterOp: (name: string) => `How ${name} is filtered`,
  filterValue: (name: string) => `Values of ${name}`,
  period: "Period",
  compare: "Compared with",
  stores: "Stores",
  currency: "Currency",
  noFigures: "Choose at least one figure.",
} as const;

export const filterOps = { in: "is", not_in: "is not", contains: "contains", is_null: "unknown", not_null: "known", eq: "equals", ne: "differs", lt: "below", between: "between" } as const;

export const grainNames = { auto: "Fits the period", hour: "Hour", day: "Day", week: "Week", month: "Month", quarter: "Quarter", year: "Year", fiscal_month: "Fiscal month", fiscal_quarter: "Fiscal quarter", fiscal_year: "Fiscal year" } as const;

export const optionText = {
  target: "Show the target",
  spark: "Small course of the period",
  stack: "Bars and areas",
  none: "Side by side",
  stacked: "Stacked",
  share: "Shares of 100 %",
  orientation: "Direction",
  vertical: "Upright",
  horizontal: "Lying",
  right: "Lines on the second axis",
  scale: "Scale",
  linear: "Plain",
  log: "Logarithmic",
  indexed: "Indexed to 100",
  rows: "In rows",
  columns: "In columns",
  derived: "More columns",
  other: "Keep the rest as one row",
  limit: "Orders shown",
  annotations: "Show notes and campaigns",
} as const;

export const derivedNames = { share: "Share of total", running: "Running total", moving: "Moving average", to_date: "Period to date" } as const;

export const settingsText = {
  title: "Board settings",
  hint: "What is set here holds for everybody who looks at this board, whatever their own pickers say.",
  variables: "Pickers of this board",
  variablesHint: "A filter people change while they read, for all tiles at once.",
  addVariable: "Add a picker",
  dimension: "Values of",
  label: "Label",
  removeVariable: (label: string) => `Remove the picker ${label}`,
  name: "Name",
  description: "What it answers",
} as const;

export const sectionTitle = "Section";
export const nameOf = (tile: Tile): string | undefined => tile.title;
