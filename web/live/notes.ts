const NOTES = [523.25, 659.25];
const NOTE_SECONDS = 0.45;
const LOUDNESS = 0.4;
const RESUME_MS = 1500;

/** Plays two notes, one after the other, through the speaker; call it from a press, or a browser may hold the sound back. */
export async function playNotes(): Promise<void> {
  const sound = new AudioContext();
  // A browser that holds sound back, or a machine without any, may never answer: then nothing is heard, and that is what is asked next.
  await Promise.race([sound.resume(), new Promise((resolve) => setTimeout(resolve, RESUME_MS))]);
  NOTES.forEach((hertz, index) => {
    const from = sound.currentTime + index * NOTE_SECONDS;
    const tone = sound.createOscillator();
    const softer = sound.createGain();
    tone.frequency.value = hertz;
    // Rises and falls, so that it does not click.
    softer.gain.setValueAtTime(0, from);
    softer.gain.linearRampToValueAtTime(LOUDNESS, from + 0.03);
    softer.gain.linearRampToValueAtTime(0, from + NOTE_SECONDS);
    tone.connect(softer).connect(sound.destination);
    tone.start(from);
    tone.stop(from + NOTE_SECONDS);
  });
  await new Promise((resolve) => setTimeout(resolve, NOTES.length * NOTE_SECONDS * 1000));
  void sound.close();
}
