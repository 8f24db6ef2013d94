-- CreateTable
CREATE TABLE "workers" (
    "id" VARCHAR(100) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_runs" (
    "id" UUID NOT NULL,
    "task" VARCHAR(60) NOT NULL,
    "job_id" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "asked_by_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "note" VARCHAR(500),
    "error" VARCHAR(500),

    CONSTRAINT "task_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "task_runs_task_id_idx" ON "task_runs"("task", "id" DESC);

-- CreateIndex
CREATE INDEX "task_runs_job_id_idx" ON "task_runs"("job_id");

-- CreateIndex
CREATE INDEX "task_runs_started_at_idx" ON "task_runs"("started_at");

-- AddForeignKey
ALTER TABLE "task_runs" ADD CONSTRAINT "task_runs_asked_by_id_fkey" FOREIGN KEY ("asked_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
