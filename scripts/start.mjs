// What `npm start` runs. Plain JavaScript, so that an old Node can read it and say that it is too old.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const start = join(root, "dist", "scripts", "start.js");

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function isBundled() {
  try {
    return "server" in JSON.parse(readFileSync(join(root, "dist", ".build.json"), "utf8"));
  } catch {
    return false;
  }
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Throng needs Node.js 20.19 or newer, and this is ${process.versions.node}.`);
}
if (!existsSync(join(root, "node_modules"))) refuse("The packages are not installed: run npm ci first.");

process.chdir(root);
if (existsSync(".env")) {
  try {
    process.loadEnvFile(".env");
  } catch (error) {
    refuse(`The file .env cannot be read: ${error.message}.`);
  }
}
process.env.NODE_ENV ||= "production";
process.setSourceMapsEnabled(true);

// Of a bundle that was begun and never finished, start.js is no more to be trusted than the rest.
if (!existsSync(start) || !isBundled()) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(root, "scripts", "start.ts")],
    outfile: start,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
}
await import(pathToFileURL(start).href);
