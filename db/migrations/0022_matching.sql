CREATE TABLE "intents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"helper_kind" text NOT NULL,
	"user_id" uuid,
	"organization_id" uuid,
	"created_by" uuid NOT NULL,
	"what" text NOT NULL,
	"amount_fen" bigint,
	"quantity" integer,
	"item_name" text DEFAULT '' NOT NULL,
	"most_needs" integer NOT NULL,
	"taken_needs" integer DEFAULT 0 NOT NULL,
	"region_codes" text[] NOT NULL,
	"home_code" text,
	"categories" text[] NOT NULL,
	"household_kinds" text[] NOT NULL,
	"is_strict" boolean DEFAULT false NOT NULL,
	"until" text NOT NULL,
	"conditions" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "intents_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "intents_one_helper" CHECK (("intents"."organization_id" is null) <> ("intents"."user_id" is null)),
	CONSTRAINT "intents_how_much" CHECK (case when "intents"."what" in ('money', 'purchase') then "intents"."amount_fen" > 0 else "intents"."quantity" > 0 end),
	CONSTRAINT "intents_capacity" CHECK ("intents"."most_needs" between 1 and 50 and "intents"."taken_needs" >= 0 and "intents"."taken_needs" <= "intents"."most_needs")
);
--> statement-breakpoint
CREATE TABLE "match_needs" (
	"need_id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"region_code" text NOT NULL,
	"type" text NOT NULL,
	"category" text NOT NULL,
	"household_kind" text NOT NULL,
	"misses_money" boolean NOT NULL,
	"misses_quantity" boolean NOT NULL,
	"nobody_helps" boolean NOT NULL,
	"is_village_without_enterprise" boolean NOT NULL,
	"is_deep_poverty" boolean NOT NULL,
	"is_poor_village" boolean NOT NULL,
	"published_on" text NOT NULL,
	"waiting_months" integer NOT NULL,
	"helpers_wanted" integer NOT NULL,
	"base" integer NOT NULL,
	"weights_version" integer NOT NULL,
	"next_month_on" text NOT NULL,
	CONSTRAINT "match_needs_publicCode_unique" UNIQUE("public_code")
);
--> statement-breakpoint
CREATE TABLE "match_postings" (
	"scope_code" text NOT NULL,
	"bucket" integer NOT NULL,
	"rank" integer NOT NULL,
	"public_code" text NOT NULL,
	"region_code" text NOT NULL,
	CONSTRAINT "match_postings_scope_code_bucket_rank_public_code_pk" PRIMARY KEY("scope_code","bucket","rank","public_code")
);
--> statement-breakpoint
CREATE TABLE "match_assignments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"round_id" uuid NOT NULL,
	"county_code" text NOT NULL,
	"need_id" uuid NOT NULL,
	"intent_id" uuid NOT NULL,
	"points" integer NOT NULL,
	"is_removed" boolean DEFAULT false NOT NULL,
	"is_added" boolean DEFAULT false NOT NULL,
	"changed_by" uuid,
	"change_reason" text,
	"proposal_id" uuid,
	CONSTRAINT "match_assignments_changed" CHECK (not ("match_assignments"."is_removed" or "match_assignments"."is_added") or ("match_assignments"."changed_by" is not null and length("match_assignments"."change_reason") >= 2))
);
--> statement-breakpoint
CREATE TABLE "match_round_parts" (
	"round_id" uuid NOT NULL,
	"county_code" text NOT NULL,
	"state" text NOT NULL,
	"checked_by" uuid,
	"checked_at" timestamp (3) with time zone,
	"released_by" uuid,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "match_round_parts_round_id_county_code_pk" PRIMARY KEY("round_id","county_code"),
	CONSTRAINT "match_round_parts_two_people" CHECK ("match_round_parts"."state" <> 'released' or ("match_round_parts"."checked_by" is not null and "match_round_parts"."released_by" is not null and "match_round_parts"."checked_by" <> "match_round_parts"."released_by"))
);
--> statement-breakpoint
CREATE TABLE "match_rounds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"as_of_day" text NOT NULL,
	"requested_by" uuid,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"weights_version" integer,
	"inputs" "bytea",
	"inputs_hash" text,
	"need_count" integer,
	"intent_count" integer,
	"assigned_count" integer,
	"points" bigint,
	"greedy_points" bigint,
	"bound_points" bigint,
	"progress" integer DEFAULT 0 NOT NULL,
	"proposed_at" timestamp (3) with time zone,
	CONSTRAINT "match_rounds_figures" CHECK ("match_rounds"."state" <> 'proposed' or ("match_rounds"."points" <= "match_rounds"."bound_points" and "match_rounds"."inputs_hash" is not null))
);
--> statement-breakpoint
CREATE TABLE "match_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"intent_id" uuid NOT NULL,
	"round_id" uuid,
	"state" text NOT NULL,
	"points" integer NOT NULL,
	"reasons" jsonb NOT NULL,
	"counterfactuals" jsonb NOT NULL,
	"weights_version" integer NOT NULL,
	"inputs_hash" text NOT NULL,
	"decline_code" text,
	"note" text DEFAULT '' NOT NULL,
	"pledge_id" uuid,
	"proposed_by" uuid,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"expires_on" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "match_proposals_declined" CHECK (("match_proposals"."state" = 'declined') = ("match_proposals"."decline_code" is not null)),
	CONSTRAINT "match_proposals_decided" CHECK (("match_proposals"."state" = 'proposed') = ("match_proposals"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "match_relations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"organization_id" uuid,
	"household_id" uuid,
	"need_id" uuid,
	"declared_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "match_relations_whom" CHECK (num_nonnulls("match_relations"."household_id", "match_relations"."need_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "match_weights" (
	"version" integer PRIMARY KEY NOT NULL,
	"weights" jsonb NOT NULL,
	"valid_from" text NOT NULL,
	"reason" text NOT NULL,
	"source" text NOT NULL,
	"set_by" uuid,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "match_weights_reason" CHECK (length("match_weights"."reason") >= 4 and length("match_weights"."source") >= 2)
);
--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_needs" ADD CONSTRAINT "match_needs_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_assignments" ADD CONSTRAINT "match_assignments_round_id_match_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."match_rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_assignments" ADD CONSTRAINT "match_assignments_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_assignments" ADD CONSTRAINT "match_assignments_intent_id_intents_id_fk" FOREIGN KEY ("intent_id") REFERENCES "public"."intents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_assignments" ADD CONSTRAINT "match_assignments_changed_by_users_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_round_parts" ADD CONSTRAINT "match_round_parts_round_id_match_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."match_rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_round_parts" ADD CONSTRAINT "match_round_parts_checked_by_users_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_round_parts" ADD CONSTRAINT "match_round_parts_released_by_users_id_fk" FOREIGN KEY ("released_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_rounds" ADD CONSTRAINT "match_rounds_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_proposals" ADD CONSTRAINT "match_proposals_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_proposals" ADD CONSTRAINT "match_proposals_intent_id_intents_id_fk" FOREIGN KEY ("intent_id") REFERENCES "public"."intents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_proposals" ADD CONSTRAINT "match_proposals_pledge_id_pledges_id_fk" FOREIGN KEY ("pledge_id") REFERENCES "public"."pledges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_proposals" ADD CONSTRAINT "match_proposals_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_relations" ADD CONSTRAINT "match_relations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_relations" ADD CONSTRAINT "match_relations_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_relations" ADD CONSTRAINT "match_relations_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_weights" ADD CONSTRAINT "match_weights_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "intents_open" ON "intents" USING btree ("what","id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "intents_until" ON "intents" USING btree ("until") WHERE state in ('open', 'paused');--> statement-breakpoint
CREATE INDEX "intents_user" ON "intents" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "intents_organization" ON "intents" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "match_needs_region" ON "match_needs" USING btree ("region_code" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "match_needs_next_month" ON "match_needs" USING btree ("next_month_on");--> statement-breakpoint
CREATE UNIQUE INDEX "match_assignments_pair" ON "match_assignments" USING btree ("round_id","need_id","intent_id");--> statement-breakpoint
CREATE INDEX "match_assignments_part" ON "match_assignments" USING btree ("round_id","county_code");--> statement-breakpoint
CREATE INDEX "match_round_parts_county" ON "match_round_parts" USING btree ("county_code","state");--> statement-breakpoint
CREATE UNIQUE INDEX "match_rounds_one_at_work" ON "match_rounds" USING btree ((true)) WHERE state in ('requested', 'computing');--> statement-breakpoint
CREATE INDEX "match_rounds_day" ON "match_rounds" USING btree ("as_of_day");--> statement-breakpoint
CREATE UNIQUE INDEX "match_proposals_live" ON "match_proposals" USING btree ("intent_id","need_id") WHERE state in ('proposed', 'accepted');--> statement-breakpoint
CREATE INDEX "match_proposals_need" ON "match_proposals" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "match_proposals_expiry" ON "match_proposals" USING btree ("expires_on") WHERE state = 'proposed';--> statement-breakpoint
CREATE INDEX "match_relations_user" ON "match_relations" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "match_relations_organization" ON "match_relations" USING btree ("organization_id");--> statement-breakpoint
INSERT INTO "match_weights" ("version", "weights", "valid_from", "reason", "source", "set_by", "set_at") VALUES (1,
  '{"home_province":500,"home_city":1000,"home_county":3000,"home_township":3500,"home_village":4000,"nobody_helps":2500,"village_without_enterprise":2000,"deep_poverty":1500,"poor_village":500,"special_group":1000,"category_wanted":1500,"household_kind_wanted":1000,"waiting_month":100,"waiting_months_most":10}',
  '2016-01-01', '起始权重：先照顾没有人帮的、没有企业结对的村和深度贫困地区', '聚焦深度贫困地区和特殊贫困群体；建立一村一企业联结机制', NULL, '2016-01-01T00:00:00Z');
