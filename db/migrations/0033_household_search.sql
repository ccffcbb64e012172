ALTER TABLE "households" DROP CONSTRAINT "households_registerNumber_unique";--> statement-breakpoint
CREATE UNIQUE INDEX "households_registerNumber_unique" ON "households" USING btree ("register_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "households_head_name" ON "households" USING btree ("head_name" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "households_head_name_end" ON "households" USING btree (reverse("head_name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "households_newest" ON "households" USING btree ("created_at" DESC NULLS FIRST,"id");