ALTER TABLE "bank_accounts" DROP CONSTRAINT "bank_accounts_charityId_unique";--> statement-breakpoint
CREATE INDEX "bank_accounts_charity" ON "bank_accounts" USING btree ("charity_id");