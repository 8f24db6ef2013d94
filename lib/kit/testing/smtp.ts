import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export type Received = { from: string; to: string[]; raw: string };

export type TestSmtp = {
  url: string;
  /** The next mail that arrives, or has arrived and was not taken yet. */
  next(): Promise<Received>;
  /** From now on the server refuses every mail for the time being, or takes it again. */
  refuse(refuse: boolean): void;
  stop(): Promise<void>;
};

/** A real SMTP server in a process of its own, on a free port of the loopback. */
export async function testSmtp(): Promise<TestSmtp> {
  const child = fork(join(import.meta.dirname, "smtp-process.mjs"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const arrived: Received[] = [];
  const waiting: ((mail: Received) => void)[] = [];
  child.on("message", (mail: Received) => {
    const taker = waiting.shift();
    if (taker) taker(mail);
    else arrived.push(mail);
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    next: () => {
      const mail = arrived.shift();
      return mail ? Promise.resolve(mail) : new Promise((resolve) => waiting.push(resolve));
    },
    refuse: (refuse) => child.send({ refuse }),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
