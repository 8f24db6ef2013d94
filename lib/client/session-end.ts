let endsItself = false;

/** Whether this page is ending its session itself: then what else notices that it is over leads nowhere. */
export function endItself(ending: boolean): void {
  endsItself = ending;
}

/** Goes to the sign-in page by a full load, so that nothing of the ended session stays on the screen. */
export function leaveForSignIn(): void {
  if (endsItself) return;
  const next = window.location.pathname + window.location.search;
  window.location.replace(`/login?ended=1&next=${encodeURIComponent(next)}`);
}

/** Goes to the public page, as after signing out, which may have been done in another tab. */
export function leaveSignedOut(): void {
  window.location.replace("/");
}
