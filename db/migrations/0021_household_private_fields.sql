ALTER TABLE "household_members" ADD COLUMN "diagnosis_sealed" text;--> statement-breakpoint
ALTER TABLE "household_members" ADD COLUMN "guardian_sealed" text;--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "bank_account_sealed" text;--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "bank_account_index" text;--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "bank_name" text;--> statement-breakpoint
ALTER TABLE "register_import_households" ADD COLUMN "bank_account_sealed" text;--> statement-breakpoint
ALTER TABLE "register_import_households" ADD COLUMN "bank_account_index" text;--> statement-breakpoint
ALTER TABLE "register_import_households" ADD COLUMN "bank_name" text;--> statement-breakpoint
ALTER TABLE "register_import_members" ADD COLUMN "diagnosis_sealed" text;--> statement-breakpoint
ALTER TABLE "register_import_members" ADD COLUMN "guardian_sealed" text;--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_bankAccountIndex_unique" UNIQUE("bank_account_index");