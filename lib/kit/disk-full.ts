import { sqlStateOf } from "./db";
import { systemCode } from "./start-error";

/** Of the file system: no space left, or none that this user may take. Of PostgreSQL: its disk is full. */
const FULL_CODES = ["ENOSPC", "EDQUOT"];
const FULL_STATE = "53100";

/** True when `error` says that a disk is full: the same succeeds once there is space again. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FULL_CODES.includes(systemCode(error) ?? "") || sqlStateOf(error) === FULL_STATE || isDiskFull(error.cause);
}
