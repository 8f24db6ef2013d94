-- AlterTable
ALTER TABLE "push_subscriptions" ADD COLUMN     "session_id" UUID;

-- A browser that was signed up before belongs to its member's living session of the same kind, else to the one seen last.
UPDATE "push_subscriptions" p SET "session_id" = (
  SELECT s."id" FROM "sessions" s
  WHERE s."user_id" = p."user_id" AND s."ended_at" IS NULL AND s."expires_at" > now()
  ORDER BY (s."user_agent" = p."user_agent") DESC, s."last_seen_at" DESC LIMIT 1
);

-- Whoever is signed in nowhere gets no push messages: that is what the column is for.
DELETE FROM "push_subscriptions" WHERE "session_id" IS NULL;

ALTER TABLE "push_subscriptions" ALTER COLUMN "session_id" SET NOT NULL;

-- CreateIndex
CREATE INDEX "push_subscriptions_session_id_idx" ON "push_subscriptions"("session_id");

-- AddForeignKey
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Last, as everyone who is signed in waits from here to the end.
-- AlterTable
ALTER TABLE "users" ADD COLUMN     "credentials_version" INTEGER NOT NULL DEFAULT 0;
