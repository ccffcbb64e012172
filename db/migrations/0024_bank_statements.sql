CREATE TABLE "bank_matches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"transaction_id" uuid,
	"reason" text DEFAULT '' NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"undone_by" uuid,
	"undone_at" timestamp (3) with time zone,
	"undo_reason" text,
	CONSTRAINT "bank_matches_kind" CHECK (("bank_matches"."kind" = 'booking') = ("bank_matches"."transaction_id" is not null)),
	CONSTRAINT "bank_matches_reason" CHECK ("bank_matches"."kind" = 'booking' or length("bank_matches"."reason") > 0),
	CONSTRAINT "bank_matches_undone" CHECK (num_nulls("bank_matches"."undone_by", "bank_matches"."undone_at", "bank_matches"."undo_reason") in (0, 3) and coalesce(length("bank_matches"."undo_reason"), 1) > 0)
);
--> statement-breakpoint
CREATE TABLE "bank_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"number_sealed" text NOT NULL,
	"number_last4" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bank_accounts_charityId_unique" UNIQUE("charity_id")
);
--> statement-breakpoint
CREATE TABLE "bank_line_details" (
	"line_id" uuid PRIMARY KEY NOT NULL,
	"details_sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigserial NOT NULL,
	"charity_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"day" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"balance_fen" bigint NOT NULL,
	"serial" text,
	"identity" text NOT NULL,
	CONSTRAINT "bank_lines_identity" UNIQUE("account_id","identity"),
	CONSTRAINT "bank_lines_amount" CHECK ("bank_lines"."amount_fen" <> 0),
	CONSTRAINT "bank_lines_day" CHECK ("bank_lines"."day" ~ '^\d{4}-\d{2}-\d{2}$')
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"format" text NOT NULL,
	"encoding" text,
	"sheet_name" text,
	"header_row" integer NOT NULL,
	"headers" text[] NOT NULL,
	"column_map" jsonb NOT NULL,
	"rows_sealed" text,
	"first_day" text,
	"last_day" text,
	"new_lines" integer DEFAULT 0 NOT NULL,
	"known_lines" integer DEFAULT 0 NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "bank_statements_closed" CHECK (("bank_statements"."state" = 'preview') = ("bank_statements"."closed_at" is null)),
	CONSTRAINT "bank_statements_rows" CHECK (("bank_statements"."state" = 'preview') = ("bank_statements"."rows_sealed" is not null))
);
--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_line_id_bank_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."bank_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_line_details" ADD CONSTRAINT "bank_line_details_line_id_bank_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."bank_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_account_id_bank_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."bank_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_account_id_bank_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."bank_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_uploaded_by_users_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_line" ON "bank_matches" USING btree ("line_id") WHERE undone_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_booking" ON "bank_matches" USING btree ("transaction_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "bank_lines_charity" ON "bank_lines" USING btree ("charity_id","day");--> statement-breakpoint
CREATE INDEX "bank_statements_charity" ON "bank_statements" USING btree ("charity_id","uploaded_at");