CREATE TABLE "list_comparisons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"region_code" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"rows_read" integer NOT NULL,
	"rows_refused" integer NOT NULL,
	"rows_unknown" integer NOT NULL,
	"rows_matched" integer NOT NULL,
	"mismatches_found" integer NOT NULL,
	"compared_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_mismatches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"comparison_id" uuid NOT NULL,
	"finding" text NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"region_code" text NOT NULL,
	"detail_sealed" text,
	"content_hash" text NOT NULL,
	"state" text NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "list_mismatches_once" UNIQUE("member_id","finding","content_hash"),
	CONSTRAINT "list_mismatches_decided" CHECK ((state = 'open') = (decided_at is null) and (state = 'open') = (decided_by is null) and (state = 'open' or char_length(btrim(reason)) >= 2))
);
--> statement-breakpoint
ALTER TABLE "household_members" ADD COLUMN "joined_on" text;--> statement-breakpoint
ALTER TABLE "household_members" ADD COLUMN "left_on" text;--> statement-breakpoint
ALTER TABLE "household_members" ADD COLUMN "leave_reason" text;--> statement-breakpoint
ALTER TABLE "list_mismatches" ADD CONSTRAINT "list_mismatches_comparison_id_list_comparisons_id_fk" FOREIGN KEY ("comparison_id") REFERENCES "public"."list_comparisons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_mismatches" ADD CONSTRAINT "list_mismatches_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_mismatches" ADD CONSTRAINT "list_mismatches_member_id_household_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."household_members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_mismatches" ADD CONSTRAINT "list_mismatches_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "list_mismatches_queue" ON "list_mismatches" USING btree ("state","found_at","id");--> statement-breakpoint
ALTER TABLE "household_members" ADD CONSTRAINT "household_members_left" CHECK ((left_on is null) = (leave_reason is null) and (left_on is null or left_on >= birth_date));