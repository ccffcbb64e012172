CREATE TABLE "role_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"display_name" text NOT NULL,
	"role" text NOT NULL,
	"region_code" text NOT NULL,
	"valid_to" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "role_proposals_two_people" CHECK ("role_proposals"."state" <> 'approved' or "role_proposals"."decided_by" <> "role_proposals"."proposed_by")
);
--> statement-breakpoint
ALTER TABLE "role_grants" DROP CONSTRAINT "role_grants_userId_role_regionCode_unique";--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "given_by" uuid;--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "approved_by" uuid;--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "role_grants" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "role_proposals" ADD CONSTRAINT "role_proposals_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_proposals" ADD CONSTRAINT "role_proposals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "role_proposals_one_open" ON "role_proposals" USING btree ("email","role","region_code") WHERE state = 'proposed';--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_given_by_users_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "role_grants_region" ON "role_grants" USING btree ("region_code" text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "role_grants_one_standing" ON "role_grants" USING btree ("user_id","role","region_code") WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_end" CHECK ("role_grants"."ended_at" is null or "role_grants"."valid_to" <= "role_grants"."ended_at");