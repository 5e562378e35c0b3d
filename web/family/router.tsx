import { createAppRouter, screen } from "#web/shell/router.tsx";
import { paths } from "./paths.ts";
import { Shell } from "./shell/Shell.tsx";

export const router = createAppRouter({
  basepath: "/family",
  frame: Shell,
  screens: [
    screen(paths.signIn, () => import("./journeys/sign-in/SignIn.tsx")),
    screen(paths.signUp, () => import("./journeys/sign-in/SignUp.tsx")),
    screen(paths.confirm, () => import("./journeys/sign-in/Confirm.tsx")),
    screen(paths.forgot, () => import("./journeys/sign-in/Forgot.tsx")),
    screen(paths.reset, () => import("./journeys/sign-in/Reset.tsx")),
    screen(paths.home, () => import("./journeys/home/Home.tsx")),
    screen(paths.people, () => import("./journeys/people/People.tsx")),
    screen(paths.addPerson, () => import("./journeys/people/AddPerson.tsx")),
    screen(paths.person, () => import("./journeys/people/Person.tsx")),
    screen(paths.book, () => import("./journeys/book/ChoosePerson.tsx")),
    screen(paths.pickTime, () => import("./journeys/book/PickTime.tsx")),
    screen(paths.checkBooking, () => import("./journeys/book/CheckBooking.tsx")),
    screen(paths.visits, () => import("./journeys/visits/Visits.tsx")),
    screen(paths.visit, () => import("./journeys/visits/Visit.tsx")),
    screen(paths.booked, () => import("./journeys/book/Booked.tsx")),
    screen(paths.live, () => import("./journeys/live/Live.tsx")),
    screen(paths.invitation, () => import("./journeys/party/Invitation.tsx")),
    screen(paths.account, () => import("./journeys/account/Account.tsx")),
    screen(paths.letters, () => import("./journeys/account/Letters.tsx")),
    screen(paths.idPictures, () => import("./journeys/account/IdPictures.tsx")),
    screen(paths.ownName, () => import("./journeys/account/OwnName.tsx")),
    screen(paths.guests, () => import("./journeys/account/Guests.tsx")),
    screen(paths.myData, () => import("./journeys/account/MyData.tsx")),
    screen(paths.equipment, () => import("./journeys/check/EquipmentCheck.tsx")),
    screen(paths.help, () => import("./journeys/account/Help.tsx")),
  ],
});
