import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import {
  complaintsGlobal,
  complaintsPerAddress,
  linkMailGlobal,
  linkMailPerTarget,
} from "#app/auth/rate-limit-rules.ts";
import { complaintKinds, standardReply } from "#app/domain/complaints/complaint.ts";
import { complaintForm } from "#app/domain/complaints/complaint-form.ts";
import { findComplaintSubject } from "#app/domain/complaints/find-complaint-subject.server.ts";
import { receiveComplaint } from "#app/domain/complaints/receive-complaint.server.ts";
import { newId } from "#app/domain/ids.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, isWithinRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { FileField, TextArea, TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const { title, path } = await findComplaintSubject(services.db, url.searchParams.get("about") ?? "");
  return { page: { title: t.complaints.form.title, isPrivate: true }, subject: { title, path }, formNonce: newId() };
});

/** Anyone, signed in or not: who it was is not written down (S121). An address that gets too many mails gets no more (D7). */
export const action = guardAction(anyone, async ({ request, services, locale, context }) => {
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const form = parseForm(formData, complaintForm);
  if (!form.ok) return form.reply;
  if (uploadError) return form.refuse({ photos: [uploadError] });
  await enforceRateLimit(services, complaintsPerAddress, context.clientAddress);
  await enforceRateLimit(services, complaintsGlobal);
  const { email } = form.value;
  const mayMail =
    email === "" ||
    ((await isWithinRateLimit(services, linkMailPerTarget, email)) &&
      (await isWithinRateLimit(services, linkMailGlobal)));
  const input = { ...form.value, email: mayMail ? email : "", pictures, locale };
  const result = await receiveComplaint(services, input, services.clock.now());
  if (!result.ok) return form.refuse({ photos: [result.code] });
  return redirect(paths.complaint(result.value.code, { sent: mayMail ? "1" : "no-mail" }), 303);
});

type Fields = {
  kind: string;
  content: string;
  contact: string;
  email: string;
  website: string;
  about: string;
  photos: string;
  formNonce: string;
};

export default function ComplaintNewPage() {
  const t = useMessages();
  const words = t.complaints.form;
  const { subject, formNonce } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<Fields>({
    id: "complaint",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { formNonce, about: subject.path },
  });
  const labels = { ...words, kind: words.kind };
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.complaints(), label: t.complaints.title }]}
      form={form}
      messages={words.errors}
      labels={{
        kind: labels.kind,
        content: words.content,
        contact: words.contact,
        email: words.email,
        photos: words.photos,
        website: words.website,
      }}
      narrow
    >
      <p>
        {words.about}
        {t.common.colon}
        {subject.path === "" ? (
          words.aboutSite
        ) : (
          <Link to={subject.path}>
            <span lang="zh-CN">{subject.title ?? words.aboutWithheld}</span>
          </Link>
        )}
        <span className="ml-4 text-muted">{words.clock(standardReply.workingDays)}</span>
      </p>
      <Form form={form} multipart>
        <HiddenField field={fields.formNonce} />
        <HiddenField field={fields.about} />
        <RadioGroup
          field={fields.kind}
          label={words.kind}
          options={complaintKinds.map((value) => ({ value, label: t.complaints.kinds[value] }))}
        />
        <TextArea field={fields.content} label={words.content} hint={words.contentHint} rows={7} />
        <TextField field={fields.contact} label={words.contact} hint={words.contactHint} optional autoComplete="off" />
        <TextField
          field={fields.email}
          label={words.email}
          hint={words.emailHint}
          type="email"
          inputMode="email"
          optional
          autoComplete="off"
        />
        <div className={fields.website.errors ? "" : "for-machines"}>
          <TextField field={fields.website} label={words.website} hint={words.websiteHint} autoComplete="off" />
        </div>
        <FileField field={fields.photos} label={words.photos} hint={words.photosHint} multiple optional />
        <p className="text-sm text-muted">{words.privacy}</p>
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
    </Page>
  );
}
