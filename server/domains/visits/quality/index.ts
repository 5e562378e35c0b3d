export { insertSamples, listSamples } from "./kept.ts";
export { follow, type Judged, judge, nothingShown, type Samples, type Shown, same, type Trouble, unjudged } from "./line.rules.ts";
export { registerOwnQuality } from "./own-data.service.ts";
export { addReport, addTime, close, emptySample, type Open, type Sample, sampleOf, type Timed } from "./samples.rules.ts";
export { registerStationFindings, STATION_FAILED } from "./station.service.ts";
