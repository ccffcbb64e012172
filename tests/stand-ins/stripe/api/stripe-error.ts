export type StripeErrorBody = {
  type: "invalid_request_error" | "idempotency_error" | "card_error" | "api_error" | "rate_limit_error";
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
};

/** An answer in Stripe's error shape. `kept` marks a result that the idempotency store replays: the request had started to run. */
export class StripeApiError extends Error {
  readonly status: number;
  readonly body: StripeErrorBody;
  readonly kept: boolean;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    body: StripeErrorBody,
    options: { kept?: boolean; headers?: Record<string, string> } = {},
  ) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.kept = options.kept ?? false;
    this.headers = options.headers ?? {};
  }

  /** The JSON that goes over the wire. */
  toResponse(): { error: StripeErrorBody & { doc_url?: string } } {
    const { code } = this.body;
    return {
      error: code
        ? { ...this.body, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll("_", "-")}` }
        : this.body,
    };
  }
}

/** 400: what was asked cannot be done with these parameters. */
export function invalidRequest(message: string, details: { code?: string; param?: string } = {}): StripeApiError {
  return new StripeApiError(400, { type: "invalid_request_error", message, ...details });
}

/** 404 in Stripe's words; also for an object of another account, which must look as if it did not exist. */
export function missing(noun: string, id: string): StripeApiError {
  return new StripeApiError(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${noun}: '${id}'`,
    param: "id",
  });
}
