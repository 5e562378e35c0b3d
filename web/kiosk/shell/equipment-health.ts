type Works = "works" | "missing" | "denied" | "unknown";

/** Whether there is anything to hear by; browsers that do not name loudspeakers (Safari) say nothing rather than something wrong. */
export async function speakerHealth(): Promise<Exclude<Works, "denied">> {
  const devices = await (navigator.mediaDevices?.enumerateDevices() ?? Promise.resolve([])).catch(() => []);
  if (devices.some(({ kind }) => kind === "audiooutput")) return "works";
  return "setSinkId" in HTMLMediaElement.prototype ? "missing" : "unknown";
}

/** Whether this kiosk's camera and microphone can be used, without switching them on. */
export async function equipmentHealth(): Promise<{ camera: Works; microphone: Works }> {
  const devices = await (navigator.mediaDevices?.enumerateDevices() ?? Promise.resolve([])).catch(() => []);
  return { camera: await one("camera", "videoinput"), microphone: await one("microphone", "audioinput") };

  async function one(name: "camera" | "microphone", kind: MediaDeviceKind): Promise<Works> {
    // Browsers that cannot be asked (older Safari) say nothing rather than something wrong.
    const state = await navigator.permissions
      ?.query({ name: name as PermissionName })
      .then((permission) => permission.state)
      .catch(() => undefined);
    if (state === "denied") return "denied";
    if (!devices.some((device) => device.kind === kind)) return "missing";
    return state === "granted" ? "works" : "unknown";
  }
}
