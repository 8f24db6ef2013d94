-- AlterTable
ALTER TABLE "settings" ALTER COLUMN "locale" DROP NOT NULL,
ALTER COLUMN "time_zone" DROP NOT NULL;
