import { EnvironmentError, env } from "@/lib/kit/env";
import { contains, parseRange, type Range } from "@/lib/kit/ip";

/** What may be fetched although it is private or has a port of its own. */
export type FetchAllow = {
  /** Whether an entry names this IP with this port. */
  names: (ip: string, port: number) => boolean;
  /** Whether there is an IP that an entry names with this port. */
  mayName: (port: number) => boolean;
};

type Entry = { range: Range; from: number; to: number };

/** The exceptions of FETCH_ALLOW. */
export const fetchAllow = (): FetchAllow => parseFetchAllow(env().FETCH_ALLOW);

/**
 * Reads IPs and ranges, each for all ports, or for the port or range of ports that follows a colon. With ports an IPv6
 * stands in brackets: 10.0.0.0/8, 127.0.0.1:8080, fd00::/8, [::1]:3000-3999, [fd00::/8]:443.
 * @throws EnvironmentError naming the wrong entry
 */
export function parseFetchAllow(texts: readonly string[]): FetchAllow {
  const entries = texts.map((text) => {
    const entry = parseEntry(text);
    if (entry) return entry;
    throw new EnvironmentError(
      `FETCH_ALLOW may hold IPs and ranges, with ports or without, such as 10.0.0.0/8, 127.0.0.1:8080 or [::1]:3000-3999, not "${text}".`,
    );
  });
  const hasPort = ({ from, to }: Entry, port: number) => from <= port && port <= to;
  return {
    names: (ip, port) => entries.some((entry) => hasPort(entry, port) && contains(entry.range, ip)),
    mayName: (port) => entries.some((entry) => hasPort(entry, port)),
  };
}

function parseEntry(text: string): Entry | undefined {
  const bracketed = /^\[([^\]]*:[^\]]*)\](?::(.+))?$/.exec(text);
  const [, ip = text, given] = bracketed ?? /^([^:]*):(.+)$/.exec(isBareV6(text) ? "" : text) ?? [];
  const range = parseRange(ip);
  const ports = given === undefined ? { from: 0, to: 65_535 } : parsePorts(given);
  return range && ports && { range, ...ports };
}

const isBareV6 = (text: string): boolean => text.indexOf(":") !== text.lastIndexOf(":");

function parsePorts(text: string): { from: number; to: number } | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1 && from <= to && to <= 65_535 ? { from, to } : undefined;
}
