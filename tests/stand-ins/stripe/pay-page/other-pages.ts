import { escapeHtml } from "#tests/stand-ins/http.ts";
import type { StoredSession, World } from "#tests/stand-ins/stripe/world.ts";
import { formatAmount, layout } from "./layout.ts";
import { backLink, purposeOf } from "./pay-page.ts";
import { monthlyActions, paymentActions } from "./test-actions.ts";
import type { PayPageTexts } from "./texts.ts";

/** Where the payer decides inside a wallet: Alipay's test authorisation, or the WeChat QR code with a button that plays the phone. */
export function walletPage(
  session: StoredSession,
  merchant: string,
  texts: PayPageTexts,
  wallet: { name: "alipay" } | { name: "wechat"; qrCode: string },
): string {
  const amount = formatAmount(session.object.amount_total ?? 0);
  const id = encodeURIComponent(session.object.id);
  const title = wallet.name === "alipay" ? texts.alipayTitle : texts.wechatTitle;
  const main = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="amount">${amount}</p>`,
    `<p class="merchant">${escapeHtml(texts.payTo)} <strong>${escapeHtml(merchant)}</strong></p>`,
    wallet.name === "wechat"
      ? `<img class="qr" src="${escapeHtml(wallet.qrCode)}" width="220" height="220" alt="${escapeHtml(texts.wechatQr)}">`
      : "",
    `<form method="post" action="/pay/${id}/${wallet.name}">`,
    `<button type="submit" name="action" value="authorise">${escapeHtml(wallet.name === "alipay" ? texts.authorise : texts.scan)}</button>`,
    `<button class="second" type="submit" name="action" value="fail">${escapeHtml(texts.fail)}</button>`,
    `<button class="second" type="submit" name="action" value="pending">${escapeHtml(texts.leavePending)}</button>`,
    "</form>",
    `<p class="back"><a href="/pay/${id}">${escapeHtml(texts.otherMethod)}</a></p>`,
  ].join("\n");
  return layout(texts, `${title} ${amount}`, main);
}

/** The bank's question to the owner of a card, played by two buttons. */
export function challengePage(session: StoredSession, merchant: string, texts: PayPageTexts): string {
  const id = encodeURIComponent(session.object.id);
  const { amount } = purposeOf(session, texts);
  const last4 = session.challengedCard?.instrument.last4 ?? "";
  const main = [
    `<h1>${escapeHtml(texts.challengeTitle)}</h1>`,
    amount === "" ? "" : `<p class="amount">${amount}</p>`,
    `<p class="merchant">${escapeHtml(texts.payTo)} <strong>${escapeHtml(merchant)}</strong></p>`,
    `<p class="merchant">${escapeHtml(texts.methods.card)} <span class="number">•••• ${escapeHtml(last4)}</span></p>`,
    `<p>${escapeHtml(texts.challengeText)}</p>`,
    `<form method="post" action="/pay/${id}/challenge">`,
    `<button type="submit" name="action" value="pass">${escapeHtml(texts.challengePass)}</button>`,
    `<button class="second" type="submit" name="action" value="fail">${escapeHtml(texts.challengeFail)}</button>`,
    "</form>",
    `<p class="back"><a href="/pay/${id}">${escapeHtml(texts.otherMethod)}</a></p>`,
  ].join("\n");
  return layout(texts, texts.challengeTitle, main);
}

/** The end of a Session: paid, failed, expired, or pending with the two ways it can end. */
export function endPage(
  world: World,
  session: StoredSession,
  texts: PayPageTexts,
  state: keyof PayPageTexts["status"],
): string {
  const id = encodeURIComponent(session.object.id);
  const parts = {
    open: ["", ""],
    paid: [texts.paidTitle, texts.paidText],
    kept: [texts.keptTitle, texts.keptText],
    failed: [texts.failedTitle, texts.failedText],
    pending: [texts.pendingTitle, texts.pendingText],
    expired: [texts.expiredTitle, texts.expiredText],
  } satisfies Record<keyof PayPageTexts["status"], [string, string]>;
  const [title = "", text = ""] = parts[state];
  const settle = `<form method="post" action="/pay/${id}/settle">
<button type="submit" name="outcome" value="succeeded">${escapeHtml(texts.settlePaid)}</button>
<button class="second" type="submit" name="outcome" value="failed">${escapeHtml(texts.settleFailed)}</button>
</form>`;
  const isDone = state === "paid" || state === "kept" || state === "pending";
  const { amount } = purposeOf(session, texts);
  const main = [
    `<h1>${escapeHtml(title)}</h1>`,
    amount === "" ? "" : `<p class="amount">${amount}</p>`,
    `<p>${escapeHtml(text)}</p>`,
    state === "pending" ? settle : "",
    isDone
      ? `<p class="back"><a href="${escapeHtml(successAddress(session))}">${escapeHtml(texts.continue)}</a></p>`
      : backLink(session, texts),
    state === "paid" ? paymentActions(world, session, texts) : "",
  ].join("\n");
  return layout(texts, title, main);
}

export function notFoundPage(texts: PayPageTexts): string {
  return layout(
    texts,
    texts.notFoundTitle,
    `<h1>${escapeHtml(texts.notFoundTitle)}</h1><p>${escapeHtml(texts.notFoundText)}</p>`,
  );
}

/** The latest payments, for whoever looks at the stand-in's own address. */
export function overviewPage(
  world: World,
  texts: PayPageTexts,
  rows: Array<{ session: StoredSession; state: keyof PayPageTexts["status"] }>,
): string {
  const list = rows.map(({ session, state }) => {
    const { heading, amount } = purposeOf(session, texts);
    const name = session.lineItems[0]?.description ?? heading;
    return `<tr><td><a href="/pay/${encodeURIComponent(session.object.id)}">${escapeHtml(name)}</a></td><td>${amount}</td><td>${escapeHtml(texts.status[state])}</td></tr>`;
  });
  const body = list.length === 0 ? `<p>${escapeHtml(texts.overviewEmpty)}</p>` : `<table>${list.join("")}</table>`;
  return layout(
    texts,
    texts.overviewTitle,
    `<h1>${escapeHtml(texts.overviewTitle)}</h1><p>${escapeHtml(texts.overviewText)}</p>${body}${monthlyActions(world, texts)}`,
  );
}

/** Where the payer goes afterwards, with the Session's id put in where the site asked for it. */
export function successAddress(session: StoredSession): string {
  return (session.object.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.object.id);
}
