import { escapeHtml } from "#tests/stand-ins/http.ts";
import { isEnabledMethod, type PaymentMethodName } from "#tests/stand-ins/stripe/objects/checkout-session.ts";
import type { StoredSession } from "#tests/stand-ins/stripe/world.ts";
import { formatAmount, layout } from "./layout.ts";
import type { PayPageError, PayPageTexts } from "./texts.ts";

export type PayPageInput = {
  session: StoredSession;
  merchant: string;
  texts: PayPageTexts;
  error: PayPageError | null;
  chosen: string | null;
};

/** What a page is for, in its own words: giving once, paying, giving every month, or keeping a card. */
export function purposeOf(
  { object }: StoredSession,
  texts: PayPageTexts,
): { heading: string; action: string; amount: string } {
  const amount = formatAmount(object.amount_total ?? 0);
  if (object.mode === "setup") return { heading: texts.saveCardHeading, action: texts.saveCard, amount: "" };
  if (object.mode === "subscription")
    return {
      heading: texts.monthlyHeading,
      action: `${texts.donateMonthly} ${amount}`,
      amount: `${amount}<span class="per">${escapeHtml(texts.perMonth)}</span>`,
    };
  return object.submit_type === "donate"
    ? { heading: texts.donateHeading, action: `${texts.donate} ${amount}`, amount }
    : { heading: texts.amountHeading, action: `${texts.pay} ${amount}`, amount };
}

/** The form of an open Session: merchant, amount, lines, and one radio for each method the Session allows. */
export function payPage({ session, merchant, texts, error, chosen }: PayPageInput): string {
  const { object } = session;
  const methods = object.payment_method_types.filter(isEnabledMethod);
  const selected = methods.find((method) => method === chosen) ?? methods[0];
  const { action: title } = purposeOf(session, texts);
  const problem = object.mode === "setup" ? texts.saveErrorTitle : texts.errorTitle;
  const main = [
    error ? errorSummary(problem, texts.errors[error]) : "",
    head(session, texts, merchant),
    object.mode === "setup" ? "" : lines(session),
    `<form method="post" action="/pay/${encodeURIComponent(object.id)}" autocomplete="off" novalidate>`,
    `<fieldset><legend>${escapeHtml(texts.paymentMethod)}</legend>`,
    ...methods.map((method) => methodChoice(session, texts, method, method === selected)),
    "</fieldset>",
    object.mode === "setup" ? "" : emailField(session, texts),
    session.submitMessage === null ? "" : `<p class="hint">${escapeHtml(session.submitMessage)}</p>`,
    note(session, texts),
    `<button type="submit">${escapeHtml(title)}</button>`,
    "</form>",
    backLink(session, texts),
  ].join("\n");
  return layout(texts, error ? `${problem} - ${title}` : `${title} - ${merchant}`, main);
}

function head(session: StoredSession, texts: PayPageTexts, merchant: string): string {
  const { heading, amount } = purposeOf(session, texts);
  return `<h1>${escapeHtml(heading)}</h1>
${amount === "" ? "" : `<p class="amount">${amount}</p>`}
<p class="merchant">${escapeHtml(texts.payTo)} <strong>${escapeHtml(merchant)}</strong></p>`;
}

/** Who gives monthly hears of each charge: the address is needed. */
function emailField({ object, payerEmail }: StoredSession, texts: PayPageTexts): string {
  const label = object.mode === "subscription" ? texts.emailRequired : texts.email;
  const value = payerEmail ?? object.customer_email ?? "";
  return `<label class="field"><span>${escapeHtml(label)}</span><input name="email" type="email" inputmode="email" value="${escapeHtml(value)}"></label>`;
}

function note({ object }: StoredSession, texts: PayPageTexts): string {
  if (object.mode === "payment") return "";
  return `<p class="hint">${escapeHtml(object.mode === "setup" ? texts.saveCardNote : texts.monthlyNote)}</p>`;
}

function lines(session: StoredSession): string {
  const items = session.lineItems.map((item) => {
    const count = item.quantity === 1 ? "" : ` × ${item.quantity}`;
    return `<li><span>${escapeHtml(item.description ?? "")}${count}</span><span>${formatAmount(item.amount_total)}</span></li>`;
  });
  return `<ul class="lines">${items.join("")}</ul>`;
}

function methodChoice(
  session: StoredSession,
  texts: PayPageTexts,
  method: PaymentMethodName,
  isSelected: boolean,
): string {
  const id = `method-${method}`;
  return `<div class="method"><input type="radio" name="method" id="${id}" value="${method}"${isSelected ? " checked" : ""}><label for="${id}">${escapeHtml(texts.methods[method])}</label>
<div class="panel">${panel(session, texts, method)}</div></div>`;
}

function panel(session: StoredSession, texts: PayPageTexts, method: PaymentMethodName): string {
  if (method === "alipay") return `<p class="hint">${escapeHtml(texts.alipayHint)}</p>`;
  if (method === "wechat_pay") return `<p class="hint">${escapeHtml(texts.wechatHint)}</p>`;
  // The working test card is filled in, so that a visitor of the demo needs no card at hand.
  return `<label class="field"><span>${escapeHtml(texts.cardNumber)}</span><input name="card_number" inputmode="numeric" value="4242 4242 4242 4242"></label>
<div class="pair"><label class="field"><span>${escapeHtml(texts.expiry)}</span><input name="card_expiry" inputmode="numeric" value="12/34"></label>
<label class="field"><span>${escapeHtml(texts.securityCode)}</span><input name="card_cvc" inputmode="numeric" value="123"></label></div>
<ul class="cards" aria-label="${escapeHtml(texts.testCards)}">${testCards(session, texts)}</ul>`;
}

function testCards({ object }: StoredSession, texts: PayPageTexts): string {
  const cards: Array<readonly [string, string]> = [
    ["4242 4242 4242 4242", texts.cardWorks],
    ["4000 0025 0000 3155", texts.cardChallenged],
    ["4000 0000 0000 0002", texts.cardDeclined],
    object.mode === "setup"
      ? ["4000 0000 0000 0341", texts.cardFailsLater]
      : ["4000 0000 0000 9995", texts.cardWithoutMoney],
  ];
  return cards.map(([number, what]) => `<li><span class="number">${number}</span> ${escapeHtml(what)}</li>`).join("");
}

function errorSummary(title: string, text: string): string {
  return `<div class="error" role="alert"><p><strong>${escapeHtml(title)}</strong></p><p>${escapeHtml(text)}</p></div>`;
}

/** The way back without paying; a Session may have none. */
export function backLink(session: StoredSession, texts: PayPageTexts): string {
  const { cancel_url: address } = session.object;
  return address === null ? "" : `<p class="back"><a href="${escapeHtml(address)}">${escapeHtml(texts.back)}</a></p>`;
}
