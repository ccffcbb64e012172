CREATE TABLE "account_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"step" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "account_proposals_two_people" CHECK ("account_proposals"."proposed_by" <> "account_proposals"."user_id" and ("account_proposals"."state" <> 'approved' or ("account_proposals"."decided_by" is not null and "account_proposals"."decided_at" is not null and "account_proposals"."decided_by" not in ("account_proposals"."proposed_by", "account_proposals"."user_id"))))
);
--> statement-breakpoint
ALTER TABLE "role_grants" DROP CONSTRAINT "role_grants_end";--> statement-breakpoint
-- An end that was written without its moment is one: those who were ended stay ended. The owner does it past the trigger that keeps ends.
DO $$ BEGIN
  IF EXISTS (SELECT FROM role_grants WHERE ended_at IS NOT NULL AND valid_to IS NULL) THEN
    ALTER TABLE role_grants DISABLE TRIGGER USER;
    UPDATE role_grants SET valid_to = ended_at WHERE ended_at IS NOT NULL AND valid_to IS NULL;
    ALTER TABLE role_grants ENABLE TRIGGER USER;
  END IF;
END $$;--> statement-breakpoint
ALTER TABLE "role_proposals" DROP CONSTRAINT "role_proposals_two_people";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "disabled_by" uuid;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "disabled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "disable_reason" text;--> statement-breakpoint
ALTER TABLE "account_proposals" ADD CONSTRAINT "account_proposals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_proposals" ADD CONSTRAINT "account_proposals_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_proposals" ADD CONSTRAINT "account_proposals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_proposals_one_open" ON "account_proposals" USING btree ("user_id","step") WHERE state = 'proposed';--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_disabled_by_users_id_fk" FOREIGN KEY ("disabled_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_end" CHECK ("role_grants"."ended_at" is null or ("role_grants"."valid_to" is not null and "role_grants"."valid_to" <= "role_grants"."ended_at"));--> statement-breakpoint
ALTER TABLE "role_proposals" ADD CONSTRAINT "role_proposals_two_people" CHECK (state <> 'approved' or coalesce(decided_by <> proposed_by, false));