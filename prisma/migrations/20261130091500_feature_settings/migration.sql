-- What features add to a member's settings lies in one column, so that adding a feature changes no table of core.
ALTER TABLE "settings" ADD COLUMN "features" JSONB NOT NULL DEFAULT '{}';
UPDATE "settings" SET "features" = '{"rooms": {"showReadState": false}}' WHERE NOT "show_read_state";
ALTER TABLE "settings" DROP COLUMN "show_read_state";
