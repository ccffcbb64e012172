import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina, daysBetween } from "#app/domain/clock.ts";
import { listDisclosures } from "#app/domain/law-calendar/duty-queries.server.ts";
import { asksForQuantities } from "#app/domain/needs/need.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Photo } from "#app/ui/photo.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { HelpPanel } from "./help-panel.tsx";
import { NeedBudget } from "./need-budget.tsx";
import { NeedDisclosures } from "./need-disclosures.tsx";
import { NeedDonors } from "./need-donors.tsx";
import { NeedGoods } from "./need-goods.tsx";
import { NeedLinks, ShareBox } from "./need-links.tsx";
import { NeedMoney } from "./need-money.tsx";
import { readNeedPage } from "./need-page.server.ts";
import { NeedReceiver, NeedReport, NeedSteps } from "./need-trust.tsx";

/** The page of one need: what, how far, how it was verified, who receives the money, who helped, what came of it. */
export const loader = guardLoader(anyone, async ({ services, params }) => {
  const now = services.clock.now();
  const today = dayInChina(now);
  const found = await readNeedPage(services.db, { publicCode: params.code ?? "", today });
  if (!found) throw notFound();
  const { need } = found;
  const url = `${services.env.baseUrl}${paths.need(need.publicCode)}`;
  const [photo] = need.photos;
  return {
    page: {
      title: need.title,
      description: need.summary.slice(0, 120),
      imageUrl: photo ? paths.file(photo.fileId) : undefined,
    },
    ...found,
    disclosures: await listDisclosures(services.db, { publicCode: need.publicCode }),
    asOf: formatMinute(now),
    daysLeft: need.neededBy === null ? null : daysBetween(today, need.neededBy),
    url,
    qr: qrPathOf(url),
  };
});

export default function NeedPage() {
  const data = useLoaderData<typeof loader>();
  const { need, items, donors, asOf } = data;
  const t = useMessages();
  return (
    <Page
      title={need.title}
      eyebrow={t.publicNeeds.code(need.publicCode)}
      breadcrumbs={[
        { to: paths.needs(), label: t.publicNeeds.title },
        ...data.regionPath
          .slice(-2)
          .map((region) => ({ to: paths.needs({ region: region.code }), label: region.name })),
      ]}
      badges={
        <>
          <StateBadge tone="neutral" icon="map-pin">
            {need.villageName} · {need.isHousehold ? t.publicNeeds.ofHousehold : t.publicNeeds.ofVillage}
          </StateBadge>
          <StateBadge tone="neutral" icon="circle-dot">
            {t.needWords.categories[need.category]} · {t.needWords.types[need.type]}
          </StateBadge>
          {data.isReportLate && (
            <StateBadge tone="warning" icon="triangle-alert">
              {t.publicNeeds.reportLate}
            </StateBadge>
          )}
        </>
      }
    >
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-x-12">
        <div className="min-w-0">
          <PrintHeader number={t.publicNeeds.code(need.publicCode)} asOf={asOf} />
          <NeedPhotos need={need} />
          <p lang="zh-CN" className="mt-5 max-w-measure text-lg">
            {need.summary === "" ? t.publicNeeds.wordsWithdrawn : need.summary}
          </p>
          {need.story !== "" && (
            <p lang="zh-CN" className="mt-4 max-w-measure whitespace-pre-line">
              {need.story}
            </p>
          )}
        </div>
        <div className="lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-start">
          <HelpPanel
            need={need}
            noGiftReason={data.noGiftReason}
            asOf={asOf}
            daysLeft={data.daysLeft}
            returns={data.returns}
          />
        </div>
        <div className="stack min-w-0">
          <NeedBudget items={items} showsPledges={asksForQuantities(need.type)} />
          {data.libraryProject && (
            <MoreLink to={paths.ledgerProject(data.libraryProject.publicCode)}>
              {t.libraryProjects.ofNeed} · <span lang="zh-CN">{data.libraryProject.title}</span>
            </MoreLink>
          )}
          <NeedSteps need={need} steps={data.steps} />
          <NeedReceiver charity={data.charity} filing={data.filing} />
          {need.goalFen !== null && <NeedDonors donors={donors} count={need.donationCount} />}
          <NeedMoney code={need.publicCode} money={data.money} />
          <NeedGoods goods={data.goods} />
          <NeedReport need={need} reports={data.reports} isReportLate={data.isReportLate} />
          <NeedDisclosures disclosures={data.disclosures} />
          <NeedLinks need={need} />
          <ShareBox url={data.url} qr={data.qr} />
        </div>
      </div>
    </Page>
  );
}

function NeedPhotos({ need }: { need: ReturnType<typeof useLoaderData<typeof loader>>["need"] }) {
  const [first, ...others] = need.photos;
  return (
    <>
      <Photo
        src={first ? paths.file(first.fileId) : null}
        alt={first?.alternativeText}
        category={need.category}
        size="lead"
        isFirst
      />
      {others.length > 0 && (
        <div className="mt-3 grid grid-cols-3 gap-3">
          {others.map((photo) => (
            <Photo
              key={photo.fileId}
              src={paths.file(photo.fileId)}
              alt={photo.alternativeText}
              category={need.category}
            />
          ))}
        </div>
      )}
    </>
  );
}
