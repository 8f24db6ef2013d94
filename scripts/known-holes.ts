import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import minimums from "./checking/minimum-versions.json";
import { findHoles, type Lock } from "./checking/versions";

/** Says which packages of this checkout have a known hole. The audit of the registry cannot be reached everywhere. */
const ROOT = join(import.meta.dirname, "..");

/** What npm was told to install, or where that is missing, what it noted that it did. */
const LOCKS = ["package-lock.json", join("node_modules", ".package-lock.json")].map((file) => join(ROOT, file));

const lock = LOCKS.find((file) => existsSync(file));
if (lock === undefined) throw new Error("There is no package-lock.json.");
const holes = findHoles(JSON.parse(readFileSync(lock, "utf8")) as Lock, minimums);
if (holes.length > 0) {
  console.error(holes.join("\n"));
  process.exitCode = 1;
}
