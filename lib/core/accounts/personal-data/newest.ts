/** Of each list an export holds the newest: at most so many rows, and so many characters of them as JSON. */
export const LIST_MAX = { rows: 10_000, characters: 5_000_000 };
/** Rows that are read at once. */
const PAGE = 1_000;

/**
 * Reads a list within its bounds and answers it oldest first; `name` is noted where it was cut short. `read` answers rows
 * newest first, `take` of them after the row `after`.
 */
export type ReadNewest = <Row extends Place, Place>(
  name: string,
  read: (take: number, after?: Place) => Promise<Row[]>,
) => Promise<Row[]>;

/** What Prisma takes to read on after a row. */
export const pageAfter = (take: number, after?: { id: string }) => ({
  take,
  ...(after && { cursor: { id: after.id }, skip: 1 }),
});

/** A reader of lists for one export, and the names of those it cut short. */
export function newestReader(): { readNewest: ReadNewest; cutShort: string[] } {
  const cutShort: string[] = [];
  const readNewest: ReadNewest = async (name, read) => {
    const kept: Awaited<ReturnType<typeof read>> = [];
    let characters = 0;
    let page: typeof kept;
    do {
      page = await read(PAGE, kept.at(-1));
      for (const row of page) {
        characters += JSON.stringify(row).length;
        if (kept.length === LIST_MAX.rows || characters > LIST_MAX.characters) {
          cutShort.push(name);
          return kept.toReversed();
        }
        kept.push(row);
      }
    } while (page.length === PAGE);
    return kept.toReversed();
  };
  return { readNewest, cutShort };
}
