import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";
import type { OfficerForms } from "./officer-forms.ts";

type NeedPhotosProps = { need: StaffNeed; canEdit: boolean; forms: OfficerForms };

/** The pictures of the need; while it is a draft they can be added and removed. */
export function NeedPhotos({ need, canEdit, forms }: NeedPhotosProps) {
  const t = useMessages();
  const words = t.needsStaff;
  return (
    <Section title={words.photos}>
      {need.photos.length === 0 ? (
        <p className="text-muted">{words.noPhotos}</p>
      ) : (
        <ul className="card-grid">
          {need.photos.map((photo) => (
            <li key={photo.fileId} className="stack">
              <figure>
                <img
                  src={paths.file(photo.fileId)}
                  alt={photo.alternativeText}
                  width={photo.widthPixels ?? 720}
                  height={photo.heightPixels ?? 480}
                  loading="lazy"
                  className="w-full rounded-md"
                />
                <figcaption className="text-sm text-muted">
                  {photo.alternativeText}{" "}
                  {photo.showsPerson && (
                    <StateBadge tone="warning" icon="user">
                      {words.showsPersonBadge}
                    </StateBadge>
                  )}
                </figcaption>
              </figure>
              {canEdit && (
                <Form className="no-print">
                  <input type="hidden" name="intent" value="remove_photo" />
                  <input type="hidden" name="fileId" value={photo.fileId} />
                  <SubmitButton tone="quiet" icon="x">
                    {words.removePhoto(photo.alternativeText)}
                  </SubmitButton>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {canEdit && <AddPhotos forms={forms} />}
    </Section>
  );
}

function AddPhotos({ forms: { photos, photoFields } }: { forms: OfficerForms }) {
  const t = useMessages();
  const words = t.needsStaff;
  return (
    <div className="no-print pt-4">
      <Form form={photos} multipart>
        <input type="hidden" name="intent" value="add_photos" />
        <TextField field={photoFields.alternativeText} label={words.alternativeText} hint={words.alternativeTextHint} />
        <Checkbox field={photoFields.showsPerson} label={words.showsPerson} hint={words.showsPersonHint} />
        <FileField
          field={photoFields.photos}
          label={words.choosePhotos}
          hint={`${words.photosHint}${words.photosAgain}`}
          multiple
        />
        <SubmitButton tone="secondary" icon="camera" wide>
          {words.addPhotos}
        </SubmitButton>
      </Form>
    </div>
  );
}
