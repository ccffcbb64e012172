ALTER TABLE "erasures" ALTER COLUMN "household_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "erasures" ADD COLUMN "complaint_id" uuid;--> statement-breakpoint
ALTER TABLE "erasures" ADD COLUMN "objection_id" uuid;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_complaint_id_complaints_id_fk" FOREIGN KEY ("complaint_id") REFERENCES "public"."complaints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_objection_id_objections_id_fk" FOREIGN KEY ("objection_id") REFERENCES "public"."objections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_open_complaint" ON "erasures" USING btree ("complaint_id") WHERE done_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_open_objection" ON "erasures" USING btree ("objection_id") WHERE done_at is null;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_one_record" CHECK (num_nonnulls(household_id, complaint_id, objection_id) = 1);--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_done" CHECK ((done_by is null) = (done_at is null));