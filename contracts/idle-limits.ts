/** Staff who neither type nor point for so long are signed out; an open watch of a live visit counts as being there. */
export const STAFF_IDLE_MINUTES = 30;
/** How long before that the page asks whether somebody is there. */
export const STAFF_WARN_MINUTES = 2;
/** A page tells of activity at most this often. */
export const STAFF_TELL_SECONDS = 60;
