import { type SubmissionResult, useForm } from "@conform-to/react";
import type { listLibraryFiles } from "#app/domain/library-projects/library-project-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { FormErrors } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { FileField, MoneyField, TextField } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;
type ProjectPapersProps = {
  files: Awaited<ReturnType<typeof listLibraryFiles>>;
  canAdd: boolean;
  reply: Reply;
};

/** Quotes and photos of an application (S47); staff only. */
export function ProjectPapers({ files, canAdd, reply }: ProjectPapersProps) {
  const words = useMessages().libraryProjects;
  const quotes = files.filter((file) => file.kind === "quote");
  const photos = files.filter((file) => file.kind === "photo");
  return (
    <>
      <Section title={words.quotes} lead={words.quotesHint}>
        <Papers files={quotes} />
        {canAdd && <AddQuote reply={replyTo(reply, "add_quote")} />}
      </Section>
      <Section title={words.photos} lead={words.photosHint}>
        <Papers files={photos} />
        {canAdd && <AddPhoto reply={replyTo(reply, "add_photo")} />}
      </Section>
    </>
  );
}

function Papers({ files }: { files: ProjectPapersProps["files"] }) {
  const words = useMessages().libraryProjects;
  if (files.length === 0) return <p className="text-muted">{words.papersNone}</p>;
  return (
    <ul className="stack">
      {files.map((file) => (
        <li key={file.id}>
          <a className="tap" href={paths.file(file.fileId)} lang="zh-CN">
            {file.words}
          </a>{" "}
          {file.amountFen !== null && <Amount fen={file.amountFen} />}
        </li>
      ))}
    </ul>
  );
}

function AddQuote({ reply }: { reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ words: string; amount: string; photo: string }>({
    id: "add_quote",
    lastResult: reply,
  });
  return (
    <StepForm form={form} intent="add_quote" button={words.addQuote} multipart>
      <FormErrors form={form} />
      <TextField field={fields.words} label={words.supplier} autoComplete="off" />
      <MoneyField field={fields.amount} label={words.amount} />
      <FileField field={fields.photo} label={words.picture} capture="environment" />
    </StepForm>
  );
}

function AddPhoto({ reply }: { reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ words: string; photo: string }>({ id: "add_photo", lastResult: reply });
  return (
    <StepForm form={form} intent="add_photo" button={words.addPhoto} multipart>
      <FormErrors form={form} />
      <TextField field={fields.words} label={words.photoWords} autoComplete="off" />
      <FileField field={fields.photo} label={words.picture} capture="environment" />
    </StepForm>
  );
}
