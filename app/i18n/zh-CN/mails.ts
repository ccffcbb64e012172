export const mails = {
  donationReceipt: {
    subject: (amount: string) => `您的捐赠 ${amount} 已到账，谢谢您`,
    preview: (need: string) => `已用于「${need}」`,
    heading: "谢谢您，捐赠已到账",
    thanks: (need: string) => `您为「${need}」捐的款，已进入慈善组织自己的账户。`,
    amount: "金额",
    need: "用于",
    place: "地点",
    charity: "接受捐赠的慈善组织",
    shownAs: "公开显示为",
    follow: "这笔钱的每一步去向，都会记在您的捐赠页面上。成效报告公布时，我们会再写信告诉您。",
    open: "查看我的捐赠",
    notTaxReceipt: "本邮件不是公益事业捐赠票据。票据由接受捐赠的慈善组织开具。",
    reason: "您收到这封信，是因为您在本站捐了款。",
  },
  impactReport: {
    subject: (need: string) => `您帮助的「${need}」有成效了`,
    body: (need: string) => `您捐过款的「${need}」公布了成效报告。做了什么、花了多少、谁确认过，都写在里面。`,
    openReport: "看成效报告",
    openTrace: "看这笔钱的去向",
  },
} as const;
