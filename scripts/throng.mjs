#!/usr/bin/env node
// `npm run throng -- <command>`: runs a command of the built server in the folder of the checkout.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = join(root, "dist", "server", "cli.js");

process.chdir(root);
if (existsSync(".env")) process.loadEnvFile(".env");
process.env.NODE_ENV ||= "production";
process.setSourceMapsEnabled(true);
if (existsSync(program)) await import(pathToFileURL(program).href);
else {
  process.stderr.write("Throng is not built yet: start it once with npm start, or run npm run build.\n");
  process.exitCode = 1;
}
