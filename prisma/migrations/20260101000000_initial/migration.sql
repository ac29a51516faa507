-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "attempt_kind" AS ENUM ('VERIFY', 'IDENTIFY');

-- CreateEnum
CREATE TYPE "attempt_decision" AS ENUM ('ACCEPT', 'REVIEW', 'REJECT', 'IDENTIFIED', 'UNKNOWN', 'AMBIGUOUS');

-- CreateTable
CREATE TABLE "site" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "gallery_sequence" BIGINT NOT NULL DEFAULT 0,
    "active_policy_id" UUID,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "match_policy" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "model_id" TEXT NOT NULL,
    "accept_distance" DOUBLE PRECISION NOT NULL,
    "review_distance" DOUBLE PRECISION NOT NULL,
    "identify_distance" DOUBLE PRECISION NOT NULL,
    "ambiguity_margin" DOUBLE PRECISION NOT NULL,
    "accept_fmr" DOUBLE PRECISION NOT NULL,
    "review_fmr" DOUBLE PRECISION NOT NULL,
    "identify_fmr" DOUBLE PRECISION NOT NULL,
    "provenance" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "match_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "wrapped_data_key" BYTEA NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_membership" (
    "site_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,

    CONSTRAINT "site_membership_pkey" PRIMARY KEY ("site_id","person_id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "basis" TEXT NOT NULL,
    "text_version" TEXT NOT NULL,
    "obtained_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "face_template" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "model_id" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,
    "chip" BYTEA NOT NULL,
    "source_digest" BYTEA NOT NULL,
    "quality_score" DOUBLE PRECISION NOT NULL,
    "quality" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "face_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gallery_change" (
    "site_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "gallery_change_pkey" PRIMARY KEY ("site_id","sequence")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "kind" "attempt_kind" NOT NULL,
    "claimed_person_id" UUID,
    "claimed_external_id" TEXT,
    "decision" "attempt_decision",
    "problem_code" TEXT,
    "distance" DOUBLE PRECISION,
    "threshold" DOUBLE PRECISION,
    "policy_id" UUID,
    "model_id" TEXT,
    "quality" JSONB,
    "timings" JSONB,
    "request_id" TEXT,
    "api_key_id" UUID,
    "wrapped_data_key" BYTEA,
    "master_key_id" TEXT,
    "probe_vector" BYTEA,
    "probe_chip" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_candidate" (
    "attempt_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "person_id" UUID,
    "template_id" UUID,
    "distance" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "attempt_candidate_pkey" PRIMARY KEY ("attempt_id","rank")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "data" BYTEA NOT NULL,
    "wrapped_data_key" BYTEA NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_check" (
    "id" INTEGER NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "wrapped_constant" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_check_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_active_policy_id_key" ON "site"("active_policy_id");

-- CreateIndex
CREATE UNIQUE INDEX "match_policy_site_id_version_key" ON "match_policy"("site_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "api_key_site_id_idx" ON "api_key"("site_id");

-- CreateIndex
CREATE INDEX "site_membership_person_id_idx" ON "site_membership"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "site_membership_site_id_external_id_key" ON "site_membership"("site_id", "external_id");

-- CreateIndex
CREATE INDEX "consent_person_id_idx" ON "consent"("person_id");

-- CreateIndex
CREATE INDEX "face_template_person_id_model_id_idx" ON "face_template"("person_id", "model_id");

-- CreateIndex
CREATE INDEX "attempt_site_id_created_at_id_idx" ON "attempt"("site_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "attempt_claimed_person_id_idx" ON "attempt"("claimed_person_id");

-- CreateIndex
CREATE INDEX "attempt_site_id_claimed_external_id_idx" ON "attempt"("site_id", "claimed_external_id");

-- CreateIndex
CREATE INDEX "attempt_candidate_person_id_idx" ON "attempt_candidate"("person_id");

-- CreateIndex
CREATE INDEX "attempt_candidate_template_id_idx" ON "attempt_candidate"("template_id");

-- CreateIndex
CREATE INDEX "upload_api_key_id_idx" ON "upload"("api_key_id");

-- CreateIndex
CREATE INDEX "upload_expires_at_idx" ON "upload"("expires_at");

-- AddForeignKey
ALTER TABLE "site" ADD CONSTRAINT "site_active_policy_id_fkey" FOREIGN KEY ("active_policy_id") REFERENCES "match_policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "match_policy" ADD CONSTRAINT "match_policy_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_membership" ADD CONSTRAINT "site_membership_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "site_membership" ADD CONSTRAINT "site_membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "face_template" ADD CONSTRAINT "face_template_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gallery_change" ADD CONSTRAINT "gallery_change_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_claimed_person_id_fkey" FOREIGN KEY ("claimed_person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "match_policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_candidate" ADD CONSTRAINT "attempt_candidate_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_candidate" ADD CONSTRAINT "attempt_candidate_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_candidate" ADD CONSTRAINT "attempt_candidate_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "face_template"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;
