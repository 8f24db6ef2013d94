/** Goes to the sign-in page by a full load, so that nothing of the ended session stays on the screen. */
export function leaveForSignIn(): void {
  const next = window.location.pathname + window.location.search;
  window.location.replace(`/login?ended=1&next=${encodeURIComponent(next)}`);
}
