type File = { name: string; type: string; text: string };

/** Hands a text to the person as a file of their downloads. */
export function saveFile({ name, type, text }: File): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
