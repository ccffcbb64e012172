CREATE TABLE "complaint_files" (
	"complaint_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	CONSTRAINT "complaint_files_complaint_id_file_id_pk" PRIMARY KEY("complaint_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "complaint_people" (
	"complaint_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "complaint_people_complaint_id_user_id_pk" PRIMARY KEY("complaint_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "complaints" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"case_number" text NOT NULL,
	"kind" text NOT NULL,
	"content" text NOT NULL,
	"contact_sealed" text,
	"email_sealed" text,
	"locale" text NOT NULL,
	"about_path" text NOT NULL,
	"need_id" uuid,
	"household_id" uuid,
	"organization_id" uuid,
	"fund_id" uuid,
	"region_code" text NOT NULL,
	"state" text NOT NULL,
	"is_serious" boolean DEFAULT false NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"due_on" text NOT NULL,
	"reply_working_days" integer NOT NULL,
	"rule_source" text NOT NULL,
	"accepted_by" uuid,
	"outcome" text,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	"authority" text,
	"transferred_by" uuid,
	"transferred_at" timestamp (3) with time zone,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "complaints_codeHash_unique" UNIQUE("code_hash"),
	CONSTRAINT "complaints_caseNumber_unique" UNIQUE("case_number"),
	CONSTRAINT "complaints_answered" CHECK ("complaints"."state" not in ('answered', 'closed') or ("complaints"."answer" is not null and "complaints"."outcome" is not null and "complaints"."answered_by" is not null and "complaints"."answered_at" is not null)),
	CONSTRAINT "complaints_transferred" CHECK ("complaints"."state" <> 'transferred' or ("complaints"."authority" is not null and "complaints"."transferred_by" is not null and "complaints"."transferred_at" is not null)),
	CONSTRAINT "complaints_closed" CHECK (("complaints"."state" = 'closed') = ("complaints"."closed_by" is not null)),
	CONSTRAINT "complaints_two_people" CHECK (not "complaints"."is_serious" or "complaints"."closed_by" is null or "complaints"."closed_by" <> "complaints"."answered_by")
);
--> statement-breakpoint
CREATE TABLE "money_freezes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"complaint_id" uuid NOT NULL,
	"need_id" uuid,
	"household_id" uuid,
	"charity_id" uuid,
	"fund_id" uuid,
	"reason" text NOT NULL,
	"frozen_by" uuid NOT NULL,
	"frozen_at" timestamp (3) with time zone NOT NULL,
	"lift_reason" text,
	"lifted_by" uuid,
	"lifted_at" timestamp (3) with time zone,
	CONSTRAINT "money_freezes_one_subject" CHECK (num_nonnulls("money_freezes"."need_id", "money_freezes"."household_id", "money_freezes"."charity_id", "money_freezes"."fund_id") = 1),
	CONSTRAINT "money_freezes_lifted" CHECK (num_nonnulls("money_freezes"."lift_reason", "money_freezes"."lifted_by", "money_freezes"."lifted_at") in (0, 3)),
	CONSTRAINT "money_freezes_two_people" CHECK ("money_freezes"."lifted_by" is null or "money_freezes"."lifted_by" <> "money_freezes"."frozen_by")
);
--> statement-breakpoint
ALTER TABLE "complaint_files" ADD CONSTRAINT "complaint_files_complaint_id_complaints_id_fk" FOREIGN KEY ("complaint_id") REFERENCES "public"."complaints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaint_files" ADD CONSTRAINT "complaint_files_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaint_people" ADD CONSTRAINT "complaint_people_complaint_id_complaints_id_fk" FOREIGN KEY ("complaint_id") REFERENCES "public"."complaints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaint_people" ADD CONSTRAINT "complaint_people_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaint_people" ADD CONSTRAINT "complaint_people_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_transferred_by_users_id_fk" FOREIGN KEY ("transferred_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_complaint_id_complaints_id_fk" FOREIGN KEY ("complaint_id") REFERENCES "public"."complaints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_charity_id_organizations_id_fk" FOREIGN KEY ("charity_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_frozen_by_users_id_fk" FOREIGN KEY ("frozen_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_lifted_by_users_id_fk" FOREIGN KEY ("lifted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "complaint_files_file" ON "complaint_files" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "complaints_queue" ON "complaints" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "money_freezes_complaint" ON "money_freezes" USING btree ("complaint_id");--> statement-breakpoint
CREATE INDEX "money_freezes_need" ON "money_freezes" USING btree ("need_id") WHERE lifted_at is null;--> statement-breakpoint
CREATE INDEX "money_freezes_household" ON "money_freezes" USING btree ("household_id") WHERE lifted_at is null;--> statement-breakpoint
CREATE INDEX "money_freezes_charity" ON "money_freezes" USING btree ("charity_id") WHERE lifted_at is null;--> statement-breakpoint
CREATE INDEX "money_freezes_fund" ON "money_freezes" USING btree ("fund_id") WHERE lifted_at is null;