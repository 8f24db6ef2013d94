-- AlterTable
ALTER TABLE "notification_deliveries" ADD COLUMN     "letter" UUID;
