-- AlterEnum
ALTER TYPE "attempt_decision" ADD VALUE 'ENROLLED';

-- AlterEnum
ALTER TYPE "attempt_kind" ADD VALUE 'ENROLL';

-- CreateTable
CREATE TABLE "idempotency_record" (
    "api_key_id" UUID NOT NULL,
    "key_digest" BYTEA NOT NULL,
    "request_digest" BYTEA NOT NULL,
    "outcome" JSONB,
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("api_key_id","key_digest")
);

-- CreateIndex
CREATE INDEX "idempotency_record_person_id_idx" ON "idempotency_record"("person_id");

-- CreateIndex
CREATE INDEX "idempotency_record_expires_at_idx" ON "idempotency_record"("expires_at");

-- AddForeignKey
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
