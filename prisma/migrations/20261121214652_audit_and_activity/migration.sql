-- CreateTable
CREATE TABLE "audit_entries" (
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" VARCHAR(10) NOT NULL,
    "actor_id" UUID,
    "actor_name" VARCHAR(60),
    "on_behalf_of" UUID,
    "address" VARCHAR(45) NOT NULL,
    "action" VARCHAR(60) NOT NULL,
    "target_kind" VARCHAR(30) NOT NULL,
    "target_id" VARCHAR(100) NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "previous_hash" CHAR(64) NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" UUID,
    "action" VARCHAR(30) NOT NULL,
    "feature" VARCHAR(20) NOT NULL,
    "count" INTEGER NOT NULL,
    "address" VARCHAR(45) NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "activity_changes" (
    "quarter" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_changes_pkey" PRIMARY KEY ("quarter")
);

-- CreateTable
CREATE TABLE "activity_quarters" (
    "user_id" UUID NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "feature" VARCHAR(20) NOT NULL,
    "action" VARCHAR(30) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "activity_quarters_pkey" PRIMARY KEY ("user_id","quarter","feature","action")
);

-- CreateTable
CREATE TABLE "presence_quarters" (
    "user_id" UUID NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL,

    CONSTRAINT "presence_quarters_pkey" PRIMARY KEY ("user_id","quarter")
);

-- CreateTable
CREATE TABLE "member_days" (
    "day" DATE NOT NULL,
    "user_id" UUID NOT NULL,
    "minutes" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL,

    CONSTRAINT "member_days_pkey" PRIMARY KEY ("day","user_id")
);

-- CreateTable
CREATE TABLE "system_days" (
    "day" DATE NOT NULL,
    "active" INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    "month" INTEGER NOT NULL,
    "minutes" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL,

    CONSTRAINT "system_days_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "feature_days" (
    "day" DATE NOT NULL,
    "feature" VARCHAR(20) NOT NULL,
    "uses" INTEGER NOT NULL,
    "members" INTEGER NOT NULL,

    CONSTRAINT "feature_days_pkey" PRIMARY KEY ("day","feature")
);

-- CreateTable
CREATE TABLE "cohort_weeks" (
    "cohort" DATE NOT NULL,
    "week" DATE NOT NULL,
    "active" INTEGER NOT NULL,

    CONSTRAINT "cohort_weeks_pkey" PRIMARY KEY ("cohort","week")
);

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_position_idx" ON "audit_entries"("actor_id", "position" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_target_id_position_idx" ON "audit_entries"("target_id", "position" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_action_position_idx" ON "audit_entries"("action", "position" DESC);

-- CreateIndex
CREATE INDEX "activity_user_id_at_id_idx" ON "activity"("user_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_action_at_id_idx" ON "activity"("action", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_feature_at_id_idx" ON "activity"("feature", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activity_quarters_quarter_idx" ON "activity_quarters"("quarter");

-- CreateIndex
CREATE INDEX "presence_quarters_quarter_idx" ON "presence_quarters"("quarter");

-- CreateIndex
CREATE INDEX "member_days_user_id_idx" ON "member_days"("user_id");

-- CreateIndex
CREATE INDEX "cohort_weeks_week_idx" ON "cohort_weeks"("week");

-- The chain's head, before its first link.
INSERT INTO "audit_head" ("id", "position", "hash") VALUES (1, 0, repeat('0', 64));

-- Audit rows are written once.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed or removed';
END $$;

CREATE TRIGGER audit_entries_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON "audit_head"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- The head moves one place at a time.
CREATE FUNCTION move_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.position <> OLD.position + 1 THEN
        RAISE EXCEPTION 'the head of the audit chain moves one place at a time';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_head_moves BEFORE UPDATE ON "audit_head"
    FOR EACH ROW EXECUTE FUNCTION move_audit_head();
