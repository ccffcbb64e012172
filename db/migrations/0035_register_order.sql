DROP INDEX "households_newest";--> statement-breakpoint
CREATE INDEX "households_register_order" ON "households" USING btree ("region_code" text_pattern_ops,"created_at" DESC NULLS FIRST,"id");