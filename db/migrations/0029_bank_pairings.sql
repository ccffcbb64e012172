DROP INDEX "bank_matches_line";--> statement-breakpoint
DROP INDEX "bank_matches_booking";--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "pairing_id" uuid;--> statement-breakpoint
-- Every pairing so far is one row alone; the trigger that keeps rows as they are rests for this once.
ALTER TABLE "bank_matches" DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE "bank_matches" SET "pairing_id" = "id";--> statement-breakpoint
ALTER TABLE "bank_matches" ENABLE TRIGGER USER;--> statement-breakpoint
ALTER TABLE "bank_matches" ALTER COLUMN "pairing_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "holds_line" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "holds_booking" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "bank_matches_pairing" ON "bank_matches" USING btree ("pairing_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_line" ON "bank_matches" USING btree ("line_id") WHERE undone_at is null and holds_line;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_booking" ON "bank_matches" USING btree ("transaction_id") WHERE undone_at is null and holds_booking;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_alone" CHECK ("bank_matches"."kind" = 'booking' or ("bank_matches"."pairing_id" = "bank_matches"."id" and "bank_matches"."holds_line"));