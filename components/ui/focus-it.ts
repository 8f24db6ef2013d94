/** A `ref` that gives the focus to a control as it appears: for the next step of something already begun. */
export const focusIt = (control: HTMLElement | null): void => control?.focus();
