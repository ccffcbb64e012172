import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import type { Random } from "./random.ts";

/** Surnames common around 开平; repeated ones are commoner. */
const surnames = [..."谭谭谭关关周周张张黄黄梁梁余余李李陈陈吴邓方许胡劳梅司劳潘何冯"].map((one) =>
  one === "司" ? "司徒" : one,
);
const elderMale = [..."荣昌添锦炳焕灿培德贤顺福庆发根木生水"];
const elderFemale = [..."莲娣娇彩银瑞珍月秋凤桂金玉妹群英好女"];
const youngMale = [..."俊杰浩轩志明嘉豪子健文博宇晨家乐伟锋"];
const youngFemale = [..."欣怡诗琪嘉慧晓雯美玲颖思雨婷静芷晴"];

/** A made-up name that fits the person's sex and generation. */
export function inventName(random: Random, surname: string, gender: "female" | "male", birthYear: number): string {
  const old = birthYear < 1975;
  const letters = gender === "male" ? (old ? elderMale : youngMale) : old ? elderFemale : youngFemale;
  const first = random.pick(letters);
  if (random.chance(0.18)) return `${surname}${first}`;
  const second = random.pick(letters.filter((letter) => letter !== first));
  return `${surname}${first}${second}`;
}

export function inventSurname(random: Random): string {
  return random.pick(surnames);
}

/**
 * An ID number with a right checksum and a region prefix that belongs to nobody (there is no province 47), so that it can never be
 * a real person's.
 */
export function inventIdNumber(random: Random, birthDate: string, gender: "female" | "male", position: number): string {
  const sequence = String(position % 100).padStart(2, "0") + String(random.int(0, 4) * 2 + (gender === "male" ? 1 : 0));
  const body = `479900${birthDate.replaceAll("-", "")}${sequence}`;
  return body + idNumberCheckCharacter(body);
}

/** A mobile number of a range that is not assigned to anyone (1-7-0-0 with zeros), for the shape only. */
export function inventPhone(random: Random): string {
  return `1700000${String(random.int(0, 9999)).padStart(4, "0")}`;
}
