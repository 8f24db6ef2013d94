import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** A test file that takes long says so in a line of its own, wherever it moves to. */
const LONG = /^\/\/ Begins first: /m;

/** Lets long files begin first, so that no worker is left alone with one at the end; the others are ordered by vitest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = new Set(sorted.filter(({ moduleId }) => LONG.test(readFileSync(moduleId, "utf8"))));
    return [...long, ...sorted.filter((file) => !long.has(file))];
  }
}

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", ".next/**", "e2e/**", "data/**", ".cache/**"],
    environment: "node",
    pool: "forks",
    isolate: false,
    setupFiles: ["lib/kit/testing/fresh-modules.ts"],
    maxWorkers: 2,
    // Patience costs nothing: a test ends when what it waits for is there, on a slow machine too. Only a hang takes so long.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    globalSetup: ["lib/kit/testing/global-setup.ts", "server/testing/shared-servers.ts"],
    // Nothing of the developer's own environment reaches a test: an empty variable counts as absent.
    env: {
      NODE_ENV: "test",
      LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
      DATA_DIR: resolve(import.meta.dirname, ".cache/test-data"),
      HOST: "127.0.0.1",
      PASSWORD_ROUNDS: "1000",
      SECRET_KEY: "the key of all tests that need no other one",
      DATABASE_URL: "",
      REDIS_URL: "",
      UPSTASH_REDIS_REST_URL: "",
      UPSTASH_REDIS_REST_TOKEN: "",
    },
  },
});
