/** What a process gets of our own environment: enough to find programs, nothing that would configure it. */
const PASSED_ON = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "TZ", "SYSTEMROOT"];

export const passedOn = (): Record<string, string> =>
  Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
