/** The one way in which a page makes a connection to the media engine: straight, or through the relays that the server named. */
export function makeConnection(iceServers: RTCIceServer[]): RTCPeerConnection {
  return new RTCPeerConnection({ iceServers });
}
