/** What may be read of a person by those who need not know: staff lists and notices. The public household page shows no name at all. */

/** 张小军 → 张*军, 张三 → 张*, 欧阳小军 → 欧**军. Counts characters of every plane as people do. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  const [first = ""] = characters;
  if (characters.length <= 1) return "*";
  if (characters.length === 2) return `${first}*`;
  return `${first}${"*".repeat(characters.length - 2)}${characters.at(-1) ?? ""}`;
}

/** 110101199003074514 → 110***********4514 (safety.md F8). */
export function maskIdNumber(number: string): string {
  if (number.length < 10) return "*".repeat(number.length);
  return `${number.slice(0, 3)}${"*".repeat(number.length - 7)}${number.slice(-4)}`;
}

/** 13812345678 → 138****5678 (safety.md F8). */
export function maskPhone(phone: string): string {
  if (phone.length < 8) return "*".repeat(phone.length);
  return `${phone.slice(0, 3)}${"*".repeat(phone.length - 7)}${phone.slice(-4)}`;
}

/** 6222021777000177008 → ***************7008. */
export function maskBankAccount(account: string): string {
  if (account.length < 8) return "*".repeat(account.length);
  return `${"*".repeat(account.length - 4)}${account.slice(-4)}`;
}
