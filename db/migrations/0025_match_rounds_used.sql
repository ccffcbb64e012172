ALTER TABLE "match_round_parts" DROP CONSTRAINT "match_round_parts_round_id_county_code_pk";--> statement-breakpoint
ALTER TABLE "match_assignments" ADD COLUMN "reasons" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "match_assignments" ADD COLUMN "inputs_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "match_round_parts" ADD COLUMN "id" uuid PRIMARY KEY NOT NULL;--> statement-breakpoint
ALTER TABLE "match_rounds" ADD COLUMN "scope_code" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "match_rounds" ADD COLUMN "week" text;--> statement-breakpoint
CREATE UNIQUE INDEX "match_round_parts_round_county" ON "match_round_parts" USING btree ("round_id","county_code");--> statement-breakpoint
CREATE UNIQUE INDEX "match_rounds_one_a_week" ON "match_rounds" USING btree ("week") WHERE week is not null;