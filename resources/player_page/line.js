/* When to connect, ping, give up and try again. Sans I/O: it is told the time and says what to do. */
(function (L) {
  "use strict";

  const CONNECT_LIMIT = 4000;
  const PING_EVERY = 5000;
  const PONG_LIMIT = 6000;
  const URGENT_LIMIT = 2000;
  const BACK_OFF_FIRST = 200;
  const BACK_OFF_LAST = 2000;
  const JOIN_PINGS = [0, 120, 240, 400, 600];
  const QUESTION_PINGS = [0, 150, 300];

  class Line {
    constructor(clock, random) {
      this.clock = clock;
      this.random = random || Math.random;
      /** off | connecting | open | waiting (for the next try) */
      this.status = "off";
      this.attempt = 0;
      this.since = 0;
      this.retryAt = 0;
      this.downSince = null;
      this.pings = new Map();
      this.plan = [];
      this.next = 0;
      this.patience = PONG_LIMIT;
    }

    start(now) {
      if (this.status === "connecting" || this.status === "open") return;
      this.status = "waiting";
      this.retryAt = now;
    }

    stop() {
      this.status = "off";
      this.downSince = null;
      this.attempt = 0;
    }

    opened(now) {
      this.status = "open";
      this.since = now;
      this.pings.clear();
      this.plan = [];
      this.patience = PONG_LIMIT;
    }

    /** The host let us in: measure the time, and the next failure starts from the shortest pause. */
    settled(now) {
      this.attempt = 0;
      this.downSince = null;
      this.plan = JOIN_PINGS.map((after) => now + after);
    }

    /** The connection is gone or could not be made. */
    closed(now) {
      if (this.status === "off") return;
      const pause = Math.min(BACK_OFF_LAST, BACK_OFF_FIRST * 2 ** this.attempt);
      this.attempt = Math.min(this.attempt + 1, 10);
      this.status = "waiting";
      this.retryAt = now + pause * (0.5 + this.random() / 2);
      if (this.downSince === null) this.downSince = now;
    }

    /** Three pings before a question. */
    measure(now) {
      this.plan = this.plan.concat(QUESTION_PINGS.map((after) => now + after));
    }

    /** The page woke up or the network is back: no more patience with a pause or a silent connection. */
    urge(now) {
      if (this.status === "waiting") this.retryAt = now;
      if (this.status === "open") {
        this.plan.unshift(now);
        this.patience = URGENT_LIMIT;
      }
    }

    /** Anything that came in proves the connection; a pong also tells the time and is answered. */
    heard(frame, now) {
      if (!frame || frame.k !== "pong") return [];
      const sent = this.pings.get(frame.i);
      if (sent === undefined) return [];
      for (const i of this.pings.keys()) if (i <= frame.i) this.pings.delete(i);
      this.patience = PONG_LIMIT;
      this.clock.add(sent, frame.t2, frame.t3, now);
      return [{ k: "pong", i: frame.i }];
    }

    /** What is due: `connect`, `drop` (the connection is dead) and frames to `send`. */
    step(now) {
      if (this.status === "waiting" && now >= this.retryAt) {
        this.status = "connecting";
        this.since = now;
        return { connect: true, send: [] };
      }
      if (this.status === "connecting" && now - this.since >= CONNECT_LIMIT) return { drop: true, send: [] };
      if (this.status !== "open") return { send: [] };
      const oldest = this.pings.size ? Math.min(...this.pings.values()) : null;
      if (oldest !== null && now - oldest >= this.patience) return { drop: true, send: [] };
      return { send: this.duePings(now) };
    }

    duePings(now) {
      const due = this.plan.filter((at) => at <= now);
      if (!due.length) return [];
      this.plan = this.plan.filter((at) => at > now);
      if (!this.plan.length) this.plan = [now + PING_EVERY];
      this.next += 1;
      this.pings.set(this.next, now);
      return [{ k: "ping", i: this.next, t1: now }];
    }

    /** When `step` has something to do again, by the own clock; null: never. */
    dueAt() {
      if (this.status === "waiting") return this.retryAt;
      if (this.status === "connecting") return this.since + CONNECT_LIMIT;
      if (this.status !== "open") return null;
      const times = this.plan.slice();
      if (this.pings.size) times.push(Math.min(...this.pings.values()) + this.patience);
      return times.length ? Math.min(...times) : null;
    }
  }

  L.Line = Line;
})((globalThis.Lantern = globalThis.Lantern || {}));
