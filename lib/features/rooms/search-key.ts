/** The form of a name in which it is searched: the same for every way of writing it, whatever the database's locale. */
export const searchKey = (name: string): string => name.normalize("NFKC").toLowerCase().slice(0, 240);
