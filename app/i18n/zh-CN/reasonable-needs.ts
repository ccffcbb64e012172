/** 合理需要核对：参考价、上限、用语、重复照片、重复人员。工作人员页面。 */
export const reasonableNeeds = {
  title: "合理需要核对",
  lead: "按本地的参考价、上限和用语清单核对。要改的请先改；要说明的，由镇级核实时写明理由。",
  none: "没有发现问题。",
  mustChange: "必须改",
  needsReason: "要写明理由",
  explained: "已说明",
  stopped: "有必须改的内容，不能核实通过",
  stoppedHint: "请退回村里修改，理由里写清楚要改什么。",
  reasonFor: "理由",
  reasonHint: "依据是什么，查过什么。理由留在案卷里。",
  decisions: "已写明的理由",
  decidedBy: (name: string, day: string, version: number) => `${name}，${day}，第 ${version} 版`,
  seeRules: "查看本地规则",
  openOther: "打开",
  places: { title: "标题", summary: "简介", story: "详细说明", item: "预算明细", photo: "照片说明" },
  wordKinds: { brand: "品牌", luxury: "奢侈用语", begging: "有失尊严的话" },
  likeness: {
    same_name: "同名、同性别、同一天出生",
    same_sound: "名字读音相同、同性别、同一天出生",
    shared_characters: "名字有相同的字、同性别、同一天出生",
    same_birthday: "同村、同性别、同一天出生",
  },
  findings: {
    over_ceiling: (item: string, price: string, ceiling: string, unit: string) =>
      `“${item}”单价 ${price} 元，高于本地上限每${unit} ${ceiling} 元。请改成普通规格、核实单价后再提交。`,
    over_reference: (item: string, price: string, reference: string, unit: string) =>
      `“${item}”单价 ${price} 元，高于参考价每${unit} ${reference} 元，没有超过上限。`,
    unit_differs: (item: string, unit: string, catalogueUnit: string) =>
      `“${item}”的单位是“${unit}”，参考价按“${catalogueUnit}”计，不能直接比较。`,
    wording: (place: string, word: string, kind: string, advice: string) =>
      `${place}里有“${word}”（${kind}）。${advice}。`,
    wordingKept: (place: string, word: string, kind: string) => `${place}里有“${word}”（${kind}）。`,
    same_photo: (other: string) => `有照片和需求“${other}”的照片相同或很像。请换成这一户自己的照片。`,
    same_photo_elsewhere: "有照片和辖区外一个需求的照片相同或很像。请换成这一户自己的照片；有疑问请县级查对。",
    same_photo_own: (other: string) => `照片和同一户（同一村）的需求“${other}”用的相同。`,
    same_person: (member: string, other: string, likeness: string) =>
      `${member}和档案里的${other}${likeness}，可能是同一个人。请查户口本：是同一人就退回，不是就写明依据。`,
    same_person_elsewhere: (member: string, likeness: string) =>
      `${member}和本镇另一户的一位成员${likeness}，可能是同一个人。请联系该村查户口本。`,
    same_person_kept: (likeness: string) => `可能重复登记的两个人：${likeness}。`,
    same_photo_kept: "照片和另一个需求的相同。",
  },
  source: (text: string) => `依据：${text}`,
} as const;
