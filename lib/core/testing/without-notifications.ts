import { db } from "@/lib/kit/db";

/** Runs `run` while no notification can be stored, as when the process dies at that moment. */
export async function withoutNotifications(run: () => Promise<void>): Promise<void> {
  await db().$executeRaw`CREATE FUNCTION refuse_notice() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''no notice today''; END'`;
  await db().$executeRaw`CREATE TRIGGER refuse_notice BEFORE INSERT ON notifications
    FOR EACH ROW EXECUTE FUNCTION refuse_notice()`;
  try {
    await run();
  } finally {
    await db().$executeRaw`DROP FUNCTION refuse_notice CASCADE`;
  }
}
