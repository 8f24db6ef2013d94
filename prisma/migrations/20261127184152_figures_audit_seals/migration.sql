-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "seal" VARCHAR(80);

-- AlterTable
ALTER TABLE "audit_head" ADD COLUMN     "seal" VARCHAR(80);
