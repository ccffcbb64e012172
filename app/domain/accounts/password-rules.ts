/**
 * What a password must be (E1, NIST SP 800-63B): long, not one of the first a guesser tries, anything else allowed. No rules about kinds of
 * characters: they make people write passwords down.
 */
export const passwordLength = { min: 12, max: 200 } as const;

/** Signs nobody in: of an account whose owner has not set a password yet. */
export const unusablePasswordHash =
  "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** The commonest of at least 12 characters; shorter ones are refused by length. */
const common = new Set([
  "123456789012",
  "1234567890123",
  "12345678901234",
  "123456789123",
  "111222333444",
  "112233445566",
  "147258369147",
  "1qaz2wsx3edc",
  "1q2w3e4r5t6y",
  "1qazxsw23edc",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopas",
  "qwerty123456",
  "qwert1234567",
  "asdfghjkl123",
  "asdfghjklzxc",
  "zxcvbnm12345",
  "zaq12wsxcde3",
  "abc123456789",
  "abcd12345678",
  "abcdefghijkl",
  "a123456789012",
  "aa1234567890",
  "password1234",
  "password12345",
  "password123456",
  "password2024",
  "password2025",
  "password2026",
  "passwordpassword",
  "passw0rd1234",
  "p@ssw0rd1234",
  "adminadminadmin",
  "administrator",
  "admin1234567",
  "admin123456789",
  "welcome12345",
  "letmein12345",
  "changeme1234",
  "iloveyou1234",
  "iloveyou1314",
  "woaini1314520",
  "woaini520520",
  "woaini5201314",
  "5201314520131",
  "wodemima1234",
  "mima12345678",
  "zhongguo1234",
  "beijing12345",
  "jiedui123456",
  "jieduijiedui",
]);

function isOneStep(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  return Math.abs(step) <= 1 && codes.every((code, index) => index === 0 || code - (codes[index - 1] ?? 0) === step);
}

/** Whether a guesser would try it early: common, a row of letters or digits, or one short piece repeated. */
export function isGuessablePassword(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase();
  return common.has(text) || isOneStep(text) || /^(.{1,4})\1+.{0,3}$/u.test(text);
}

/** Whether it is little more than the account's own name or address. */
export function containsOwnName(password: string, names: readonly string[]): boolean {
  const text = password.toLowerCase();
  return names
    .map((name) => name.toLowerCase())
    .some((name) => name.length >= 4 && text.includes(name) && text.length - name.length < 6);
}
