CREATE TABLE "own_money" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"document_number" text NOT NULL,
	"paid_on" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"approved_by" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "own_money_document" UNIQUE("charity_id","document_number"),
	CONSTRAINT "own_money_amount" CHECK ("own_money"."amount_fen" between 1 and 10000000000),
	CONSTRAINT "own_money_two_people" CHECK ("own_money"."approved_by" is null or "own_money"."approved_by" <> "own_money"."recorded_by")
);
--> statement-breakpoint
ALTER TABLE "own_money" ADD CONSTRAINT "own_money_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_money" ADD CONSTRAINT "own_money_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_money" ADD CONSTRAINT "own_money_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "own_money_charity" ON "own_money" USING btree ("charity_id","recorded_at");