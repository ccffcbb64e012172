CREATE TABLE "library_acceptances" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"accepted_on" text NOT NULL,
	"members" text NOT NULL,
	"conclusion" text NOT NULL,
	"file_id" uuid NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "library_acceptances_projectId_unique" UNIQUE("project_id")
);
--> statement-breakpoint
CREATE TABLE "library_files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"amount_fen" bigint,
	"file_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "library_files_quote" CHECK (("library_files"."kind" = 'quote') = ("library_files"."amount_fen" is not null))
);
--> statement-breakpoint
CREATE TABLE "library_project_needs" (
	"need_id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"linked_by" uuid NOT NULL,
	"linked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "library_budget_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"budget_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item" text NOT NULL,
	"quantity" integer NOT NULL,
	"unit" text NOT NULL,
	"unit_price_fen" bigint NOT NULL,
	CONSTRAINT "library_budget_lines_position" UNIQUE("budget_id","position"),
	CONSTRAINT "library_budget_lines_amount" CHECK ("library_budget_lines"."quantity" > 0 and "library_budget_lines"."unit_price_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "library_budgets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"total_fen" bigint NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"refused_by" uuid,
	"refused_at" timestamp (3) with time zone,
	"refusal" text,
	CONSTRAINT "library_budgets_number" UNIQUE("project_id","number"),
	CONSTRAINT "library_budgets_total" CHECK ("library_budgets"."total_fen" > 0),
	CONSTRAINT "library_budgets_two_people" CHECK ("library_budgets"."approved_by" <> "library_budgets"."proposed_by"),
	CONSTRAINT "library_budgets_decision" CHECK (("library_budgets"."approved_by" is null) = ("library_budgets"."approved_at" is null) and ("library_budgets"."refused_by" is null) = ("library_budgets"."refused_at" is null)
        and ("library_budgets"."refused_by" is null) = ("library_budgets"."refusal" is null) and ("library_budgets"."approved_by" is null or "library_budgets"."refused_by" is null))
);
--> statement-breakpoint
CREATE TABLE "library_projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"region_code" text NOT NULL,
	"title" text NOT NULL,
	"purpose" text NOT NULL,
	"description" text NOT NULL,
	"planned_from" text NOT NULL,
	"planned_to" text NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"document_number" text,
	"applied_by" uuid NOT NULL,
	"checked_by" uuid,
	"reserved_by" uuid,
	"approved_by" uuid,
	"accepted_by" uuid,
	"announced_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	CONSTRAINT "library_projects_publicCode_unique" UNIQUE("public_code"),
	CONSTRAINT "library_projects_check_two_people" CHECK ("library_projects"."checked_by" <> "library_projects"."applied_by"),
	CONSTRAINT "library_projects_reserve_two_people" CHECK ("library_projects"."reserved_by" <> "library_projects"."applied_by" and "library_projects"."reserved_by" <> "library_projects"."checked_by"),
	CONSTRAINT "library_projects_approve_two_people" CHECK ("library_projects"."approved_by" <> "library_projects"."applied_by" and "library_projects"."approved_by" <> "library_projects"."reserved_by"),
	CONSTRAINT "library_projects_accept_two_people" CHECK ("library_projects"."accepted_by" <> "library_projects"."applied_by" and "library_projects"."accepted_by" <> "library_projects"."approved_by"),
	CONSTRAINT "library_projects_announce_two_people" CHECK ("library_projects"."announced_by" <> "library_projects"."accepted_by"),
	CONSTRAINT "library_projects_steps" CHECK (("library_projects"."state" not in ('checked', 'reserved', 'approved', 'under_way', 'accepted', 'announced') or "library_projects"."checked_by" is not null)
        and ("library_projects"."state" not in ('reserved', 'approved', 'under_way', 'accepted', 'announced') or "library_projects"."reserved_by" is not null)
        and ("library_projects"."state" not in ('approved', 'under_way', 'accepted', 'announced') or ("library_projects"."approved_by" is not null and "library_projects"."document_number" is not null))
        and ("library_projects"."state" not in ('accepted', 'announced') or "library_projects"."accepted_by" is not null)
        and ("library_projects"."state" <> 'announced' or "library_projects"."announced_by" is not null)),
	CONSTRAINT "library_projects_days" CHECK ("library_projects"."planned_from" <= "library_projects"."planned_to")
);
--> statement-breakpoint
ALTER TABLE "fund_spendings" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "library_acceptances" ADD CONSTRAINT "library_acceptances_project_id_library_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."library_projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_acceptances" ADD CONSTRAINT "library_acceptances_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_acceptances" ADD CONSTRAINT "library_acceptances_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_files" ADD CONSTRAINT "library_files_project_id_library_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."library_projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_files" ADD CONSTRAINT "library_files_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_files" ADD CONSTRAINT "library_files_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_project_needs" ADD CONSTRAINT "library_project_needs_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_project_needs" ADD CONSTRAINT "library_project_needs_project_id_library_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."library_projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_project_needs" ADD CONSTRAINT "library_project_needs_linked_by_users_id_fk" FOREIGN KEY ("linked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_budget_lines" ADD CONSTRAINT "library_budget_lines_budget_id_library_budgets_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."library_budgets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_budgets" ADD CONSTRAINT "library_budgets_project_id_library_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."library_projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_budgets" ADD CONSTRAINT "library_budgets_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_budgets" ADD CONSTRAINT "library_budgets_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_budgets" ADD CONSTRAINT "library_budgets_refused_by_users_id_fk" FOREIGN KEY ("refused_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_projects" ADD CONSTRAINT "library_projects_applied_by_users_id_fk" FOREIGN KEY ("applied_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_projects" ADD CONSTRAINT "library_projects_checked_by_users_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_projects" ADD CONSTRAINT "library_projects_reserved_by_users_id_fk" FOREIGN KEY ("reserved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_projects" ADD CONSTRAINT "library_projects_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_projects" ADD CONSTRAINT "library_projects_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_projects" ADD CONSTRAINT "library_projects_announced_by_users_id_fk" FOREIGN KEY ("announced_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "library_files_project" ON "library_files" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "library_files_file" ON "library_files" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "library_project_needs_project" ON "library_project_needs" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "library_projects_region" ON "library_projects" USING btree ("region_code");--> statement-breakpoint
ALTER TABLE "fund_spendings" ADD CONSTRAINT "fund_spendings_project_id_library_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."library_projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fund_spendings_project" ON "fund_spendings" USING btree ("project_id");