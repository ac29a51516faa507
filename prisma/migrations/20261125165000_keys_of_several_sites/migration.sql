-- CreateTable
CREATE TABLE "api_key_site" (
    "api_key_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,

    CONSTRAINT "api_key_site_pkey" PRIMARY KEY ("api_key_id","site_id")
);

-- CreateIndex
CREATE INDEX "api_key_site_site_id_idx" ON "api_key_site"("site_id");

-- AddForeignKey
ALTER TABLE "api_key_site" ADD CONSTRAINT "api_key_site_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_site" ADD CONSTRAINT "api_key_site_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Every key goes on in the site that it had.
INSERT INTO "api_key_site" ("api_key_id", "site_id") SELECT "id", "site_id" FROM "api_key";

-- DropForeignKey
ALTER TABLE "api_key" DROP CONSTRAINT "api_key_site_id_fkey";

-- DropIndex
DROP INDEX "api_key_site_id_idx";

-- AlterTable
ALTER TABLE "api_key" DROP COLUMN "site_id";
