-- By itself, so that nobody who reads a member waits for anything long.

-- AlterTable
ALTER TABLE "users" ADD COLUMN IF NOT EXISTS "notification_rev" INTEGER NOT NULL DEFAULT 0;
