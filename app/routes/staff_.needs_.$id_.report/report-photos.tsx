import { useForm } from "@conform-to/react";
import type { NeedCategory } from "#app/domain/needs/need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { Photo } from "#app/ui/photo.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";

type ReportPhoto = { fileId: string; alternativeText: string };

/** Pictures of a report that is being written, and the step after them: submitting. */
export function ReportPhotos({ photos, category }: { photos: readonly ReportPhoto[]; category: NeedCategory }) {
  const words = useMessages().impactReports.staff;
  const [form, fields] = useForm<{ alternativeText: string; showsPerson: string; photos: string }>({
    id: "report-photos",
  });
  return (
    <>
      <Section title={words.step2}>
        <div className="grid gap-4 sm:grid-cols-2">
          {photos.map((photo) => (
            <Photo key={photo.fileId} category={category} src={paths.file(photo.fileId)} alt={photo.alternativeText} />
          ))}
        </div>
        <Form form={form} multipart>
          <input type="hidden" name="intent" value="add_photos" />
          <TextField field={fields.alternativeText} label={words.photoAlt} hint={words.photoAltHint} />
          <Checkbox field={fields.showsPerson} label={words.showsPerson} />
          <FileField field={fields.photos} label={words.photoField} hint={words.photoHint} multiple />
          <SubmitButton tone="secondary">{words.addPhotos}</SubmitButton>
        </Form>
      </Section>
      <Section title={words.step3}>
        <Form>
          <input type="hidden" name="intent" value="submit" />
          <SubmitButton>{words.submit}</SubmitButton>
        </Form>
      </Section>
    </>
  );
}
