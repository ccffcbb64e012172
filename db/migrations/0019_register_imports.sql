CREATE TABLE "register_import_findings" (
	"import_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"row_number" integer NOT NULL,
	"column_index" integer,
	"field" text,
	"code" text NOT NULL,
	"is_warning" boolean NOT NULL,
	"other_row" integer
);
--> statement-breakpoint
CREATE TABLE "register_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"runner" text NOT NULL,
	"region_code" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" text NOT NULL,
	"format" text NOT NULL,
	"encoding" text,
	"sheet_name" text,
	"storage_key" text,
	"file_key_sealed" text,
	"header_row" integer NOT NULL,
	"headers" text[] NOT NULL,
	"column_map" jsonb NOT NULL,
	"sample_sealed" text,
	"default_programme" text,
	"default_programme_from" text,
	"error_code" text,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_skipped" integer DEFAULT 0 NOT NULL,
	"households_read" integer DEFAULT 0 NOT NULL,
	"households_ready" integer DEFAULT 0 NOT NULL,
	"households_unchanged" integer DEFAULT 0 NOT NULL,
	"households_refused" integer DEFAULT 0 NOT NULL,
	"persons_ready" integer DEFAULT 0 NOT NULL,
	"next_ordinal" integer DEFAULT 0 NOT NULL,
	"households_written" integer DEFAULT 0 NOT NULL,
	"persons_written" integer DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "register_import_households" (
	"import_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"first_row" integer NOT NULL,
	"verdict" text NOT NULL,
	"register_number" text,
	"id" uuid,
	"public_code" text,
	"region_code" text,
	"head_name" text,
	"phone_sealed" text,
	"group_name" text,
	"programme" text,
	"programme_from" text,
	"causes" text[],
	"circumstances" text,
	CONSTRAINT "register_import_households_import_id_ordinal_pk" PRIMARY KEY("import_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "register_import_members" (
	"import_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"row_number" integer NOT NULL,
	"position" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"relation" text NOT NULL,
	"gender" text NOT NULL,
	"birth_date" text NOT NULL,
	"id_number_sealed" text,
	"id_number_index" text,
	"labour_ability" text NOT NULL,
	"is_student" boolean NOT NULL,
	"is_disabled" boolean NOT NULL,
	"has_chronic_illness" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "register_imports" ADD CONSTRAINT "register_imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_imports" ADD CONSTRAINT "register_imports_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "register_import_findings_row" ON "register_import_findings" USING btree ("import_id","is_warning","row_number");--> statement-breakpoint
CREATE INDEX "register_imports_state" ON "register_imports" USING btree ("state");--> statement-breakpoint
CREATE INDEX "register_imports_sha" ON "register_imports" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "register_import_members_ordinal" ON "register_import_members" USING btree ("import_id","ordinal");--> statement-breakpoint
-- Staging can be made again from the file: it needs no log, which halves what is written.
ALTER TABLE "register_import_households" SET UNLOGGED;--> statement-breakpoint
ALTER TABLE "register_import_members" SET UNLOGGED;--> statement-breakpoint
ALTER TABLE "register_import_findings" SET UNLOGGED;--> statement-breakpoint
CREATE INDEX "households_import" ON "households" ("import_id") WHERE "import_id" IS NOT NULL;
