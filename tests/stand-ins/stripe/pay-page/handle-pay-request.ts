/**
 * The hosted pay page: plain HTML forms at the Session's `url`, no script. Names that browser tests hold on to (zh / en):
 *
 * - pay form: radios 银行卡 / Card, 支付宝 / Alipay, 微信支付 / WeChat Pay in the group 支付方式 / Payment method;
 *   fields 卡号 / Card number, 有效期（MM/YY） / Expiry (MM/YY), 安全码 / CVC (a working test card is filled in),
 *   邮箱（可不填） / Email (optional); button 捐赠 ¥50.00 / Donate ¥50.00 (`submit_type: donate`), else 支付 … / Pay …;
 *   a monthly Session: 每月捐赠 ¥50.00 / Donate monthly ¥50.00 with the field 邮箱 / Email needed; a Session that only keeps a card:
 *   保存这张卡 / Save this card, without an amount;
 *   link 返回商户 / Back to merchant; a declined card comes back here with role=alert 支付没有成功 / The payment did not succeed;
 * - Alipay page: buttons 授权付款 / Authorise payment, 付款失败 / Fail payment, 付款处理中，稍后到账 / Leave payment pending;
 * - WeChat page: image 微信支付二维码 / WeChat Pay QR code, button 模拟扫码支付 / Simulate scan and pay, the other two as above;
 * - 3-D Secure page (cards 4000 0025 0000 3155 and 4000 0000 0000 3220): buttons 验证通过 / Complete authentication,
 *   验证失败 / Fail authentication;
 * - a pending Session's page: buttons 到账成功 / Settle payment, 到账失败 / Fail settlement;
 * - test actions: on the overview for monthly gifts 现在扣下一个月 / Charge the next month now, 让这张卡扣款失败 / Let this card fail;
 *   on a paid Session's page 付款人向银行提出争议 / The payer disputes this payment, and how it ends;
 * - ends: headings 支付链接已失效 / This payment link has expired, 已经支付 / Already paid,
 *   银行卡已保存 / Card saved.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { toDataURL } from "qrcode";
import { readBody, sendHtml, sendRedirect } from "#tests/stand-ins/http.ts";
import type { Instrument } from "#tests/stand-ins/stripe/objects/charge.ts";
import { expireDueSessions } from "#tests/stand-ins/stripe/payments/expire-session.ts";
import {
  declineAttempt,
  isPending,
  leavePending,
  paySession,
  settleLater,
  startAuthorisation,
} from "#tests/stand-ins/stripe/payments/pay-session.ts";
import type { StoredSession, World } from "#tests/stand-ins/stripe/world.ts";
import { handleTestAction } from "./handle-test-action.ts";
import { challengePage, endPage, notFoundPage, overviewPage, walletPage } from "./other-pages.ts";
import { answerChallenge, payByCard } from "./pay-by-card.ts";
import { payPage } from "./pay-page.ts";
import { isPayPageError, type PayPageError, type PayPageTexts, payPageTexts } from "./texts.ts";
import { backWith, type PayParts, sendToSite } from "./ways-out.ts";

const rowsInOverview = 50;

/** Answers the pay pages; false when the address is none of them. */
export async function handlePayRequest(
  parts: PayParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? "/", "http://stripe.invalid");
  const language = request.headers["accept-language"];
  const { world } = parts;
  if (url.pathname === "/" && request.method === "GET") {
    expireDueSessions(world);
    const rows = [...world.books.sessions.values()].reverse().slice(0, rowsInOverview);
    const texts = payPageTexts(null, language);
    sendHtml(
      response,
      200,
      overviewPage(
        world,
        texts,
        rows.map((session) => ({ session, state: stateOf(world, session) })),
      ),
    );
    return true;
  }
  const test = /^\/test\/(subscriptions|payments)\/(\w+)$/.exec(url.pathname);
  if (test) {
    await handleTestAction(
      world,
      request,
      response,
      test[1] === "payments" ? "payments" : "subscriptions",
      test[2] ?? "",
    );
    return true;
  }
  const match = /^\/pay\/([^/]+)(?:\/(alipay|wechat|settle|challenge))?$/.exec(url.pathname);
  if (!match) return false;
  expireDueSessions(world);
  const session = world.books.sessions.get(match[1] ?? "");
  const texts = payPageTexts(session?.object.locale ?? null, language);
  if (!session) sendHtml(response, 404, notFoundPage(texts));
  else if (request.method === "POST")
    await handlePost(parts, response, session, match[2] ?? "", new URLSearchParams(await readBody(request)));
  else if (request.method === "GET") await showPage(parts, response, session, match[2] ?? "", url.searchParams, texts);
  else sendHtml(response, 405, notFoundPage(texts), { Allow: "GET, POST" });
  return true;
}

async function showPage(
  { world }: PayParts,
  response: ServerResponse,
  session: StoredSession,
  step: string,
  query: URLSearchParams,
  texts: PayPageTexts,
): Promise<void> {
  const state = stateOf(world, session);
  if (state !== "open") {
    sendHtml(response, state === "expired" ? 410 : 200, endPage(world, session, texts, state));
    return;
  }
  const merchant = merchantOf(world, session);
  if (step === "alipay") {
    sendHtml(response, 200, walletPage(session, merchant, texts, { name: "alipay" }));
    return;
  }
  if (step === "wechat") {
    const qrCode = await toDataURL(`${world.publicUrl}/pay/${session.object.id}/wechat`, { margin: 2, width: 440 });
    sendHtml(response, 200, walletPage(session, merchant, texts, { name: "wechat", qrCode }));
    return;
  }
  if (step === "challenge" && session.challengedCard !== null) {
    sendHtml(response, 200, challengePage(session, merchant, texts));
    return;
  }
  const error = query.get("error");
  sendHtml(
    response,
    200,
    payPage({ session, merchant, texts, error: isPayPageError(error) ? error : null, chosen: query.get("method") }),
  );
}

async function handlePost(
  parts: PayParts,
  response: ServerResponse,
  session: StoredSession,
  step: string,
  form: URLSearchParams,
): Promise<void> {
  const { world } = parts;
  const page = `/pay/${encodeURIComponent(session.object.id)}`;
  if (step === "settle") {
    settleLater(world, session, form.get("outcome") === "succeeded" ? "succeeded" : "failed");
    sendRedirect(response, page);
    return;
  }
  if (session.object.status !== "open") {
    sendRedirect(response, page);
    return;
  }
  if (step === "alipay" || step === "wechat") {
    await decideInWallet(parts, response, session, step, form.get("action"));
    return;
  }
  if (step === "challenge") {
    await answerChallenge(parts, response, session, form.get("action"));
    return;
  }
  const method = form.get("method") ?? "";
  const email = (form.get("email") ?? "").trim();
  const problem = problemOf(session, method, email);
  if (problem !== null) {
    sendRedirect(response, backWith(session, problem, method));
    return;
  }
  session.payerEmail = email === "" ? null : email;
  if (method === "card") {
    await payByCard(parts, response, session, form);
    return;
  }
  const walletStep = method === "alipay" ? "alipay" : "wechat";
  startAuthorisation(world, session, `${world.publicUrl}${page}/${walletStep}`);
  sendRedirect(response, `${page}/${walletStep}`);
}

function problemOf({ object }: StoredSession, method: string, email: string): PayPageError | null {
  if (object.mode === "subscription" && email === "") return "email_missing";
  if (email !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return "invalid_email";
  return object.payment_method_types.includes(method) ? null : "method_missing";
}

async function decideInWallet(
  parts: PayParts,
  response: ServerResponse,
  session: StoredSession,
  step: "alipay" | "wechat",
  action: string | null,
): Promise<void> {
  const { world } = parts;
  const instrument: Instrument = { method: step === "alipay" ? "alipay" : "wechat_pay" };
  if (action === "authorise") {
    await sendToSite(parts, response, session, paySession(world, session, instrument, session.payerEmail));
    return;
  }
  if (action === "pending") {
    await sendToSite(parts, response, session, leavePending(world, session, instrument, session.payerEmail));
    return;
  }
  declineAttempt(world, session, instrument, {
    code: "payment_intent_authentication_failure",
    message: "The provided payment method has failed authentication.",
  });
  sendRedirect(response, backWith(session, "authorisation_failed", instrument.method));
}

function stateOf(world: World, session: StoredSession): keyof PayPageTexts["status"] {
  if (session.object.status === "open") return "open";
  if (session.object.status === "expired") return "expired";
  if (session.object.mode === "setup") return "kept";
  if (session.object.payment_status === "paid") return "paid";
  return isPending(world, session) ? "pending" : "failed";
}

function merchantOf(world: World, session: StoredSession): string {
  const account = session.account ?? "platform";
  return session.displayName ?? world.books.accountNames.get(account) ?? account;
}
