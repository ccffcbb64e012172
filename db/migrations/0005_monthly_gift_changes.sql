CREATE TABLE "monthly_gift_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"monthly_gift_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"amount_fen" bigint,
	"previous_amount_fen" bigint,
	"requested_by" uuid,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"outcome" text DEFAULT 'open' NOT NULL,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "monthly_gift_changes_monthlyGiftId_number_unique" UNIQUE("monthly_gift_id","number"),
	CONSTRAINT "monthly_gift_changes_amount" CHECK (("monthly_gift_changes"."kind" = 'amount') = ("monthly_gift_changes"."amount_fen" is not null))
);
--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD COLUMN "message" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD COLUMN "failure_code" text;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD COLUMN "card_brand" text;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD COLUMN "card_last4" text;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD COLUMN "card_expires_month" text;--> statement-breakpoint
ALTER TABLE "monthly_gift_changes" ADD CONSTRAINT "monthly_gift_changes_monthly_gift_id_monthly_gifts_id_fk" FOREIGN KEY ("monthly_gift_id") REFERENCES "public"."monthly_gifts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monthly_gift_changes" ADD CONSTRAINT "monthly_gift_changes_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "monthly_gift_changes_open" ON "monthly_gift_changes" USING btree ("monthly_gift_id") WHERE outcome = 'open' and kind <> 'card';--> statement-breakpoint
CREATE UNIQUE INDEX "monthly_gift_changes_open_card" ON "monthly_gift_changes" USING btree ("monthly_gift_id") WHERE outcome = 'open' and kind = 'card';