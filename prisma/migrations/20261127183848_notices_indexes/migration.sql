-- Large tables: nothing is locked with them, so that only those who write there wait.

-- CreateIndex
CREATE INDEX IF NOT EXISTS "notification_deliveries_state_until_idx" ON "notification_deliveries"("state", "until");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "notifications_announcement_id_id_idx" ON "notifications"("announcement_id", "id");
