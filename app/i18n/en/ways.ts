import type { Translated } from "../translated.ts";
import type { ways as source } from "../zh-CN/ways.ts";

export const ways: Translated<typeof source> = {
  title: "Ways to help",
  lead: "Money, goods, time, jobs: see which way suits you, then find a need.",
  searchLabel: "Search for what you want to help with",
  searchPlaceholder: "for example 饮水 (water), 理发 (haircuts)",
  open: (count) => (count === 1 ? "1 need is waiting" : `${count} needs are waiting`),
  noneOpen: "None of this kind just now",
  steps: "How it works",
  know: "Good to know",
  forWhom: "For",
  audiencesTitle: "You are",
  audiences: {
    person: { title: "a citizen", text: "Give, grant a small wish, pair with a household, volunteer" },
    enterprise: { title: "an enterprise", text: "Adopt a village, hire, buy produce, fund a project" },
    organization: { title: "an organization", text: "Post volunteer projects, bring skills, connect resources" },
  },
  registerOrganization: "Register an organization",
  items: {
    money: {
      title: "Give money",
      text: "A share of one verified need, from 1 yuan.",
      forWhom: "Anyone, without an account",
      steps: [
        "Choose a need and check the charity and its filing",
        "Enter an amount, check it, pay",
        "Look up at any time where it went",
      ],
      know: "The money goes straight to the charity's account. We never hold it and take no fee.",
      action: "Needs that ask for money",
    },
    goods: {
      title: "Give goods",
      text: "Claim items from the list: as many as are missing.",
      forWhom: "Citizens, enterprises, organizations",
      steps: [
        "Choose a need, claim items and quantities",
        "Deliver to the village on the agreed day",
        "The village signs, and the progress is public",
      ],
      know: "A public claim is a promise to be kept. Promise what you can give.",
      action: "Needs that ask for goods",
    },
    pairing: {
      title: "Pair up",
      text: "A lasting tie with one household or one village.",
      forWhom: "Citizens, enterprises, organizations, volunteer groups",
      steps: [
        "See how a village lives and propose a tie",
        "Your identity is checked; village and household agree",
        "Once a year all look back, in public",
      ],
      know: "No private cash and no exchange of phone numbers. The village's contact arranges things.",
      action: "See the villages",
    },
    service: {
      title: "Volunteer",
      text: "Care, teaching, repairs, haircuts: bring what you can do.",
      forWhom: "Citizens, organizations",
      steps: [
        "Choose a project and a shift; read the risks first",
        "Check in and out on the spot",
        "The organization confirms your hours and certifies them",
      ],
      know: "You register by your real name, which is not published. Nobody pays for the service.",
      action: "See volunteer projects",
    },
    job: {
      title: "Offer jobs",
      text: "A job lasts longer than a gift.",
      forWhom: "Enterprises and cooperatives",
      steps: [
        "See where people look for work",
        "Register jobs, places and wages",
        "Interview, sign contracts; the village reports",
      ],
      know: "With a labour contract, and wages in full and on time.",
      action: "Needs that ask for jobs",
    },
    sales: {
      title: "Buy produce",
      text: "Buy what the village grows, at a fair price.",
      forWhom: "Citizens, canteens, shops",
      steps: [
        "See what the village has to sell",
        "Register what and how much you buy",
        "Receive it and pay the farmers or their cooperative",
      ],
      know: "Quality and price as on the market, and the money must reach the farmers.",
      action: "Needs that ask for buyers",
    },
  },
  seeAll: "See all needs",
  rulesTitle: "Know the rules first",
  rulesText: "Who may raise money, what receipts there are, whether a promise binds: all of it is settled by law.",
};
