import { afterEach, beforeEach } from "vitest";
import { LIVE, LIVE_HERE, type LiveMessage } from "@/lib/core/realtime/publish";
import { subscribe } from "@/lib/kit/bus";

export type Heard = {
  /** What was sent to `channel` under the name `event` during this test, in order. */
  on(channel: string, event: string): unknown[];
};

/** Hears every live event of this process, test by test. Call it once at the top of the file. */
export function hearLive(): Heard {
  const heard: LiveMessage[] = [];
  let stops: (() => void)[] = [];
  beforeEach(() => {
    heard.length = 0;
    stops = [LIVE, LIVE_HERE].map((topic) => subscribe(topic, (message) => void heard.push(message as LiveMessage)));
  });
  afterEach(() => stops.forEach((stop) => stop()));
  return {
    on: (channel, event) =>
      heard.filter((one) => one.channel === channel && one.event === event).map((one) => one.data),
  };
}
