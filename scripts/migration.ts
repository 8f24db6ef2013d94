import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffSchema } from "@/lib/kit/migrate";
import { startScratchServer } from "@/lib/kit/testing/scratch-server";

/**
 * `npm run migration -- <name>` writes what leads from the migrations to the schema as a new one.
 * `npm run migration -- --redo` writes the newest one anew: for a migration that has not left this machine yet.
 */
const FOLDER = "prisma/migrations";

function target(argument: string | undefined): { folder: string; replaces?: string } {
  if (argument === "--redo") {
    const newest = readdirSync(FOLDER)
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1);
    if (newest) return { folder: newest, replaces: newest };
  }
  if (!argument || !/^[a-z][a-z0-9_]{1,60}$/.test(argument)) {
    throw new Error("Name the migration in small letters, digits and underscores: npm run migration -- add_topics");
  }
  return { folder: `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${argument}` };
}

async function writeMigration(): Promise<string> {
  const { folder, replaces } = target(process.argv[2]);
  const server = await startScratchServer();
  try {
    const script = await diffSchema(server.url, replaces);
    if (!script) return "Schema and migrations agree: nothing to write.";
    const path = join(FOLDER, folder, "migration.sql");
    mkdirSync(join(FOLDER, folder), { recursive: true });
    writeFileSync(path, script);
    return `Wrote ${path}. Read it before you commit it.`;
  } finally {
    await server.stop();
  }
}

try {
  console.log(await writeMigration());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
