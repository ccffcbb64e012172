CREATE TABLE "duty_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"organization_id" uuid NOT NULL,
	"need_id" uuid,
	"subject" text DEFAULT '' NOT NULL,
	"started_on" text NOT NULL,
	"done_on" text,
	"statement" text DEFAULT '' NOT NULL,
	"record_url" text,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "duty_records_done" CHECK ("duty_records"."done_on" is null or length(btrim("duty_records"."statement")) >= 10)
);
--> statement-breakpoint
CREATE TABLE "need_gate_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"need_version" integer NOT NULL,
	"finding_key" text NOT NULL,
	"finding_text" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "need_gate_decisions_reason" CHECK (length(btrim("need_gate_decisions"."reason")) >= 4)
);
--> statement-breakpoint
CREATE TABLE "supervisor_objections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"need_version" integer NOT NULL,
	"content" text NOT NULL,
	"state" text NOT NULL,
	"raised_by" uuid NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "supervisor_objections_answered" CHECK (("supervisor_objections"."state" = 'answered') = ("supervisor_objections"."answer" is not null and "supervisor_objections"."outcome" is not null and "supervisor_objections"."answered_by" is not null)),
	CONSTRAINT "supervisor_objections_two_people" CHECK ("supervisor_objections"."answered_by" is null or "supervisor_objections"."answered_by" <> "supervisor_objections"."raised_by")
);
--> statement-breakpoint
CREATE TABLE "item_prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"name" text NOT NULL,
	"words" text[] NOT NULL,
	"unit" text NOT NULL,
	"reference_price_fen" bigint NOT NULL,
	"ceiling_fen" bigint NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text,
	"source" text NOT NULL,
	"proposal_id" uuid,
	CONSTRAINT "item_prices_order" CHECK ("item_prices"."reference_price_fen" > 0 and "item_prices"."ceiling_fen" >= "item_prices"."reference_price_fen"),
	CONSTRAINT "item_prices_words" CHECK (cardinality("item_prices"."words") > 0)
);
--> statement-breakpoint
CREATE TABLE "rule_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"region_code" text NOT NULL,
	"value" jsonb,
	"valid_from" text NOT NULL,
	"valid_to" text,
	"source" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "rule_proposals_two_people" CHECK ("rule_proposals"."state" <> 'approved' or ("rule_proposals"."decided_by" is not null and "rule_proposals"."decided_by" <> "rule_proposals"."proposed_by")),
	CONSTRAINT "rule_proposals_period" CHECK ("rule_proposals"."valid_to" is null or "rule_proposals"."valid_to" >= "rule_proposals"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "wording_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"word" text NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"advice" text NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text,
	"source" text NOT NULL,
	"proposal_id" uuid
);
--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "perceptual_hashes" text[];--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "public_causes" text[];--> statement-breakpoint
ALTER TABLE "jurisdiction_settings" ADD COLUMN "proposal_id" uuid;--> statement-breakpoint
ALTER TABLE "duty_records" ADD CONSTRAINT "duty_records_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_records" ADD CONSTRAINT "duty_records_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty_records" ADD CONSTRAINT "duty_records_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_gate_decisions" ADD CONSTRAINT "need_gate_decisions_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_gate_decisions" ADD CONSTRAINT "need_gate_decisions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisor_objections" ADD CONSTRAINT "supervisor_objections_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisor_objections" ADD CONSTRAINT "supervisor_objections_raised_by_users_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervisor_objections" ADD CONSTRAINT "supervisor_objections_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_prices" ADD CONSTRAINT "item_prices_proposal_id_rule_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."rule_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_proposals" ADD CONSTRAINT "rule_proposals_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_proposals" ADD CONSTRAINT "rule_proposals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wording_rules" ADD CONSTRAINT "wording_rules_proposal_id_rule_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."rule_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "duty_records_organization" ON "duty_records" USING btree ("organization_id","rule");--> statement-breakpoint
CREATE INDEX "duty_records_need" ON "duty_records" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "need_gate_decisions_need" ON "need_gate_decisions" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "need_gate_decisions_key" ON "need_gate_decisions" USING btree ("finding_key");--> statement-breakpoint
CREATE INDEX "supervisor_objections_need" ON "supervisor_objections" USING btree ("need_id");--> statement-breakpoint
CREATE INDEX "item_prices_place" ON "item_prices" USING btree ("region_code","name");--> statement-breakpoint
CREATE INDEX "rule_proposals_list" ON "rule_proposals" USING btree ("state","region_code");--> statement-breakpoint
CREATE UNIQUE INDEX "rule_proposals_one_open" ON "rule_proposals" USING btree ("kind","key","region_code") WHERE state = 'proposed';--> statement-breakpoint
CREATE INDEX "wording_rules_place" ON "wording_rules" USING btree ("region_code","word");