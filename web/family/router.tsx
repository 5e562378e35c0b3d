import { createAppRouter, screen } from "#web/shell/router.tsx";
import { addWords } from "#web/words/words.tsx";
import { paths } from "./paths.ts";
import { Shell } from "./shell/Shell.tsx";
import { insideLoaders } from "./words.ts";

/** A screen behind the sign-in, which says more than the sign-in does. */
const inside: typeof screen = (path, load) =>
  screen(path, async () => {
    const [loaded] = await Promise.all([load(), addWords(insideLoaders)]);
    return loaded;
  });

export const router = createAppRouter({
  basepath: "/family",
  frame: Shell,
  screens: [
    screen(paths.signIn, () => import("./journeys/sign-in/SignIn.tsx")),
    screen(paths.signUp, () => import("./journeys/sign-in/SignUp.tsx")),
    screen(paths.confirm, () => import("./journeys/sign-in/Confirm.tsx")),
    screen(paths.forgot, () => import("./journeys/sign-in/Forgot.tsx")),
    screen(paths.reset, () => import("./journeys/sign-in/Reset.tsx")),
    inside(paths.home, () => import("./journeys/home/Home.tsx")),
    inside(paths.people, () => import("./journeys/people/People.tsx")),
    inside(paths.addPerson, () => import("./journeys/people/AddPerson.tsx")),
    inside(paths.person, () => import("./journeys/people/Person.tsx")),
    inside(paths.book, () => import("./journeys/book/ChoosePerson.tsx")),
    inside(paths.pickTime, () => import("./journeys/book/PickTime.tsx")),
    inside(paths.checkBooking, () => import("./journeys/book/CheckBooking.tsx")),
    inside(paths.visits, () => import("./journeys/visits/Visits.tsx")),
    inside(paths.visit, () => import("./journeys/visits/Visit.tsx")),
    inside(paths.booked, () => import("./journeys/book/Booked.tsx")),
    inside(paths.live, () => import("./journeys/live/Live.tsx")),
    inside(paths.invitation, () => import("./journeys/party/Invitation.tsx")),
    inside(paths.account, () => import("./journeys/account/Account.tsx")),
    inside(paths.letters, () => import("./journeys/account/Letters.tsx")),
    inside(paths.idPictures, () => import("./journeys/account/IdPictures.tsx")),
    inside(paths.ownName, () => import("./journeys/account/OwnName.tsx")),
    inside(paths.guests, () => import("./journeys/account/Guests.tsx")),
    inside(paths.myData, () => import("./journeys/account/MyData.tsx")),
    inside(paths.wallet, () => import("./journeys/wallet/Wallet.tsx")),
    inside(paths.statement, () => import("./journeys/wallet/StatementPage.tsx")),
    inside(paths.equipment, () => import("./journeys/check/EquipmentCheck.tsx")),
    inside(paths.help, () => import("./journeys/account/Help.tsx")),
  ],
});
