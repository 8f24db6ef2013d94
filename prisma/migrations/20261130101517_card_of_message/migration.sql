-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "card" JSONB;
