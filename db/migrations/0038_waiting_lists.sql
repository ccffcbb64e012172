DROP INDEX "volunteer_signups_live";--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD COLUMN "offered_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD COLUMN "applied_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD COLUMN "nudged_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "volunteer_signups_shift" ON "volunteer_signups" USING btree ("shift_id","state","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "volunteer_signups_live" ON "volunteer_signups" USING btree ("shift_id","user_id") WHERE state not in ('cancelled','declined','lapsed');--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD CONSTRAINT "volunteer_signups_offer" CHECK ("volunteer_signups"."state" <> 'offered' or "volunteer_signups"."offered_until" is not null);--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD CONSTRAINT "volunteer_signups_presence" CHECK ("volunteer_signups"."checked_out_at" >= "volunteer_signups"."checked_in_at");--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD CONSTRAINT "volunteer_signups_hours" CHECK ("volunteer_signups"."confirmed_minutes" is null or coalesce("volunteer_signups"."confirmed_minutes" <= ceil(extract(epoch from "volunteer_signups"."checked_out_at" - "volunteer_signups"."checked_in_at") / 60), false));