/** Who may hold a permission. Realms never mix: the path's prefix names the realm, and its cookie is sent to that prefix only. */
export type Realm = "public" | "outside" | "inside" | "station" | "staff";

export const roles = ["visitation_officer", "supervisor", "facility_administrator", "agency_administrator", "overseer"] as const;
/** A staff member's role, held as a grant at one facility (or at every facility of the agency, for the last two). */
export type Role = (typeof roles)[number];

const officers = ["visitation_officer", "supervisor", "facility_administrator", "agency_administrator"] as const;
const leads = ["supervisor", "facility_administrator", "agency_administrator"] as const;
const administrators = ["facility_administrator", "agency_administrator"] as const;
const readers = [...officers, "overseer"] as const;

interface Rule {
  realm: Realm;
  /** Staff only: the roles that carry it. A role missing here is refused. */
  roles?: readonly Role[];
}

/** Every permission there is. A route names one; what is not here cannot be done. */
export const permissions = {
  "public.read": { realm: "public" },
  "demo.enter": { realm: "public" },
  "outside.sign_up": { realm: "public" },
  "outside.sign_in": { realm: "public" },
  "staff.sign_in": { realm: "public" },
  "station.enrol": { realm: "public" },
  "letter.stop": { realm: "public" },
  "processor.tell": { realm: "public" },

  "outside.me": { realm: "outside" },
  "connection.read_own": { realm: "outside" },
  "connection.request": { realm: "outside" },
  "connection.end_own": { realm: "outside" },
  "id_picture.own": { realm: "outside" },
  "guest.own": { realm: "outside" },
  "equipment.check_own": { realm: "outside" },
  "place.read": { realm: "outside" },
  "visit.request": { realm: "outside" },
  "visit.read_own": { realm: "outside" },
  "visit.cancel_own": { realm: "outside" },
  "visit.complain_own": { realm: "outside" },
  "visit.ask_party": { realm: "outside" },
  "visit.answer_party": { realm: "outside" },
  "visit.join_outside": { realm: "outside" },
  "together.draw_outside": { realm: "outside" },
  "together.send": { realm: "outside" },
  "letter.read_own": { realm: "outside" },
  "wallet.own": { realm: "outside" },
  "wallet.deposit": { realm: "outside" },
  "wallet.refund": { realm: "outside" },
  "plan.own": { realm: "outside" },
  "plan.buy": { realm: "outside" },
  "gift.own": { realm: "outside" },
  "gift.give": { realm: "outside" },

  "station.use": { realm: "station" },
  "inside.sign_in": { realm: "station" },
  "inside.me": { realm: "inside" },
  "connection.read_inside": { realm: "inside" },
  "connection.end_inside": { realm: "inside" },
  "connection.invite": { realm: "inside" },
  "visit.read_inside": { realm: "inside" },
  "visit.cancel_inside": { realm: "inside" },
  "visit.complain_inside": { realm: "inside" },
  "visit.join_inside": { realm: "inside" },
  "together.draw_inside": { realm: "inside" },
  "wallet.inside": { realm: "inside" },

  "staff.me": { realm: "staff", roles: readers },
  "facility.read": { realm: "staff", roles: readers },
  "board.read": { realm: "staff", roles: readers },
  "visit.read": { realm: "staff", roles: readers },
  "visit.cancel": { realm: "staff", roles: officers },
  "visit.move": { realm: "staff", roles: officers },
  "visit.review": { realm: "staff", roles: officers },
  "visit.watch": { realm: "staff", roles: officers },
  "visit.take_part": { realm: "staff", roles: officers },
  "visit.intervene": { realm: "staff", roles: officers },
  "credit.read": { realm: "staff", roles: readers },
  "credit.decide": { realm: "staff", roles: leads },
  "together.review": { realm: "staff", roles: officers },
  "together.shelf_read": { realm: "staff", roles: officers },
  "together.shelf_manage": { realm: "staff", roles: leads },
  "connection.read": { realm: "staff", roles: readers },
  "connection.decide": { realm: "staff", roles: officers },
  "letter.read": { realm: "staff", roles: readers },
  "letter.send_again": { realm: "staff", roles: officers },
  "id_picture.view": { realm: "staff", roles: officers },
  "resident.read": { realm: "staff", roles: readers },
  "resident.set_code": { realm: "staff", roles: officers },
  "resident.unlock": { realm: "staff", roles: officers },
  "resident.complete": { realm: "staff", roles: officers },
  "resident.merge": { realm: "staff", roles: leads },
  "stay.manage": { realm: "staff", roles: officers },
  "keep_apart.read": { realm: "staff", roles: leads },
  "keep_apart.manage": { realm: "staff", roles: leads },
  "roster.read": { realm: "staff", roles: readers },
  "roster.import": { realm: "staff", roles: leads },
  "roster.manage": { realm: "staff", roles: administrators },
  "station.read": { realm: "staff", roles: readers },
  "station.manage": { realm: "staff", roles: leads },
  "station.sign_out": { realm: "staff", roles: officers },
  "station.repair": { realm: "staff", roles: officers },
  "recording.disclose": { realm: "staff", roles: leads },
  "policy.manage": { realm: "staff", roles: administrators },
  "price.read": { realm: "staff", roles: readers },
  "price.manage": { realm: "staff", roles: administrators },
  "tax.confirm": { realm: "staff", roles: leads },
  "staff.read": { realm: "staff", roles: [...leads, "overseer"] },
  "sign_on.manage": { realm: "staff", roles: ["agency_administrator"] },
  "staff.manage": { realm: "staff", roles: administrators },
  "staff.reset_factor": { realm: "staff", roles: leads },
  "access.read": { realm: "staff", roles: [...leads, "overseer"] },
  "access.review": { realm: "staff", roles: leads },
  "record.export": { realm: "staff", roles: [...leads, "overseer"] },
  "audit.read": { realm: "staff", roles: [...leads, "overseer"] },
  "money.read": { realm: "staff", roles: [...leads, "overseer"] },
  "reconciliation.read": { realm: "staff", roles: ["agency_administrator", "overseer"] },
  "cash.read": { realm: "staff", roles: readers },
  "cash.enter": { realm: "staff", roles: officers },
  "cash.confirm": { realm: "staff", roles: leads },
  "payout.prepare": { realm: "staff", roles: officers },
  "payout.confirm": { realm: "staff", roles: leads },
  "hold.read": { realm: "staff", roles: [...leads, "overseer"] },
  "hold.manage": { realm: "staff", roles: leads },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;
