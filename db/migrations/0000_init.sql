CREATE TABLE "rate_limits" (
	"key" text NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "rate_limits_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "role_grants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"region_code" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone,
	CONSTRAINT "role_grants_userId_role_regionCode_unique" UNIQUE("user_id","role","region_code")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"idle_minutes" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"display_name" text NOT NULL,
	"locale" text DEFAULT 'zh-CN' NOT NULL,
	"is_disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "allocations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"donation_id" uuid NOT NULL,
	"need_id" uuid,
	"pool_region_code" text,
	"amount_fen" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "allocations_amount" CHECK ("allocations"."amount_fen" > 0),
	CONSTRAINT "allocations_one_target" CHECK (("allocations"."need_id" is null) <> ("allocations"."pool_region_code" is null))
);
--> statement-breakpoint
CREATE TABLE "disbursements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"need_id" uuid NOT NULL,
	"charity_id" uuid NOT NULL,
	"payee_kind" text NOT NULL,
	"payee_name" text NOT NULL,
	"purpose" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"invoice_number" text,
	"evidence_file_id" uuid,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"paid_by" uuid,
	"confirmed_by" uuid,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "disbursements_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "disbursements_needId_invoiceNumber_unique" UNIQUE("need_id","invoice_number"),
	CONSTRAINT "disbursements_amount" CHECK ("disbursements"."amount_fen" > 0),
	CONSTRAINT "disbursements_three_people" CHECK ("disbursements"."paid_by" is distinct from "disbursements"."proposed_by" and "disbursements"."confirmed_by" is distinct from "disbursements"."proposed_by" and ("disbursements"."confirmed_by" is null or "disbursements"."confirmed_by" is distinct from "disbursements"."paid_by"))
);
--> statement-breakpoint
CREATE TABLE "donations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"form_nonce" text NOT NULL,
	"need_id" uuid NOT NULL,
	"charity_id" uuid NOT NULL,
	"user_id" uuid,
	"amount_fen" bigint NOT NULL,
	"currency" text DEFAULT 'cny' NOT NULL,
	"state" text NOT NULL,
	"surplus_choice" text NOT NULL,
	"receipt_name" text DEFAULT '' NOT NULL,
	"email" text NOT NULL,
	"public_name" text,
	"message" text DEFAULT '' NOT NULL,
	"locale" text NOT NULL,
	"checkout_session_id" text,
	"checkout_url" text,
	"checkout_attempt" integer DEFAULT 0 NOT NULL,
	"payment_intent_id" text,
	"payment_method" text,
	"fee_fen" bigint,
	"failure_code" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"paid_at" timestamp (3) with time zone,
	CONSTRAINT "donations_formNonce_unique" UNIQUE("form_nonce"),
	CONSTRAINT "donations_checkoutSessionId_unique" UNIQUE("checkout_session_id"),
	CONSTRAINT "donations_paymentIntentId_unique" UNIQUE("payment_intent_id"),
	CONSTRAINT "donations_amount" CHECK ("donations"."amount_fen" between 100 and 10000000000),
	CONSTRAINT "donations_paid" CHECK ("donations"."state" not in ('paid','settled') or ("donations"."paid_at" is not null and "donations"."payment_intent_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"account" text,
	"is_live" boolean NOT NULL,
	"object_id" text,
	"outcome" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"storage_key" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"width_pixels" integer,
	"height_pixels" integer,
	"sha256" text NOT NULL,
	"is_public" boolean DEFAULT false NOT NULL,
	"uploaded_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "files_storageKey_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"text_version" text NOT NULL,
	"signed_by_name" text NOT NULL,
	"is_guardian" boolean DEFAULT false NOT NULL,
	"method" text NOT NULL,
	"evidence_file_id" uuid,
	"recorded_by" uuid,
	"given_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "household_members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"relation" text NOT NULL,
	"gender" text NOT NULL,
	"birth_date" text NOT NULL,
	"id_number_sealed" text,
	"id_number_index" text,
	"labour_ability" text NOT NULL,
	"is_student" boolean DEFAULT false NOT NULL,
	"is_disabled" boolean DEFAULT false NOT NULL,
	"has_chronic_illness" boolean DEFAULT false NOT NULL,
	CONSTRAINT "household_members_idNumberIndex_unique" UNIQUE("id_number_index")
);
--> statement-breakpoint
CREATE TABLE "households" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"register_number" text NOT NULL,
	"region_code" text NOT NULL,
	"head_name" text NOT NULL,
	"phone_sealed" text,
	"group_name" text,
	"state" text NOT NULL,
	"programme" text NOT NULL,
	"programme_from" text NOT NULL,
	"programme_to" text,
	"is_focus" boolean DEFAULT false NOT NULL,
	"causes" text[] NOT NULL,
	"circumstances" text DEFAULT '' NOT NULL,
	"strengths" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "households_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "households_registerNumber_unique" UNIQUE("register_number")
);
--> statement-breakpoint
CREATE TABLE "responsible_persons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"assigned_by" uuid,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone,
	"hand_over_note" text
);
--> statement-breakpoint
CREATE TABLE "impact_report_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"report_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item" text NOT NULL,
	"planned_fen" bigint NOT NULL,
	"spent_fen" bigint NOT NULL,
	"disbursement_id" uuid,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "impact_report_lines_amounts" CHECK ("impact_report_lines"."planned_fen" >= 0 and "impact_report_lines"."spent_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "impact_report_photos" (
	"report_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"alternative_text" text NOT NULL,
	"shows_person" boolean NOT NULL,
	CONSTRAINT "impact_report_photos_report_id_file_id_pk" PRIMARY KEY("report_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "impact_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"need_id" uuid NOT NULL,
	"region_code" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"confirmed_by_role" text DEFAULT '' NOT NULL,
	"confirmed_on" text,
	"beneficiary_households" integer,
	"beneficiary_persons" integer,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid,
	"published_by" uuid,
	"review_note" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "impact_reports_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "impact_reports_two_people" CHECK ("impact_reports"."published_by" is null or "impact_reports"."published_by" is distinct from "impact_reports"."created_by")
);
--> statement-breakpoint
CREATE TABLE "fund_budgets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"fund_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"amount_fen" bigint NOT NULL,
	CONSTRAINT "fund_budgets_fundId_year_unique" UNIQUE("fund_id","year")
);
--> statement-breakpoint
CREATE TABLE "funds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"region_code" text NOT NULL,
	"purposes" text[] NOT NULL,
	"is_operating" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "funds_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"legal_person" text NOT NULL,
	"region_code" text,
	"subject_id" uuid,
	CONSTRAINT "ledger_accounts_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"transaction_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	CONSTRAINT "ledger_entries_amount" CHECK ("ledger_entries"."amount_fen" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigserial NOT NULL,
	"reference" text NOT NULL,
	"kind" text NOT NULL,
	"description" text NOT NULL,
	"source" text NOT NULL,
	"actor_user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_transactions_sequence_unique" UNIQUE("sequence"),
	CONSTRAINT "ledger_transactions_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "plan_budget_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_code" text NOT NULL,
	"region_code" text NOT NULL,
	"year" integer,
	"payer" text NOT NULL,
	"line" text NOT NULL,
	"per_person_fen" bigint NOT NULL,
	"person_count" integer NOT NULL,
	"amount_fen" bigint NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "plan_budget_lines_product" CHECK ("plan_budget_lines"."amount_fen" = "plan_budget_lines"."per_person_fen" * "plan_budget_lines"."person_count")
);
--> statement-breakpoint
CREATE TABLE "need_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"unit" text NOT NULL,
	"quantity" integer NOT NULL,
	"unit_price_fen" bigint,
	"pledged_quantity" integer DEFAULT 0 NOT NULL,
	"delivered_quantity" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "need_items_quantity" CHECK ("need_items"."quantity" > 0),
	CONSTRAINT "need_items_pledged" CHECK ("need_items"."pledged_quantity" >= 0 and "need_items"."pledged_quantity" <= "need_items"."quantity"),
	CONSTRAINT "need_items_delivered" CHECK ("need_items"."delivered_quantity" >= 0 and "need_items"."delivered_quantity" <= "need_items"."pledged_quantity")
);
--> statement-breakpoint
CREATE TABLE "need_photos" (
	"need_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"alternative_text" text NOT NULL,
	"shows_person" boolean NOT NULL,
	CONSTRAINT "need_photos_need_id_file_id_pk" PRIMARY KEY("need_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "needs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"region_code" text NOT NULL,
	"household_id" uuid,
	"type" text NOT NULL,
	"category" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"story" text DEFAULT '' NOT NULL,
	"staff_note" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"publication_mode" text DEFAULT 'intent_only' NOT NULL,
	"charity_id" uuid,
	"filing_id" uuid,
	"goal_fen" bigint,
	"funded_fen" bigint DEFAULT 0 NOT NULL,
	"donation_count" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"needed_by" text,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"checked_by" uuid,
	"checked_at" timestamp (3) with time zone,
	"approved_by" uuid,
	"published_at" timestamp (3) with time zone,
	"fulfilled_at" timestamp (3) with time zone,
	"register_verified_on" text,
	CONSTRAINT "needs_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "needs_funded_within_goal" CHECK ("needs"."funded_fen" >= 0 and "needs"."funded_fen" <= coalesce("needs"."goal_fen", 0)),
	CONSTRAINT "needs_goal_positive" CHECK ("needs"."goal_fen" is null or "needs"."goal_fen" > 0),
	CONSTRAINT "needs_public_needs_filing" CHECK ("needs"."publication_mode" <> 'public' or ("needs"."charity_id" is not null and "needs"."filing_id" is not null)),
	CONSTRAINT "needs_published_at" CHECK ("needs"."state" not in ('published','fulfilled','reported','closed') or "needs"."published_at" is not null),
	CONSTRAINT "needs_two_people" CHECK ("needs"."checked_by" is null or "needs"."created_by" is null or "needs"."checked_by" <> "needs"."created_by")
);
--> statement-breakpoint
CREATE TABLE "fundraising_filings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charity_id" uuid NOT NULL,
	"filing_number" text NOT NULL,
	"title" text NOT NULL,
	"purpose" text NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text NOT NULL,
	"surplus_rule" text NOT NULL,
	"record_url" text,
	CONSTRAINT "fundraising_filings_filingNumber_unique" UNIQUE("filing_number")
);
--> statement-breakpoint
CREATE TABLE "organization_members" (
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"is_owner" boolean DEFAULT false NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organization_members_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"credit_code" text NOT NULL,
	"state" text NOT NULL,
	"region_code" text NOT NULL,
	"introduction" text DEFAULT '' NOT NULL,
	"contact_name" text NOT NULL,
	"contact_phone" text NOT NULL,
	"contact_email" text NOT NULL,
	"qualification_number" text,
	"qualification_valid_to" text,
	"stripe_account_id" text,
	"review_note" text,
	"reviewed_by" uuid,
	"reviewed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organizations_creditCode_unique" UNIQUE("credit_code"),
	CONSTRAINT "organizations_stripeAccountId_unique" UNIQUE("stripe_account_id")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dedupe_key" text NOT NULL,
	"template" text NOT NULL,
	"recipient" text NOT NULL,
	"locale" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"last_error" text,
	CONSTRAINT "mails_dedupeKey_unique" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "outbox_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"last_error" text,
	"dead_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "pairings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"kind" text NOT NULL,
	"organization_id" uuid,
	"user_id" uuid,
	"region_code" text NOT NULL,
	"household_id" uuid,
	"state" text NOT NULL,
	"promise" text NOT NULL,
	"from_day" text NOT NULL,
	"to_day" text NOT NULL,
	"village_note" text,
	"proposed_by" uuid,
	"consented_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "pairings_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "pairings_one_helper" CHECK (("pairings"."organization_id" is null) <> ("pairings"."user_id" is null))
);
--> statement-breakpoint
CREATE TABLE "pledges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"need_id" uuid NOT NULL,
	"need_item_id" uuid,
	"pairing_id" uuid,
	"organization_id" uuid,
	"user_id" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"quantity" integer,
	"received_quantity" integer DEFAULT 0 NOT NULL,
	"delivered_quantity" integer DEFAULT 0 NOT NULL,
	"amount_fen" bigint,
	"promised_for" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"signed_by_name" text,
	"signature_file_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pledges_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "pledges_what" CHECK (("pledges"."kind" = 'money_later') = ("pledges"."amount_fen" is not null)),
	CONSTRAINT "pledges_item" CHECK ("pledges"."kind" = 'money_later' or ("pledges"."need_item_id" is not null and "pledges"."quantity" > 0)),
	CONSTRAINT "pledges_balance" CHECK ("pledges"."delivered_quantity" >= 0 and "pledges"."delivered_quantity" <= "pledges"."received_quantity" and "pledges"."received_quantity" <= coalesce("pledges"."quantity", 0))
);
--> statement-breakpoint
CREATE TABLE "policy_articles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"region_code" text NOT NULL,
	"title" text NOT NULL,
	"title_en" text NOT NULL,
	"summary" text NOT NULL,
	"summary_en" text NOT NULL,
	"body" text NOT NULL,
	"source" text NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text,
	"position" integer NOT NULL,
	CONSTRAINT "policy_articles_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "jurisdiction_settings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region_flag_periods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"flag" text NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "regions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"level" text NOT NULL,
	"parent_code" text
);
--> statement-breakpoint
CREATE TABLE "villages" (
	"region_code" text PRIMARY KEY NOT NULL,
	"introduction" text DEFAULT '' NOT NULL,
	"population_count" integer,
	"household_count" integer,
	"collective_income_target_fen" bigint,
	"photo_file_id" text
);
--> statement-breakpoint
CREATE TABLE "state_transitions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"noun" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"from_state" text,
	"event" text NOT NULL,
	"to_state" text NOT NULL,
	"reason" text,
	"actor_user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "need_signatures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"need_version" integer NOT NULL,
	"signer_name" text NOT NULL,
	"method" text NOT NULL,
	"evidence_file_id" uuid,
	"recorded_by" uuid,
	"signed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "need_signatures_needId_needVersion_unique" UNIQUE("need_id","need_version")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"kind" text NOT NULL,
	"need_id" uuid,
	"need_version" integer,
	"region_code" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"objection_phone" text NOT NULL,
	"min_days" integer NOT NULL,
	"rule_source" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closes_not_before" timestamp (3) with time zone NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"opened_by" uuid,
	CONSTRAINT "notices_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "notices_full_days" CHECK ("notices"."closes_not_before" >= "notices"."opened_at" + make_interval(days => "notices"."min_days")),
	CONSTRAINT "notices_not_early" CHECK ("notices"."state" <> 'closed' or ("notices"."closed_at" is not null and "notices"."closed_at" >= "notices"."closes_not_before")),
	CONSTRAINT "notices_min_days" CHECK ("notices"."min_days" between 1 and 60)
);
--> statement-breakpoint
CREATE TABLE "objections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"notice_id" uuid NOT NULL,
	"content" text NOT NULL,
	"contact_sealed" text,
	"state" text NOT NULL,
	"answer" text,
	"is_upheld" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "objections_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "objections_answered" CHECK ("objections"."state" <> 'answered' or ("objections"."answer" is not null and "objections"."answered_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "review_meetings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"need_version" integer NOT NULL,
	"held_on" text NOT NULL,
	"place" text NOT NULL,
	"attendees" text NOT NULL,
	"attendee_count" integer NOT NULL,
	"votes_for" integer NOT NULL,
	"votes_against" integer NOT NULL,
	"votes_abstained" integer NOT NULL,
	"minutes" text NOT NULL,
	"minutes_file_id" uuid,
	"recorded_by" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_meetings_votes" CHECK ("review_meetings"."votes_for" + "review_meetings"."votes_against" + "review_meetings"."votes_abstained" <= "review_meetings"."attendee_count"),
	CONSTRAINT "review_meetings_counts" CHECK ("review_meetings"."votes_for" >= 0 and "review_meetings"."votes_against" >= 0 and "review_meetings"."votes_abstained" >= 0)
);
--> statement-breakpoint
CREATE TABLE "volunteer_projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"organization_id" uuid NOT NULL,
	"need_id" uuid,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"service_type" text NOT NULL,
	"region_code" text NOT NULL,
	"place" text NOT NULL,
	"risk_notice" text NOT NULL,
	"visits_homes" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "volunteer_projects_publicCode_unique" UNIQUE("public_code")
);
--> statement-breakpoint
CREATE TABLE "volunteer_shifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"seats" integer NOT NULL,
	"taken_seats" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "volunteer_shifts_seats" CHECK ("volunteer_shifts"."seats" > 0 and "volunteer_shifts"."taken_seats" >= 0 and "volunteer_shifts"."taken_seats" <= "volunteer_shifts"."seats"),
	CONSTRAINT "volunteer_shifts_times" CHECK ("volunteer_shifts"."ends_at" > "volunteer_shifts"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "volunteer_signups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shift_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text NOT NULL,
	"risk_acknowledged_at" timestamp (3) with time zone NOT NULL,
	"checked_in_at" timestamp (3) with time zone,
	"checked_out_at" timestamp (3) with time zone,
	"confirmed_minutes" integer,
	"confirmed_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "volunteer_signups_minutes" CHECK ("volunteer_signups"."confirmed_minutes" is null or "volunteer_signups"."confirmed_minutes" between 0 and 1440)
);
--> statement-breakpoint
CREATE TABLE "volunteers" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"real_name" text NOT NULL,
	"phone_sealed" text NOT NULL,
	"region_code" text NOT NULL,
	"skills" text[] NOT NULL,
	"availability" text DEFAULT '' NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_donation_id_donations_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."donations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_evidence_file_id_files_id_fk" FOREIGN KEY ("evidence_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_paid_by_users_id_fk" FOREIGN KEY ("paid_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donations" ADD CONSTRAINT "donations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_uploaded_by_users_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_members" ADD CONSTRAINT "household_members_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsible_persons" ADD CONSTRAINT "responsible_persons_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsible_persons" ADD CONSTRAINT "responsible_persons_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responsible_persons" ADD CONSTRAINT "responsible_persons_assigned_by_users_id_fk" FOREIGN KEY ("assigned_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_report_lines" ADD CONSTRAINT "impact_report_lines_report_id_impact_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."impact_reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_report_lines" ADD CONSTRAINT "impact_report_lines_disbursement_id_disbursements_id_fk" FOREIGN KEY ("disbursement_id") REFERENCES "public"."disbursements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_report_photos" ADD CONSTRAINT "impact_report_photos_report_id_impact_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."impact_reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_report_photos" ADD CONSTRAINT "impact_report_photos_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_reports" ADD CONSTRAINT "impact_reports_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_reports" ADD CONSTRAINT "impact_reports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact_reports" ADD CONSTRAINT "impact_reports_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_budgets" ADD CONSTRAINT "fund_budgets_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_account_id_ledger_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."ledger_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_items" ADD CONSTRAINT "need_items_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_photos" ADD CONSTRAINT "need_photos_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_photos" ADD CONSTRAINT "need_photos_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_filing_id_fundraising_filings_id_fk" FOREIGN KEY ("filing_id") REFERENCES "public"."fundraising_filings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_checked_by_users_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fundraising_filings" ADD CONSTRAINT "fundraising_filings_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_reviewed_by_users_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_consented_by_users_id_fk" FOREIGN KEY ("consented_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_need_item_id_need_items_id_fk" FOREIGN KEY ("need_item_id") REFERENCES "public"."need_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_signature_file_id_files_id_fk" FOREIGN KEY ("signature_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_flag_periods" ADD CONSTRAINT "region_flag_periods_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "villages" ADD CONSTRAINT "villages_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_signatures" ADD CONSTRAINT "need_signatures_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_signatures" ADD CONSTRAINT "need_signatures_evidence_file_id_files_id_fk" FOREIGN KEY ("evidence_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_signatures" ADD CONSTRAINT "need_signatures_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_opened_by_users_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objections" ADD CONSTRAINT "objections_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_meetings" ADD CONSTRAINT "review_meetings_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_meetings" ADD CONSTRAINT "review_meetings_minutes_file_id_files_id_fk" FOREIGN KEY ("minutes_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_meetings" ADD CONSTRAINT "review_meetings_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_projects" ADD CONSTRAINT "volunteer_projects_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_projects" ADD CONSTRAINT "volunteer_projects_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_projects" ADD CONSTRAINT "volunteer_projects_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_projects" ADD CONSTRAINT "volunteer_projects_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_shifts" ADD CONSTRAINT "volunteer_shifts_project_id_volunteer_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."volunteer_projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD CONSTRAINT "volunteer_signups_shift_id_volunteer_shifts_id_fk" FOREIGN KEY ("shift_id") REFERENCES "public"."volunteer_shifts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD CONSTRAINT "volunteer_signups_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_signups" ADD CONSTRAINT "volunteer_signups_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteers" ADD CONSTRAINT "volunteers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "role_grants_user" ON "role_grants" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "allocations_need" ON "allocations" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "allocations_donation" ON "allocations" USING btree ("donation_id");--> statement-breakpoint
CREATE INDEX "disbursements_need" ON "disbursements" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "donations_need" ON "donations" USING btree ("need_id","paid_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "donations_user" ON "donations" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "donations_open" ON "donations" USING btree ("updated_at") WHERE state in ('started','pending');--> statement-breakpoint
CREATE UNIQUE INDEX "consents_standing" ON "consents" USING btree ("household_id","purpose") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "household_members_household" ON "household_members" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "households_region" ON "households" USING btree ("region_code" text_pattern_ops,"state");--> statement-breakpoint
CREATE UNIQUE INDEX "responsible_persons_standing" ON "responsible_persons" USING btree ("household_id") WHERE to_at is null;--> statement-breakpoint
CREATE INDEX "impact_report_lines_report" ON "impact_report_lines" USING btree ("report_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "impact_reports_one_per_need" ON "impact_reports" USING btree ("need_id") WHERE state <> 'withdrawn';--> statement-breakpoint
CREATE INDEX "impact_reports_list" ON "impact_reports" USING btree ("state","published_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "ledger_accounts_subject" ON "ledger_accounts" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_transaction" ON "ledger_entries" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_account" ON "ledger_entries" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "ledger_transactions_at" ON "ledger_transactions" USING btree ("at");--> statement-breakpoint
CREATE INDEX "plan_budget_lines_plan" ON "plan_budget_lines" USING btree ("plan_code");--> statement-breakpoint
CREATE INDEX "need_items_need" ON "need_items" USING btree ("need_id","position");--> statement-breakpoint
CREATE INDEX "needs_region_state" ON "needs" USING btree ("region_code" text_pattern_ops,"state");--> statement-breakpoint
CREATE INDEX "needs_public_list" ON "needs" USING btree ("state","published_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "needs_household" ON "needs" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "organizations_state" ON "organizations" USING btree ("state","kind");--> statement-breakpoint
CREATE INDEX "mails_open" ON "mails" USING btree ("next_attempt_at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "outbox_events_open" ON "outbox_events" USING btree ("next_attempt_at") WHERE processed_at is null and dead_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "pairings_one_active_household" ON "pairings" USING btree ("household_id") WHERE state = 'active' and household_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "pairings_one_live_organization" ON "pairings" USING btree ("organization_id","region_code") WHERE state in ('proposed','identity_checked','consented','agreed','active') and organization_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "pairings_one_live_individual" ON "pairings" USING btree ("user_id","household_id") WHERE state in ('proposed','identity_checked','consented','agreed','active') and user_id is not null;--> statement-breakpoint
CREATE INDEX "pairings_region" ON "pairings" USING btree ("region_code" text_pattern_ops,"state");--> statement-breakpoint
CREATE INDEX "pledges_need" ON "pledges" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "pledges_organization" ON "pledges" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "pledges_user" ON "pledges" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "policy_articles_region" ON "policy_articles" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "jurisdiction_settings_key" ON "jurisdiction_settings" USING btree ("key","region_code");--> statement-breakpoint
CREATE INDEX "region_flag_periods_region" ON "region_flag_periods" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "regions_parent" ON "regions" USING btree ("parent_code");--> statement-breakpoint
CREATE INDEX "regions_prefix" ON "regions" USING btree ("code" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "state_transitions_subject" ON "state_transitions" USING btree ("noun","subject_id","at");--> statement-breakpoint
CREATE INDEX "notices_list" ON "notices" USING btree ("state","opened_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notices_need" ON "notices" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "objections_notice" ON "objections" USING btree ("notice_id");--> statement-breakpoint
CREATE INDEX "review_meetings_need" ON "review_meetings" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "volunteer_projects_list" ON "volunteer_projects" USING btree ("state","published_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "volunteer_projects_organization" ON "volunteer_projects" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "volunteer_shifts_project" ON "volunteer_shifts" USING btree ("project_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "volunteer_signups_live" ON "volunteer_signups" USING btree ("shift_id","user_id") WHERE state not in ('cancelled','declined');--> statement-breakpoint
CREATE INDEX "volunteer_signups_user" ON "volunteer_signups" USING btree ("user_id");