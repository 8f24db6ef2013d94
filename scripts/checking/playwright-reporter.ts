import { relative } from "node:path";
import type { Reporter, TestCase } from "@playwright/test/reporter";
import { notebook } from "./notes";

/** Playwright's reporter of a suite: notes each test when it ends. */
export default function playwrightReporter(): Reporter {
  const note = notebook();
  /** By file: how many of its tests have not ended. */
  const left = new Map<string, number>();
  const begun = new Set<string>();
  const fileOf = ({ location }: TestCase) => relative(process.cwd(), location.file);
  return {
    onBegin: (_config, suite) => {
      for (const file of suite.allTests().map(fileOf)) left.set(file, (left.get(file) ?? 0) + 1);
      note({ kind: "planned", files: [...left.keys()] });
    },
    onTestBegin: (test) => {
      const file = fileOf(test);
      if (!begun.has(file)) note({ kind: "begun", file });
      begun.add(file);
    },
    onTestEnd: (test, { status }) => {
      const file = fileOf(test);
      const verdict = status === "skipped" ? "skipped" : status === test.expectedStatus ? "passed" : "failed";
      note({ kind: "test", file, id: test.id, name: test.titlePath().join(" › "), verdict });
      left.set(file, (left.get(file) ?? 1) - 1);
      if (left.get(file) === 0) note({ kind: "done", file });
    },
    onError: ({ message }) => note({ kind: "trouble", message: message ?? "an error without words" }),
    onEnd: () => note({ kind: "ended" }),
    printsToStdio: () => false,
  };
}
