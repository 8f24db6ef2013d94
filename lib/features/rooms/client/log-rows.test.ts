import { describe, expect, it } from "vitest";
import { type LogRow, logRows } from "./log-rows";
import type { Message } from "./wire";

function message(seq: number, author: string | null, createdAt: string, changes: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    roomId: "room",
    seq,
    rev: seq,
    version: 1,
    author: author === null ? null : { id: author, username: author, displayName: author },
    clientId: `c${seq}`,
    body: "",
    card: null,
    replyTo: null,
    createdAt,
    editedAt: null,
    deletedAt: null,
    ...changes,
  };
}

const shape = (rows: LogRow[]) =>
  rows.map((row) => (row.kind === "message" ? `${row.lead ? "lead" : "more"} ${row.message.id}` : row.kind));
const utc = { timeZone: "UTC", me: "me", readSeq: null };

describe("logRows", () => {
  it("opens a run per author and again after five minutes", () => {
    const rows = logRows(
      [
        message(1, "ada", "2026-03-01T10:00:00.000Z"),
        message(2, "ada", "2026-03-01T10:05:00.000Z"),
        message(3, "ada", "2026-03-01T10:10:01.000Z"),
        message(4, "bob", "2026-03-01T10:10:02.000Z"),
        message(5, "ada", "2026-03-01T10:10:03.000Z"),
      ],
      utc,
    );
    expect(shape(rows)).toEqual(["day", "lead m1", "more m2", "lead m3", "lead m4", "lead m5"]);
  });

  it("opens a run for a reply, after a deleted message and for authors who are gone", () => {
    const at = "2026-03-01T10:00:00.000Z";
    const rows = logRows(
      [
        message(1, "ada", at),
        message(2, "ada", at, { replyTo: 1 }),
        message(3, "ada", at, { deletedAt: at }),
        message(4, "ada", at),
        message(5, null, at),
        message(6, null, at),
      ],
      utc,
    );
    expect(shape(rows)).toEqual(["day", "lead m1", "lead m2", "more m3", "lead m4", "lead m5", "lead m6"]);
  });

  it("parts days where the viewer's midnight is", () => {
    const late = [message(1, "ada", "2026-03-01T22:59:00.000Z"), message(2, "ada", "2026-03-01T23:01:00.000Z")];
    expect(shape(logRows(late, utc))).toEqual(["day", "lead m1", "more m2"]);
    expect(shape(logRows(late, { ...utc, timeZone: "Europe/Berlin" }))).toEqual(["day", "lead m1", "day", "lead m2"]);
  });

  it("marks the first message of someone else after what was read, once", () => {
    const at = "2026-03-01T10:00:00.000Z";
    const messages = [message(1, "ada", at), message(2, "me", at), message(3, "ada", at), message(4, "ada", at)];
    expect(shape(logRows(messages, { ...utc, readSeq: 1 }))).toEqual([
      "day",
      "lead m1",
      "lead m2",
      "unread",
      "lead m3",
      "more m4",
    ]);
    expect(shape(logRows(messages, { ...utc, readSeq: 4 }))).not.toContain("unread");
  });
});
