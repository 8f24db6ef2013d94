import { randomUUID } from "node:crypto";
import pg from "pg";
import { answerCalls } from "./answer";

type Work = { url: string; roomId: string; authorId: string; body: string; ms: number; firstSeq: number };

const INSERT = `INSERT INTO messages (id, room_id, seq, rev, author_id, client_id, body, created_at)
  VALUES ($1, $2, $3, $3, $4, $5, $6, clock_timestamp())`;
const CONNECTIONS = 10;

const commands = {
  /** Ten connections insert the row a message makes, one prepared statement each time. Answers how many in how many ms. */
  insert: async ({ url, roomId, authorId, body, ms, firstSeq }: Work): Promise<{ stored: number; ms: number }> => {
    const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
    let seq = firstSeq;
    const one = () =>
      pool.query({ name: "insert", text: INSERT, values: [randomUUID(), roomId, ++seq, authorId, randomUUID(), body] });
    await Promise.all(Array.from({ length: CONNECTIONS * 5 }, one));
    const began = performance.now();
    const warm = seq;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() - began < ms) await one();
      }),
    );
    const took = performance.now() - began;
    await pool.end();
    return { stored: seq - warm, ms: took };
  },
};
export type BareInserts = typeof commands;

answerCalls(commands);
