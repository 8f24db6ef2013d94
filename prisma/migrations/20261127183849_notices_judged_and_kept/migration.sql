-- DropForeignKey
ALTER TABLE "notification_deliveries" DROP CONSTRAINT "notification_deliveries_notification_id_fkey";

-- DropIndex
DROP INDEX "notifications_announcement_id_idx";

-- AlterTable
ALTER TABLE "announcements" ADD COLUMN     "recalling" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "notification_deliveries" ADD COLUMN     "browsers" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "failure" VARCHAR(300) NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "gone_notifications" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" VARCHAR(40) NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "skipped" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "why" VARCHAR(10) NOT NULL,
    "gone_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gone_notifications_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "gone_notifications_user_id_seq_idx" ON "gone_notifications"("user_id", "seq");

-- CreateIndex
CREATE INDEX "gone_notifications_gone_at_idx" ON "gone_notifications"("gone_at");

-- CreateIndex
CREATE INDEX "announcements_recalling_idx" ON "announcements"("recalling");

-- AddForeignKey
ALTER TABLE "gone_notifications" ADD CONSTRAINT "gone_notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was queued holds words instead of ids and is not understood any more: it is due again, and queued anew by a task.
DO $$
BEGIN
  IF to_regclass('graphile_worker._private_jobs') IS NOT NULL THEN
    DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
    WHERE t.id = j.task_id AND t.identifier IN ('mail-notices', 'push-notices');
  END IF;
END $$;
UPDATE "notification_deliveries" SET "state" = 'waiting', "reason" = 'soon', "until" = now() WHERE "state" = 'sending';
