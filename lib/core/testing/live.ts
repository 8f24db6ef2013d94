import { afterEach, beforeEach } from "vitest";
import { LIVE, LIVE_HERE, type LiveMessage } from "@/lib/core/realtime/publish";
import { subscribe } from "@/lib/kit/bus";
import { channelOf, type DataOf, type EventDefinition, type TargetOf } from "@/lib/shared/define-event";

export type Heard = {
  /** What was sent with `event` to `target` during this test, in order. */
  on<E extends EventDefinition>(event: E, target: TargetOf<E>): DataOf<E>[];
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
    on: (event, target) => {
      const channel = channelOf(event.audience, target);
      return heard
        .filter((one) => one.channel === channel && one.event === event.name)
        .map((one) => asSent(event, one.data));
    },
  };
}

/** What is published is checked against its schema in tests. */
const asSent = <E extends EventDefinition>(_event: E, data: unknown) => data as DataOf<E>;
