import { redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { findReportMails, getsReportMails, setReportMails } from "#app/domain/impact-reports/report-mails.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { Services } from "#app/services.server.ts";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";

const linkLimit = { name: "report-mails", limit: 60, windowSeconds: 600 };

async function findMails(services: Services, donationId: string | undefined, url: URL) {
  const key = url.searchParams.get("key") ?? "";
  const mails = await findReportMails(services, { donationId: donationId ?? "", key });
  if (mails === null) throw notFound();
  return mails;
}

/** Where a mail's link leads: looking changes nothing, because mail scanners open every link. */
export const loader = guardLoader(anyone, async ({ services, params, url, t, context }) => {
  await enforceRateLimit(services, linkLimit, context.clientAddress);
  const mails = await findMails(services, params.id, url);
  return {
    page: { title: t.impactReports.mails.title, isPrivate: true },
    needTitle: mails.needTitle,
    needCode: mails.needCode,
    wanted: await getsReportMails(services, mails),
    action: `${url.pathname}${url.search}`,
  };
});

/** The button of the page, or the one POST of a mail program (`List-Unsubscribe=One-Click`): whatever does not ask for mails ends them. */
export const action = guardAction(anyone, async ({ request, services, params, url, context }) => {
  await enforceRateLimit(services, linkLimit, context.clientAddress);
  const mails = await findMails(services, params.id, url);
  const wanted = (await request.formData()).get("intent") === "resume";
  await setReportMails(services, { ...mails, wanted }, services.clock.now());
  return redirect(paths.reportMails(mails.donationId, { key: url.searchParams.get("key") ?? "" }), 303);
});

/** Ends the mails about the reports of one need, or takes them up again: one button, no sign-in (U13). */
export default function ReportMailsPage() {
  const words = useMessages().impactReports.mails;
  const { needTitle, needCode, wanted, action: target } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} narrow>
      <p>
        <Link to={paths.need(needCode)} lang="zh-CN">
          {needTitle}
        </Link>
      </p>
      {wanted ? <p>{words.on}</p> : <Banner tone="success" title={words.off} />}
      <form method="post" action={target}>
        <input type="hidden" name="intent" value={wanted ? "stop" : "resume"} />
        <button type="submit" className={wanted ? "button" : "button button-secondary"}>
          {wanted ? words.stop : words.resume}
        </button>
      </form>
      <p className="text-sm text-muted">{words.note}</p>
    </Page>
  );
}
