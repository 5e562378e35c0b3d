export { chooseMediaAddress } from "./janus/media-address.ts";
export type {
  ClosedSegment,
  FromBrowser,
  LinkReport,
  MediaEvent,
  MediaHealth,
  MediaKind,
  MediaOptions,
  MediaServer,
  MediaUnavailableReason,
  PictureMode,
  RecordingDoubt,
  RecordingProof,
  RoomRequest,
  ToBrowser,
} from "./media.types.ts";
export { createMediaServer } from "./media-server.ts";
export { makeRecordingFile, type Probe, probe, type RecordingMade, type RecordingRequest } from "./recording-file.ts";
export { keptOf, wholeOf } from "./timeline.rules.ts";
