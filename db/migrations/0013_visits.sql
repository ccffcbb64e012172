CREATE TABLE "visit_photo_chunks" (
	"upload_id" uuid NOT NULL,
	"offset" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "visit_photo_chunks_upload_id_offset_pk" PRIMARY KEY("upload_id","offset")
);
--> statement-breakpoint
CREATE TABLE "visit_photo_uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"received_bytes" integer NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_decisions" (
	"visit_id" uuid PRIMARY KEY NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"sent_sha256" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "visit_photos_fileId_unique" UNIQUE("file_id")
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid,
	"region_code" text NOT NULL,
	"visited_by" uuid NOT NULL,
	"visited_on" text NOT NULL,
	"visited_at" timestamp (3) with time zone NOT NULL,
	"place" text NOT NULL,
	"met_with" text NOT NULL,
	"companions" text NOT NULL,
	"found" text NOT NULL,
	"next_step" text NOT NULL,
	"next_step_on" text,
	"has_checked_assurances" boolean NOT NULL,
	"lacking_assurances" text[] NOT NULL,
	"photo_count" integer NOT NULL,
	"corrects_id" uuid,
	"correction_reason" text,
	"conflict" text,
	"source" text NOT NULL,
	"content_hash" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "visits_day" CHECK ("visits"."visited_on" = (("visits"."visited_at" at time zone 'Asia/Shanghai')::date)::text),
	CONSTRAINT "visits_photo_count" CHECK ("visits"."photo_count" between 0 and 6),
	CONSTRAINT "visits_reason" CHECK (("visits"."corrects_id" is null) = ("visits"."correction_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "visit_photo_chunks" ADD CONSTRAINT "visit_photo_chunks_upload_id_visit_photo_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."visit_photo_uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_photo_uploads" ADD CONSTRAINT "visit_photo_uploads_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_decisions" ADD CONSTRAINT "visit_decisions_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_decisions" ADD CONSTRAINT "visit_decisions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_photos" ADD CONSTRAINT "visit_photos_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_photos" ADD CONSTRAINT "visit_photos_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_visited_by_users_id_fk" FOREIGN KEY ("visited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_corrects_id_visits_id_fk" FOREIGN KEY ("corrects_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "visit_photos_place" ON "visit_photos" USING btree ("visit_id","position");--> statement-breakpoint
CREATE INDEX "visits_household" ON "visits" USING btree ("household_id","visited_on");--> statement-breakpoint
CREATE INDEX "visits_visitor" ON "visits" USING btree ("visited_by","visited_on");--> statement-breakpoint
CREATE INDEX "visits_region" ON "visits" USING btree ("region_code" text_pattern_ops,"visited_on");--> statement-breakpoint
CREATE UNIQUE INDEX "visits_one_correction" ON "visits" USING btree ("corrects_id") WHERE conflict is null;