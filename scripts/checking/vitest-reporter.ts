import { relative } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { notebook } from "./notes";

/** Vitest's reporter of a suite: notes each test when it ends. */
export default function vitestReporter(): Reporter {
  const note = notebook();
  const running = new Set<string>();
  let root = process.cwd();
  const fileOf = ({ moduleId }: { moduleId: string }) => relative(root, moduleId);
  return {
    onInit: ({ config }: Vitest) => {
      root = config.root;
    },
    onTestRunStart: (files) => note({ kind: "planned", files: files.map(fileOf) }),
    onTestModuleQueued: (module) => {
      running.add(fileOf(module));
      note({ kind: "begun", file: fileOf(module) });
    },
    onTestCaseResult: (test) => {
      const { state } = test.result();
      const verdict = state === "pending" ? "failed" : state;
      note({ kind: "test", file: fileOf(test.module), id: test.id, name: test.fullName, verdict });
    },
    onTestModuleEnd: (module) => {
      const file = fileOf(module);
      for (const message of errorsOutsideTests(module)) note({ kind: "trouble", message: `${file}: ${message}` });
      note({ kind: "done", file });
      running.delete(file);
    },
    onTestRunEnd: (_modules, errors) => {
      for (const { message, VITEST_TEST_PATH: path } of errors) {
        // Without a path it is a worker that died: in a file that never ended.
        const where = typeof path === "string" ? relative(root, path) : [...running].join(", ");
        note({ kind: "trouble", message: [where, message].filter(Boolean).join(": ") });
      }
      note({ kind: "ended" });
    },
  };
}

/** What broke a file, or a group of its tests: imports and hooks. */
function errorsOutsideTests(module: TestModule): string[] {
  const groups = [module, ...module.children.allSuites()];
  return groups.flatMap((group) => group.errors().slice(0, 1)).map(({ message }) => message);
}
