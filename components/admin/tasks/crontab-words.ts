const two = (number: string): string => number.padStart(2, "0");

/** When a crontab is due, in words where it is a common one: `every 5 minutes`, `daily at 02:00 UTC`. */
export function crontabWords(crontab: string): string {
  const [, every] = /^\*\/(\d+) \* \* \* \*$/.exec(crontab) ?? [];
  if (every) return `every ${every} minutes`;
  const [, minute, hour] = /^(\d+) (\d+|\*) \* \* \*$/.exec(crontab) ?? [];
  if (minute && hour === "*") return `every hour, ${minute} minutes past`;
  if (minute && hour) return `daily at ${two(hour)}:${two(minute)} UTC`;
  return crontab === "* * * * *" ? "every minute" : `${crontab} UTC`;
}
