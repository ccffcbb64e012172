ALTER TABLE "offline_gifts" DROP CONSTRAINT "offline_gifts_charityId_documentNumber_unique";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "gift_public_name" text;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD COLUMN "surplus_choice" text DEFAULT 'same_village' NOT NULL;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD COLUMN "allows_operating" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "offline_gifts_document" ON "offline_gifts" USING btree ("charity_id","document_number") WHERE state <> 'rejected';