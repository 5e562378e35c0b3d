/** The session id of an SDP's origin line (RFC 8866, 5.2): fixed for the life of one peer connection. */
export function pageConnectionOf(sdp: string): string {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? "";
}
