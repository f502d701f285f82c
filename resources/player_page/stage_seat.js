/* A teacher's window or a projector: the stage, the counts, the roster, and commands until they are done. */
(function (L) {
  "use strict";

  class StageSeat {
    /** `given`: {role: "host" | "screen", token, random, lang, nonce()}. */
    constructor(given) {
      Object.assign(this, { role: given.role, token: given.token, lang: given.lang || "", nonce: given.nonce });
      this.clock = new L.HostClock();
      this.line = new L.Line(this.clock, given.random);
      this.commands = new Map();
      this.state = {
        at: "asking", gone: "", game: null, epoch: 0, stage: null, counts: null, seats: new Map(),
        error: "", hostLost: null, ended: "", shutdown: false, moved: "",
      };
    }

    opened(now) {
      this.line.opened(now);
      return [{ k: "hello", v: 1, role: this.role, token: this.token, lang: this.lang }];
    }

    closed(now) {
      this.line.closed(now);
    }

    step(now) {
      return this.line.step(now);
    }

    dueAt() {
      return this.line.dueAt();
    }

    /** One action, refused by the host when the game has moved on since `state.stage`. */
    command(action) {
      const stage = this.state.stage;
      const expect = { phase: stage.phase, q: stage.shown ? stage.shown.q : -1 };
      const frame = { k: "cmd", id: this.nonce(), action, expect };
      this.state.error = "";
      this.commands.set(frame.id, frame);
      return this.line.status === "open" ? [frame] : [];
    }

    receive(frame, now) {
      const reply = this.line.heard(frame, now);
      const handler = this["on_" + frame.k];
      return handler ? reply.concat(handler.call(this, frame, now) || []) : reply;
    }

    on_welcome(frame, now) {
      this.clock.hint(now, frame.now);
      this.line.settled(now);
      Object.assign(this.state, { at: "in", game: frame.game, epoch: frame.epoch, shutdown: false, ended: "" });
      return Array.from(this.commands.values());
    }

    on_deny(frame) {
      this.line.stop();
      this.state.at = "gone";
      this.state.gone = frame.reason;
    }

    on_stage(frame, now) {
      this.clock.hint(now, frame.now);
      this.state.stage = frame;
      this.state.counts = null;
      if (frame.phase === "prep") this.line.measure(now);
    }

    on_counts(frame) {
      this.state.counts = frame;
    }

    on_roster(frame) {
      if (frame.full) this.state.seats.clear();
      for (const seat of frame.seats) this.state.seats.set(seat.pid, seat);
    }

    on_done(frame) {
      this.commands.delete(frame.id);
      this.state.error = frame.error;
    }

    on_hostlost(frame) {
      this.state.hostLost = frame.since;
    }

    on_moved(frame) {
      this.state.moved = frame.url;
    }

    on_gone(frame) {
      if (frame.reason === "shutdown") this.state.shutdown = true;
      if (frame.reason !== "elsewhere") return;
      this.line.stop();
      Object.assign(this.state, { at: "gone", gone: frame.reason });
    }

    on_ended(frame) {
      this.state.ended = frame.reason;
    }
  }

  L.StageSeat = StageSeat;
})((globalThis.Lantern = globalThis.Lantern || {}));
