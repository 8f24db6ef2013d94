/** What was typed since the palette was opened, before its field was there to take it. */
let typed = "";

/** Keeps a key for the field: a character, or the one that takes one back. All others do what they do. */
export function typeAhead(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
  else if ([...event.key].length === 1) typed += event.key;
  else return;
  event.preventDefault();
}

/** Gives what was kept, once. */
export function takeTyped(): string {
  const all = typed;
  typed = "";
  return all;
}
