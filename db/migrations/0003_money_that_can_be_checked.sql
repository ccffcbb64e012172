CREATE TABLE "alarms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" uuid
);
--> statement-breakpoint
CREATE TABLE "parked_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"account" text,
	"is_live" boolean NOT NULL,
	"object_id" text,
	"code" text NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "reconciliation_findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"day" text NOT NULL,
	"class" text NOT NULL,
	"subject" text NOT NULL,
	"ours_fen" bigint,
	"theirs_fen" bigint,
	"found_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" uuid,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "reconciliation_findings_charityId_class_subject_unique" UNIQUE("charity_id","class","subject")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"day" text NOT NULL,
	"compared" integer NOT NULL,
	"finding_count" integer NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "official_receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"donation_id" uuid NOT NULL,
	"charity_id" uuid NOT NULL,
	"number" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"replaces_id" uuid,
	CONSTRAINT "official_receipts_replacesId_unique" UNIQUE("replaces_id"),
	CONSTRAINT "official_receipts_charityId_number_unique" UNIQUE("charity_id","number")
);
--> statement-breakpoint
CREATE TABLE "fund_spendings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"fund_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"description" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"payee_name" text NOT NULL,
	"document_number" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"approved_by" uuid,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "fund_spendings_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "fund_spendings_fundId_documentNumber_unique" UNIQUE("fund_id","document_number"),
	CONSTRAINT "fund_spendings_amount" CHECK ("fund_spendings"."amount_fen" > 0),
	CONSTRAINT "fund_spendings_two_people" CHECK ("fund_spendings"."approved_by" is null or "fund_spendings"."approved_by" <> "fund_spendings"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "ledger_lots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigserial NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"donation_id" uuid,
	"contributor" text,
	"allows_operating" boolean DEFAULT false NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_lots_sequence_unique" UNIQUE("sequence"),
	CONSTRAINT "ledger_lots_code_unique" UNIQUE("code"),
	CONSTRAINT "ledger_lots_donationId_unique" UNIQUE("donation_id")
);
--> statement-breakpoint
CREATE TABLE "monthly_gifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"form_nonce" text NOT NULL,
	"need_id" uuid NOT NULL,
	"charity_id" uuid NOT NULL,
	"user_id" uuid,
	"amount_fen" bigint NOT NULL,
	"state" text NOT NULL,
	"surplus_choice" text NOT NULL,
	"receipt_name" text DEFAULT '' NOT NULL,
	"email" text NOT NULL,
	"public_name" text,
	"locale" text NOT NULL,
	"checkout_session_id" text,
	"checkout_url" text,
	"checkout_attempt" integer DEFAULT 0 NOT NULL,
	"checkout_expires_at" timestamp (3) with time zone,
	"card_session_id" text,
	"provider_subscription_id" text,
	"change_number" integer DEFAULT 0 NOT NULL,
	"failed_attempts" integer DEFAULT 0 NOT NULL,
	"failed_invoice_id" text,
	"next_retry_at" timestamp (3) with time zone,
	"next_charge_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "monthly_gifts_formNonce_unique" UNIQUE("form_nonce"),
	CONSTRAINT "monthly_gifts_checkoutSessionId_unique" UNIQUE("checkout_session_id"),
	CONSTRAINT "monthly_gifts_cardSessionId_unique" UNIQUE("card_session_id"),
	CONSTRAINT "monthly_gifts_providerSubscriptionId_unique" UNIQUE("provider_subscription_id"),
	CONSTRAINT "monthly_gifts_amount" CHECK ("monthly_gifts"."amount_fen" between 500 and 10000000),
	CONSTRAINT "monthly_gifts_failed" CHECK ("monthly_gifts"."failed_attempts" >= 0)
);
--> statement-breakpoint
CREATE TABLE "offline_gifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"charity_id" uuid NOT NULL,
	"need_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"need_item_id" uuid,
	"item_name" text,
	"quantity" integer,
	"unit" text,
	"valuation_basis" text,
	"giver_name" text DEFAULT '' NOT NULL,
	"giver_email" text DEFAULT '' NOT NULL,
	"public_name" text,
	"received_on" text NOT NULL,
	"document_number" text NOT NULL,
	"document_file_id" uuid,
	"state" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"recorded_by" uuid NOT NULL,
	"approved_by" uuid,
	"claim_code_hash" text,
	"claimed_by" uuid,
	"claimed_at" timestamp (3) with time zone,
	"donation_id" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "offline_gifts_claimCodeHash_unique" UNIQUE("claim_code_hash"),
	CONSTRAINT "offline_gifts_donationId_unique" UNIQUE("donation_id"),
	CONSTRAINT "offline_gifts_charityId_documentNumber_unique" UNIQUE("charity_id","document_number"),
	CONSTRAINT "offline_gifts_amount" CHECK ("offline_gifts"."amount_fen" > 0),
	CONSTRAINT "offline_gifts_two_people" CHECK ("offline_gifts"."approved_by" is null or "offline_gifts"."approved_by" <> "offline_gifts"."recorded_by"),
	CONSTRAINT "offline_gifts_goods" CHECK ("offline_gifts"."kind" <> 'goods' or ("offline_gifts"."quantity" > 0 and "offline_gifts"."item_name" is not null and "offline_gifts"."valuation_basis" is not null))
);
--> statement-breakpoint
CREATE TABLE "pool_allocations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pool_account_id" uuid NOT NULL,
	"charity_id" uuid NOT NULL,
	"need_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"approved_by" uuid,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "pool_allocations_amount" CHECK ("pool_allocations"."amount_fen" > 0),
	CONSTRAINT "pool_allocations_two_people" CHECK ("pool_allocations"."approved_by" is null or "pool_allocations"."approved_by" <> "pool_allocations"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "chain_links" (
	"position" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"day" text NOT NULL,
	"salt" text NOT NULL,
	"leaf" text NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "chain_links_kind_subjectId_unique" UNIQUE("kind","subject_id")
);
--> statement-breakpoint
CREATE TABLE "chain_pending" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_roots" (
	"day" text PRIMARY KEY NOT NULL,
	"first_position" bigint NOT NULL,
	"last_position" bigint NOT NULL,
	"leaf_count" integer NOT NULL,
	"merkle_root" text NOT NULL,
	"root" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"donation_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "disputes_amount" CHECK ("disputes"."amount_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"donation_id" uuid NOT NULL,
	"payment_intent_id" text,
	"amount_fen" bigint NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"provider_refund_id" text,
	"failure_reason" text,
	"requested_by" uuid,
	"approved_by" uuid,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"approved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refunds_providerRefundId_unique" UNIQUE("provider_refund_id"),
	CONSTRAINT "refunds_amount" CHECK ("refunds"."amount_fen" > 0),
	CONSTRAINT "refunds_two_people" CHECK ("refunds"."approved_by" is null or "refunds"."approved_by" is distinct from "refunds"."requested_by")
);
--> statement-breakpoint
ALTER TABLE "donations" DROP CONSTRAINT "donations_paid";--> statement-breakpoint
DROP INDEX "ledger_entries_transaction";--> statement-breakpoint
DROP INDEX "ledger_entries_account";--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "cost_kind" text DEFAULT 'direct' NOT NULL;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "confirmation_method" text;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "confirmation_file_id" uuid;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "confirmation_code_hash" text;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "confirmation_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "return_reason" text;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "channel" text DEFAULT 'online' NOT NULL;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "refunded_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "allows_operating" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "lot_code" text;--> statement-breakpoint
UPDATE "donations" SET "lot_code" = upper(substr(md5(gen_random_uuid()::text), 1, 5) || '-' || substr(md5(gen_random_uuid()::text), 1, 5));--> statement-breakpoint
ALTER TABLE "donations" ALTER COLUMN "lot_code" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "receipt_number" text;--> statement-breakpoint
UPDATE "donations" SET "receipt_number" = upper('JD-' || substr(md5(gen_random_uuid()::text), 1, 5) || '-' || substr(md5(gen_random_uuid()::text), 1, 5));--> statement-breakpoint
ALTER TABLE "donations" ALTER COLUMN "receipt_number" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "verify_code" text;--> statement-breakpoint
UPDATE "donations" SET "verify_code" = upper(substr(md5(gen_random_uuid()::text), 1, 5) || '-' || substr(md5(gen_random_uuid()::text), 1, 5) || '-' || substr(md5(gen_random_uuid()::text), 1, 5) || '-' || substr(md5(gen_random_uuid()::text), 1, 5));--> statement-breakpoint
ALTER TABLE "donations" ALTER COLUMN "verify_code" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "monthly_gift_id" uuid;--> statement-breakpoint
ALTER TABLE "donations" ADD COLUMN "provider_invoice_id" text;--> statement-breakpoint
ALTER TABLE "funds" ADD COLUMN "floor_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "lot_id" uuid;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_findings" ADD CONSTRAINT "reconciliation_findings_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_findings" ADD CONSTRAINT "reconciliation_findings_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_runs" ADD CONSTRAINT "reconciliation_runs_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "official_receipts" ADD CONSTRAINT "official_receipts_donation_id_donations_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."donations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "official_receipts" ADD CONSTRAINT "official_receipts_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "official_receipts" ADD CONSTRAINT "official_receipts_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "official_receipts" ADD CONSTRAINT "official_receipts_replaces_id_official_receipts_id_fk" FOREIGN KEY ("replaces_id") REFERENCES "public"."official_receipts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_spendings" ADD CONSTRAINT "fund_spendings_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_spendings" ADD CONSTRAINT "fund_spendings_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_spendings" ADD CONSTRAINT "fund_spendings_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD CONSTRAINT "monthly_gifts_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD CONSTRAINT "monthly_gifts_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monthly_gifts" ADD CONSTRAINT "monthly_gifts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_need_item_id_need_items_id_fk" FOREIGN KEY ("need_item_id") REFERENCES "public"."need_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_document_file_id_files_id_fk" FOREIGN KEY ("document_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_claimed_by_users_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_donation_id_donations_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."donations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD CONSTRAINT "pool_allocations_pool_account_id_ledger_accounts_id_fk" FOREIGN KEY ("pool_account_id") REFERENCES "public"."ledger_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD CONSTRAINT "pool_allocations_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD CONSTRAINT "pool_allocations_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD CONSTRAINT "pool_allocations_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD CONSTRAINT "pool_allocations_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_donation_id_donations_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."donations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_donation_id_donations_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."donations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_open" ON "alarms" USING btree ("kind","subject") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "reconciliation_findings_open" ON "reconciliation_findings" USING btree ("charity_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "reconciliation_runs_charity" ON "reconciliation_runs" USING btree ("charity_id","ran_at");--> statement-breakpoint
CREATE INDEX "official_receipts_donation" ON "official_receipts" USING btree ("donation_id");--> statement-breakpoint
CREATE INDEX "fund_spendings_fund" ON "fund_spendings" USING btree ("fund_id");--> statement-breakpoint
CREATE INDEX "monthly_gifts_user" ON "monthly_gifts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "monthly_gifts_need" ON "monthly_gifts" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "monthly_gifts_retry" ON "monthly_gifts" USING btree ("next_retry_at") WHERE next_retry_at is not null;--> statement-breakpoint
CREATE INDEX "offline_gifts_need" ON "offline_gifts" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "pool_allocations_need" ON "pool_allocations" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "chain_links_day" ON "chain_links" USING btree ("day","position");--> statement-breakpoint
CREATE INDEX "disputes_donation" ON "disputes" USING btree ("donation_id");--> statement-breakpoint
CREATE INDEX "refunds_donation" ON "refunds" USING btree ("donation_id");--> statement-breakpoint
CREATE INDEX "refunds_open" ON "refunds" USING btree ("updated_at") WHERE state in ('requested', 'approved', 'pending');--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_confirmation_file_id_files_id_fk" FOREIGN KEY ("confirmation_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_monthly_gift_id_monthly_gifts_id_fk" FOREIGN KEY ("monthly_gift_id") REFERENCES "public"."monthly_gifts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_lot_id_ledger_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."ledger_lots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "donations_monthly" ON "donations" USING btree ("monthly_gift_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_lot" ON "ledger_entries" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_transaction" ON "ledger_entries" USING btree ("transaction_id","id");--> statement-breakpoint
CREATE INDEX "ledger_entries_account" ON "ledger_entries" USING btree ("account_id","lot_id");--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_lotCode_unique" UNIQUE("lot_code");--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_receiptNumber_unique" UNIQUE("receipt_number");--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_verifyCode_unique" UNIQUE("verify_code");--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_providerInvoiceId_unique" UNIQUE("provider_invoice_id");--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_refunded" CHECK ("donations"."refunded_fen" between 0 and "donations"."amount_fen");--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_paid" CHECK ("donations"."state" not in ('paid','settled') or ("donations"."paid_at" is not null and ("donations"."payment_intent_id" is not null or "donations"."channel" = 'offline')));