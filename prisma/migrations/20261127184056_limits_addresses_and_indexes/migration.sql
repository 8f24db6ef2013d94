-- CreateIndex
CREATE INDEX "rate_violations_policy_id_idx" ON "rate_violations"("policy", "id" DESC);

-- An override is a member's: what counts addresses takes none any more.
DELETE FROM "policy_overrides" WHERE "policy" IN ('login', 'auth', 'register', 'general');

-- Last, as everyone who is signed in waits from here to the end.
-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "last_address" VARCHAR(45);
