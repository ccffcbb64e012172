ALTER TABLE "parked_events" ADD COLUMN "hints" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "disputes" ADD COLUMN "payment_intent_id" text;--> statement-breakpoint
ALTER TABLE "disputes" ADD COLUMN "taken_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "disputes" ADD COLUMN "answer_by" timestamp (3) with time zone;