/** What a helper process can do, by name. */
export type Commands = Record<string, (input: never) => unknown>;
export type Call = { id: number; name: string; input: unknown };
export type Reply = { id: number; value?: unknown; error?: string };

/** Answers the calls of the process that started this one, and ends with it. */
export function answerCalls(commands: Commands): void {
  process.on("message", (call: Call) => void answer(commands, call).then((reply) => process.send?.(reply)));
  process.on("disconnect", () => process.exit());
}

async function answer(commands: Commands, { id, name, input }: Call): Promise<Reply> {
  try {
    return { id, value: await commands[name]?.(input as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
