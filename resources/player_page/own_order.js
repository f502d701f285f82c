/* The order of options on this device; the same function as shared/quiz/own_order.py. */
(function (L) {
  "use strict";

  L.fnv1a32 = function (text) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return hash;
  };

  const MIXED = new Set(["single", "multiple", "poll"]);

  /** Indices of the options of question `q` in the order of this device. `seed` 0 keeps the host's order. */
  L.ownOrder = function (seed, q, count, type) {
    const indices = Array.from({ length: count }, (_, index) => index);
    if (!seed || !MIXED.has(type)) return indices;
    const keys = indices.map((index) => L.fnv1a32(`${seed}:${q}:${index}`));
    return indices.sort((a, b) => keys[a] - keys[b] || a - b);
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
