-- Members are found by a part of their name. PostgreSQL's own packages bring pg_trgm; a server without it, or one that
-- lets this user add nothing, searches without these indexes: slower, with the same answer.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX IF NOT EXISTS "users_username_key_parts_idx" ON "users" USING GIN ("username_key" gin_trgm_ops);
    CREATE INDEX IF NOT EXISTS "users_email_key_parts_idx" ON "users" USING GIN ("email_key" gin_trgm_ops);
    CREATE INDEX IF NOT EXISTS "users_claimed_email_key_parts_idx" ON "users" USING GIN ("claimed_email_key" gin_trgm_ops);
EXCEPTION WHEN undefined_file OR undefined_object OR feature_not_supported OR insufficient_privilege THEN
    RAISE NOTICE 'pg_trgm is not available here';
END $$;
