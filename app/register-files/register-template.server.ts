import { headersOf, type RegisterField, requiredFields } from "#app/domain/register-imports/columns.ts";
import { writeXlsx } from "./write-table.server.ts";

const templateFields = [
  "householdNumber",
  "town",
  "village",
  "group",
  "name",
  "relation",
  "idNumber",
  "gender",
  "birthDate",
  "labourAbility",
  "student",
  "health",
  "causes",
  "programme",
  "programmeFrom",
  "phone",
  "bankAccount",
  "bankName",
  "diagnosis",
  "guardianName",
  "guardianRelation",
  "guardianPhone",
] as const satisfies readonly RegisterField[];

/** 890000 is no place: the number has a right check character and is nobody's. */
const example: Readonly<Record<(typeof templateFields)[number], string>> = {
  householdNumber: "示例-0001",
  town: "赤水镇",
  village: "步栏村",
  group: "三组",
  name: "示例姓名",
  relation: "户主",
  idNumber: "890000197001011015",
  gender: "男",
  birthDate: "1970-01-01",
  labourAbility: "普通劳动力",
  student: "非在校生",
  health: "健康",
  causes: "因病、缺劳力",
  programme: "建档立卡户",
  programmeFrom: "2014-06-01",
  phone: "13800000000",
  bankAccount: "",
  bankName: "",
  diagnosis: "",
  guardianName: "",
  guardianRelation: "",
  guardianPhone: "",
};

const notes: Readonly<Record<(typeof templateFields)[number], string>> = {
  householdNumber: "必填。登记册上的编号，一户一个，用数字、字母和短横线。同一户的人写在一起。",
  town: "有同名的村时必填。",
  village: "必填，除非只导入自己的村。写村名即可。",
  group: "可以不填。",
  name: "必填，2 到 25 个字。",
  relation: "必填。户主、配偶、子女、父母、孙子女、祖父母、兄弟姐妹、其他。一户要有一个户主。",
  idNumber: "18 位。这一列已设成文本格式，请不要改成数字。没有的（如新生儿）空着，填性别和出生日期。",
  gender: "没有身份证号时必填：男、女。",
  birthDate: "没有身份证号时必填，如 2016-09-01。",
  labourAbility: "满 16 岁必填：普通劳动力、技能劳动力、弱劳动力或半劳动力、丧失劳动力、无劳动力。",
  student: "非在校生，或在读的阶段，如小学、高中。",
  health: "健康、长期慢性病、患有大病、残疾，可以写两项。",
  causes: "因病、因残、因学、因灾、缺劳力、缺技术、缺资金、缺水、交通条件落后、因老，用顿号分开。",
  programme: "建档立卡户，或监测对象。",
  programmeFrom: "如 2014-06-01、2014年6月。",
  phone: "11 位手机号，可以不填。",
  bankAccount: "农户自己的银行卡或存折账号，可以不填。已设成文本格式，请不要改成数字。加密保存。",
  bankName: "如 农村信用社。",
  diagnosis: "患病的写病名，可以不填。加密保存，不公开。",
  guardianName: "未满 14 岁的孩子写监护人姓名。加密保存，不公开。",
  guardianRelation: "监护人是孩子的什么人：父亲、母亲、祖父、祖母、亲属、村委会。",
  guardianPhone: "监护人的 11 位手机号，可以不填。",
};

/** The empty form (U27): every cell is text, an example row in grey that is refused by its number's form if it is left in, and 填写说明. */
export function registerTemplate(): Promise<Uint8Array<ArrayBuffer>> {
  const blank = templateFields.map(() => "");
  const required: readonly RegisterField[] = requiredFields;
  return writeXlsx([
    {
      name: "花名册",
      table: {
        headers: templateFields.map((field) => `${headersOf[field][0]}${required.includes(field) ? "（必填）" : ""}`),
        rows: [templateFields.map((field) => example[field]), ...Array.from({ length: 200 }, () => blank)],
      },
      greyRows: 1,
    },
    {
      name: "填写说明",
      table: {
        headers: ["列", "怎么填"],
        rows: [
          ...templateFields.map((field) => [headersOf[field][0] ?? "", notes[field]]),
          ["示例行", "灰色的一行是示例，编号不合格式，不会被导入。可以删掉。"],
          ["空单元格", "同一户里，户编号、乡镇、村等只写第一行也可以。"],
        ],
      },
    },
  ]);
}
