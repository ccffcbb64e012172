/** Limits of E4: per account and address, and per address. Nobody is locked out: the right password from another address still works. */
export const signInPerAccount = { name: "sign-in account", limit: 5, windowSeconds: 15 * 60 } as const;
export const signInPerAddress = { name: "sign-in address", limit: 20, windowSeconds: 3600 } as const;
export const joinPerAddress = { name: "join address", limit: 10, windowSeconds: 3600 } as const;
/** The whole journal is read from the database for each download; everybody behind one address shares this. */
export const journalPerAddress = { name: "journal address", limit: 60, windowSeconds: 3600 } as const;
/** Every figure is summed anew for each visitor of the check page. */
export const ledgerCheckPerAddress = { name: "ledger check address", limit: 60, windowSeconds: 600 } as const;
export const passwordPerAccount = { name: "password account", limit: 5, windowSeconds: 15 * 60 } as const;
/** Codes of an authenticator (E3): five tries, then a wait; a million codes are far out of reach. */
export const secondFactorPerAccount = { name: "second factor account", limit: 5, windowSeconds: 15 * 60 } as const;
/** Codes of paper slips: a family may type some wrong, nobody tries many (Q19). */
export const claimsPerAddress = { name: "claim address", limit: 10, windowSeconds: 3600 } as const;
/** Codes on slips (S101): a village may share one address, a guesser must not get far. */
export const confirmationPerAddress = { name: "confirmation code", limit: 20, windowSeconds: 3600 } as const;
/** Mails that a form of ours sends to an address somebody typed (D7): per target, per asking address, and all together. */
export const linkMailPerTarget = { name: "link mail target", limit: 5, windowSeconds: 24 * 3600 } as const;
export const linkMailPerAddress = { name: "link mail address", limit: 10, windowSeconds: 3600 } as const;
export const linkMailGlobal = { name: "link mail", limit: 500, windowSeconds: 3600 } as const;
/** Complaints (S121): a village may share one address; machines must not bury the real ones. The codes cannot be guessed all the same. */
export const complaintsPerAddress = { name: "complaint address", limit: 10, windowSeconds: 3600 } as const;
export const complaintsGlobal = { name: "complaints", limit: 1000, windowSeconds: 3600 } as const;
export const complaintLooksPerAddress = { name: "complaint look", limit: 120, windowSeconds: 3600 } as const;
/** Visits a phone sends: a day's queue again and again is fine, a flood is not. */
export const visitsPerAccount = { name: "visits account", limit: 600, windowSeconds: 3600 } as const;
