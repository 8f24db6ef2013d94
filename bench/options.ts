const given = process.argv.slice(2);

/** What the command line asks: names of parts, `--quick` for short rounds, `--profile` for CPU profiles of our servers. */
export const options = {
  parts: given.filter((argument) => !argument.startsWith("--")),
  profile: given.includes("--profile"),
  /** Rounds of each contestant, after one that does not count. */
  rounds: given.includes("--quick") ? 2 : 5,
  /** Seconds of a round. */
  seconds: given.includes("--quick") ? 2 : 3,
};
