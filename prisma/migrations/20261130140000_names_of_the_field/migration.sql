-- Tables, columns, constraints and indexes get the names of the field. Nothing else changes.

ALTER TABLE "sessions" RENAME COLUMN "address" TO "ip";
ALTER TABLE "sessions" RENAME COLUMN "last_address" TO "last_ip";
ALTER TABLE "activity" RENAME COLUMN "address" TO "ip";
ALTER TABLE "audit_entries" RENAME COLUMN "address" TO "ip";
ALTER TABLE "audit_entries" RENAME COLUMN "seal" TO "signature";
ALTER TABLE "audit_head" RENAME COLUMN "seal" TO "signature";
ALTER TABLE "sign_in_failures" RENAME COLUMN "address" TO "place";
ALTER TABLE "notification_deliveries" RENAME COLUMN "letter" TO "mail_id";

ALTER TABLE "rate_violations" RENAME COLUMN "address" TO "ip";
ALTER TABLE "rate_violations" RENAME COLUMN "policy" TO "rate_limit";
ALTER INDEX "rate_violations_policy_id_idx" RENAME TO "rate_violations_rate_limit_id_idx";

ALTER TABLE "policy_changes" RENAME TO "rate_limit_changes";
ALTER TABLE "rate_limit_changes" RENAME COLUMN "policy" TO "rate_limit";
ALTER TABLE "rate_limit_changes" RENAME CONSTRAINT "policy_changes_pkey" TO "rate_limit_changes_pkey";
ALTER TABLE "rate_limit_changes" RENAME CONSTRAINT "policy_changes_changed_by_id_fkey" TO "rate_limit_changes_changed_by_id_fkey";
ALTER INDEX "policy_changes_policy_id_idx" RENAME TO "rate_limit_changes_rate_limit_id_idx";

ALTER TABLE "policy_overrides" RENAME TO "rate_limit_overrides";
ALTER TABLE "rate_limit_overrides" RENAME COLUMN "policy" TO "rate_limit";
ALTER TABLE "rate_limit_overrides" RENAME CONSTRAINT "policy_overrides_pkey" TO "rate_limit_overrides_pkey";
ALTER TABLE "rate_limit_overrides" RENAME CONSTRAINT "policy_overrides_user_id_fkey" TO "rate_limit_overrides_user_id_fkey";

ALTER TABLE "address_blocks" RENAME TO "ip_blocks";
ALTER TABLE "ip_blocks" RENAME CONSTRAINT "address_blocks_pkey" TO "ip_blocks_pkey";
ALTER INDEX "address_blocks_lifted_at_id_idx" RENAME TO "ip_blocks_lifted_at_id_idx";
ALTER INDEX "address_blocks_range_created_at_idx" RENAME TO "ip_blocks_range_created_at_idx";

ALTER TABLE "gone_notifications" RENAME TO "archived_notifications";
ALTER TABLE "archived_notifications" RENAME COLUMN "gone_at" TO "archived_at";
ALTER TABLE "archived_notifications" RENAME COLUMN "why" TO "archive_reason";
ALTER TABLE "archived_notifications" RENAME CONSTRAINT "gone_notifications_pkey" TO "archived_notifications_pkey";
ALTER TABLE "archived_notifications" RENAME CONSTRAINT "gone_notifications_user_id_fkey" TO "archived_notifications_user_id_fkey";
ALTER INDEX "gone_notifications_user_id_seq_idx" RENAME TO "archived_notifications_user_id_seq_idx";
ALTER INDEX "gone_notifications_gone_at_idx" RENAME TO "archived_notifications_archived_at_idx";

-- The word for a notification whose own mail is sent instead, as the API says it.
UPDATE "notification_deliveries" SET "reason" = 'own_mail' WHERE "reason" = 'own_letter';
UPDATE "notifications" SET "skipped" = jsonb_set("skipped", '{email}', '"own_mail"') WHERE "skipped" ->> 'email' = 'own_letter';
UPDATE "archived_notifications" SET "skipped" = jsonb_set("skipped", '{email}', '"own_mail"') WHERE "skipped" ->> 'email' = 'own_letter';
