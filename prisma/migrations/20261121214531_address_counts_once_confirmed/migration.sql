-- AlterTable
ALTER TABLE "users" ADD COLUMN     "claimed_email_key" VARCHAR(254),
ALTER COLUMN "email_key" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "users_claimed_email_key_idx" ON "users"("claimed_email_key");
