/* Reading a text aloud where the device has a voice; only when asked. */
(function (L) {
  "use strict";

  L.canRead = () => "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;

  /** Reads, or stops when it is already reading. */
  L.readAloud = function (text, language) {
    const voice = globalThis.speechSynthesis;
    if (voice.speaking || voice.pending) {
      voice.cancel();
      return;
    }
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = language || L.language;
    voice.speak(spoken);
  };

  L.stopReading = function () {
    if (L.canRead()) globalThis.speechSynthesis.cancel();
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
