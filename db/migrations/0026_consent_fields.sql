ALTER TABLE "consents" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "fields" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- A consent signed before fields were listed meant all of them: it is recorded as that, under its own text version. What was given again after a
-- withdrawal is the next version of its purpose.
update consents set fields = array['village', 'masked_name', 'story', 'illness', 'schooling', 'photo'] where purpose = 'publish_masked';--> statement-breakpoint
update consents set version = counted.version from (
  select id, row_number() over (partition by household_id, purpose order by withdrawn_at is null, withdrawn_at, given_at, id) as version from consents
) counted where counted.id = consents.id;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_versions" UNIQUE("household_id","purpose","version");--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_fields" CHECK (("consents"."purpose" = 'publish_masked') = (cardinality("consents"."fields") > 0));