-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "subject" VARCHAR(254);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "totp_enabled_at" TIMESTAMPTZ(3),
ADD COLUMN     "totp_last_step" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "totp_secret" VARCHAR(200);

-- CreateTable
CREATE TABLE "settings" (
    "user_id" UUID NOT NULL,
    "locale" VARCHAR(20) NOT NULL,
    "time_zone" VARCHAR(60) NOT NULL,
    "theme" VARCHAR(10) NOT NULL,
    "show_presence" BOOLEAN NOT NULL,
    "show_read_state" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "user_id" UUID NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id","hash")
);

-- CreateTable
CREATE TABLE "sign_in_failures" (
    "account" VARCHAR(254) NOT NULL,
    "address" VARCHAR(45) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_failures_pkey" PRIMARY KEY ("account","address")
);

-- CreateTable
CREATE TABLE "policy_changes" (
    "id" UUID NOT NULL,
    "policy" VARCHAR(20) NOT NULL,
    "limit" INTEGER,
    "window_ms" INTEGER,
    "shadow" BOOLEAN NOT NULL DEFAULT false,
    "changed_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_overrides" (
    "user_id" UUID NOT NULL,
    "policy" VARCHAR(20) NOT NULL,
    "limit" INTEGER NOT NULL,
    "window_ms" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_overrides_pkey" PRIMARY KEY ("user_id","policy")
);

-- CreateTable
CREATE TABLE "rate_violations" (
    "id" UUID NOT NULL,
    "policy" VARCHAR(20) NOT NULL,
    "key" VARCHAR(320) NOT NULL,
    "user_id" UUID,
    "address" VARCHAR(45) NOT NULL,
    "reason" VARCHAR(100) NOT NULL,
    "shadow" BOOLEAN NOT NULL,
    "count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rate_violations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_blocks" (
    "id" UUID NOT NULL,
    "range" VARCHAR(50) NOT NULL,
    "level" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(200) NOT NULL,
    "automatic" BOOLEAN NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),
    "hits" INTEGER NOT NULL DEFAULT 0,
    "last_hit_at" TIMESTAMPTZ(3),

    CONSTRAINT "address_blocks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_in_failures_since_idx" ON "sign_in_failures"("since");

-- CreateIndex
CREATE INDEX "policy_changes_policy_id_idx" ON "policy_changes"("policy", "id" DESC);

-- CreateIndex
CREATE INDEX "rate_violations_created_at_idx" ON "rate_violations"("created_at");

-- CreateIndex
CREATE INDEX "address_blocks_lifted_at_id_idx" ON "address_blocks"("lifted_at", "id" DESC);

-- CreateIndex
CREATE INDEX "address_blocks_range_created_at_idx" ON "address_blocks"("range", "created_at");

-- CreateIndex
CREATE INDEX "one_time_tokens_user_id_purpose_idx" ON "one_time_tokens"("user_id", "purpose");

-- AddForeignKey
ALTER TABLE "settings" ADD CONSTRAINT "settings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_changes" ADD CONSTRAINT "policy_changes_changed_by_id_fkey" FOREIGN KEY ("changed_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_overrides" ADD CONSTRAINT "policy_overrides_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
