-- CreateEnum
CREATE TYPE "watch_state" AS ENUM ('running', 'stopped');

-- CreateEnum
CREATE TYPE "watch_run_outcome" AS ENUM ('ok', 'unchanged', 'failed');

-- CreateTable
CREATE TABLE "watch_hosts" (
    "host" VARCHAR(260) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "visitor" VARCHAR(80),
    "visited_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "robots" TEXT,
    "robots_at" TIMESTAMPTZ(3),

    CONSTRAINT "watch_hosts_pkey" PRIMARY KEY ("host")
);

-- CreateTable
CREATE TABLE "watch_sources" (
    "url" VARCHAR(2000) NOT NULL,
    "etag" VARCHAR(500),
    "last_modified" VARCHAR(100),
    "body_hash" VARCHAR(64),
    "version" INTEGER NOT NULL DEFAULT 0,
    "fetched_at" TIMESTAMPTZ(3),
    "moved_to" VARCHAR(2000),
    "moved_at" TIMESTAMPTZ(3),

    CONSTRAINT "watch_sources_pkey" PRIMARY KEY ("url")
);

-- CreateTable
CREATE TABLE "watches" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "url" VARCHAR(2000) NOT NULL,
    "host" VARCHAR(260) NOT NULL,
    "recipe" JSONB NOT NULL,
    "filters" JSONB NOT NULL DEFAULT '{}',
    "schedule" JSONB NOT NULL,
    "notify" JSONB NOT NULL DEFAULT '{}',
    "hints" JSONB NOT NULL DEFAULT '{}',
    "state" "watch_state" NOT NULL DEFAULT 'stopped',
    "stop_reason" VARCHAR(40),
    "next_run_at" TIMESTAMPTZ(3),
    "is_asked" BOOLEAN NOT NULL DEFAULT false,
    "seen_version" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "failure" VARCHAR(40),
    "last_run_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "last_find_at" TIMESTAMPTZ(3),
    "listing_count" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "watches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch_runs" (
    "id" UUID NOT NULL,
    "watch_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "outcome" "watch_run_outcome" NOT NULL,
    "reason" VARCHAR(40),
    "status" INTEGER,
    "bytes" INTEGER,
    "url" VARCHAR(2000),
    "found" INTEGER NOT NULL DEFAULT 0,
    "fresh" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "gone" INTEGER NOT NULL DEFAULT 0,
    "back" INTEGER NOT NULL DEFAULT 0,
    "matched" INTEGER NOT NULL DEFAULT 0,
    "notes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "watch_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listings" (
    "id" UUID NOT NULL,
    "watch_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    "title" VARCHAR(500) NOT NULL,
    "link" VARCHAR(2000),
    "text" TEXT NOT NULL DEFAULT '',
    "image" VARCHAR(2000),
    "price" DECIMAL(20,4),
    "currency" VARCHAR(3),
    "price_from" BOOLEAN NOT NULL DEFAULT false,
    "price_up_to" DECIMAL(20,4),
    "price_before" DECIMAL(20,4),
    "lowest_price" DECIMAL(20,4),
    "new_low_at" TIMESTAMPTZ(3),
    "availability" VARCHAR(3),
    "published_at" TIMESTAMPTZ(3),
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "back_at" TIMESTAMPTZ(3),
    "missed_runs" INTEGER NOT NULL DEFAULT 0,
    "matched" BOOLEAN NOT NULL DEFAULT true,
    "saved_at" TIMESTAMPTZ(3),
    "hidden_at" TIMESTAMPTZ(3),
    "note" VARCHAR(2000) NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "words" tsvector NOT NULL,

    CONSTRAINT "listings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing_prices" (
    "listing_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "price" DECIMAL(20,4) NOT NULL,
    "currency" VARCHAR(3),

    CONSTRAINT "listing_prices_pkey" PRIMARY KEY ("listing_id","at")
);

-- CreateTable
CREATE TABLE "watch_snapshots" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "url" VARCHAR(2000) NOT NULL,
    "content_type" VARCHAR(200),
    "body" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "watch_snapshots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing_feeds" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "query" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "listing_feeds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "watch_hosts_next_at_idx" ON "watch_hosts"("next_at");

-- CreateIndex
CREATE INDEX "watch_sources_fetched_at_idx" ON "watch_sources"("fetched_at");

-- CreateIndex
CREATE INDEX "watches_owner_id_created_at_id_idx" ON "watches"("owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "watches_host_next_run_at_idx" ON "watches"("host", "next_run_at");

-- CreateIndex
CREATE INDEX "watches_url_next_run_at_idx" ON "watches"("url", "next_run_at");

-- CreateIndex
CREATE INDEX "watches_next_run_at_idx" ON "watches"("next_run_at");

-- CreateIndex
CREATE INDEX "watch_runs_watch_id_started_at_id_idx" ON "watch_runs"("watch_id", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "watch_runs_started_at_idx" ON "watch_runs"("started_at");

-- CreateIndex
CREATE INDEX "listings_owner_id_found_at_id_idx" ON "listings"("owner_id", "found_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "listings_watch_id_found_at_id_idx" ON "listings"("watch_id", "found_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "listings_owner_id_changed_at_id_idx" ON "listings"("owner_id", "changed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "listings_watch_id_changed_at_id_idx" ON "listings"("watch_id", "changed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "listings_owner_id_price_id_idx" ON "listings"("owner_id", "price", "id");

-- CreateIndex
CREATE INDEX "listings_watch_id_price_id_idx" ON "listings"("watch_id", "price", "id");

-- CreateIndex
CREATE INDEX "listings_owner_id_saved_at_id_idx" ON "listings"("owner_id", "saved_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "listings_watch_id_seen_at_idx" ON "listings"("watch_id", "seen_at");

-- CreateIndex
CREATE INDEX "listings_words_idx" ON "listings" USING GIN ("words");

-- CreateIndex
CREATE UNIQUE INDEX "listings_watch_id_key_key" ON "listings"("watch_id", "key");

-- CreateIndex
CREATE INDEX "watch_snapshots_owner_id_created_at_idx" ON "watch_snapshots"("owner_id", "created_at");

-- CreateIndex
CREATE INDEX "watch_snapshots_created_at_idx" ON "watch_snapshots"("created_at");

-- CreateIndex
CREATE INDEX "listing_feeds_owner_id_created_at_id_idx" ON "listing_feeds"("owner_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "watch_runs" ADD CONSTRAINT "watch_runs_watch_id_fkey" FOREIGN KEY ("watch_id") REFERENCES "watches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listings" ADD CONSTRAINT "listings_watch_id_fkey" FOREIGN KEY ("watch_id") REFERENCES "watches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing_prices" ADD CONSTRAINT "listing_prices_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listings"("id") ON DELETE CASCADE ON UPDATE CASCADE;
