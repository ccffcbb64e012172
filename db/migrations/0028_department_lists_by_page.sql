CREATE TABLE "list_refused_rows" (
	"upload_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"code" text NOT NULL,
	CONSTRAINT "list_refused_rows_upload_id_row_number_pk" PRIMARY KEY("upload_id","row_number")
);
--> statement-breakpoint
CREATE TABLE "list_uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"region_code" text NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text,
	"file_key_sealed" text,
	"headers" text[] NOT NULL,
	"columns" jsonb NOT NULL,
	"sample_sealed" text,
	"error_code" text,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_refused" integer DEFAULT 0 NOT NULL,
	"rows_unknown" integer DEFAULT 0 NOT NULL,
	"rows_matched" integer DEFAULT 0 NOT NULL,
	"mismatches_found" integer DEFAULT 0 NOT NULL,
	"created_by" uuid NOT NULL,
	"confirmed_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "list_refused_rows" ADD CONSTRAINT "list_refused_rows_upload_id_list_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."list_uploads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_uploads" ADD CONSTRAINT "list_uploads_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_uploads" ADD CONSTRAINT "list_uploads_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "list_uploads_state" ON "list_uploads" USING btree ("state");--> statement-breakpoint
CREATE INDEX "list_uploads_sha" ON "list_uploads" USING btree ("sha256");