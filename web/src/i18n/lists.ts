/** Words that all lists share. */
export const listText = {
  any: "any",
  clear: "Clear filters",
  previous: "Previous",
  next: "Next",
  export: "Export CSV",
  wholeTime: "Look at all time",
  showAll: (count: string) => `Show all ${count}`,
  showMore: "Show more",
  importFile: "Import a file",
} as const;
