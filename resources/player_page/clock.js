/* The host's time, reckoned from pings (RFC 5905, 8). Knows no socket. */
(function (L) {
  "use strict";

  const KEPT = 8;

  class HostClock {
    constructor() {
      this.reset();
    }

    /** Forgets what was measured, for instance because this device slept and its clock stood still. */
    reset() {
      this.samples = [];
      this.offset = 0;
      this.known = false;
    }

    /** A first guess from a frame that carries the host's time, good until the first ping is back. */
    hint(now, hostMs) {
      if (this.samples.length) return;
      this.offset = hostMs - now;
      this.known = true;
    }

    /** One ping: sent `t1` and back `t4` by the own clock, received `t2` and answered `t3` by the host's. */
    add(t1, t2, t3, t4) {
      const trip = Math.max(0, t4 - t1 - (t3 - t2));
      this.samples.push({ trip, offset: (t2 - t1 + (t3 - t4)) / 2 });
      if (this.samples.length > KEPT) this.samples.shift();
      const best = this.samples.reduce((a, b) => (b.trip < a.trip ? b : a));
      this.offset = best.offset;
      this.trip = best.trip;
      this.known = true;
    }

    host(now) {
      return now + this.offset;
    }

    own(hostMs) {
      return hostMs - this.offset;
    }
  }

  L.HostClock = HostClock;
})((globalThis.Lantern = globalThis.Lantern || {}));
