/* One player's seat: joins, follows the game, keeps answers until the host has them. Sans I/O, twin of
   shared/quiz/player_seat.py: frames and times go in, frames to send come out, `state` is what is shown. */
(function (L) {
  "use strict";

  const RESEND_EVERY = 3000;
  const EARLY_AGAIN = 150;
  const STAYS_OUT = new Set(["kicked", "banned", "ended", "over", "refused"]);
  /** The host may let these back in, with all their points: the key to the seat is kept. */
  const MAY_RETURN = new Set(["kicked", "banned"]);

  function fresh() {
    return {
      shown: null, view: null, math: {}, openAt: 0, closeAt: null, leftMs: null, paused: false, eligible: true,
      answered: false, answer: null, sent: null, ack: "", solution: null, summary: null, why: "", source: null, own: null,
    };
  }

  class Seat {
    /** `given`: {pin, keep, random, lang, device, nonce()}. */
    constructor(given) {
      this.keep = given.keep;
      this.lang = given.lang || "";
      this.device = given.device || "";
      this.nonce = given.nonce;
      this.clock = new L.HostClock();
      this.line = new L.Line(this.clock, given.random);
      this.form = this.empty(given.pin || "");
      this.token = "";
      this.unsent = new Map();
      this.state = Object.assign(fresh(), {
        /** pin | asking | name | team | code | waiting | in | gone */
        at: "pin", deny: null, roster: false, gone: "", game: null, pid: "", name: "", team: "", code: "", epoch: 0, seq: 0,
        phase: "lobby", board: null, total: 0, rank: 0, players: 0, hostLost: null, shutdown: false,
        moved: "", items: null, done: {}, finished: false, result: null, ended: "",
      });
    }

    /** The team "?" asks a game with teams which there are; other games do not look at it. */
    empty(pin) {
      return { pin, name: "", team: "?", code: "" };
    }

    /** Takes the seat this device had under a PIN again; false when there was none. */
    resume(pin, now) {
      const kept = pin ? this.keep.seat(pin) : this.keep.seats()[0];
      if (!kept) return false;
      this.token = kept.token;
      this.form = Object.assign(this.empty(kept.pin), { name: kept.name || "" });
      this.state.at = "asking";
      this.line.start(now);
      return true;
    }

    /** Asks to be let in with what the form holds; without a name the host says what it wants to know. */
    join(form, now) {
      Object.assign(this.form, form);
      this.state.deny = null;
      this.state.at = "asking";
      this.line.stop();
      this.line.start(now);
    }

    /** Back to the first step, for another game. */
    leave() {
      const frames = this.line.status === "open" ? [{ k: "leave" }] : [];
      this.line.stop();
      this.token = "";
      this.form = this.empty("");
      Object.assign(this.state, fresh(), { at: "pin", deny: null, roster: false, gone: "", game: null, phase: "lobby", board: null,
        items: null, done: {}, finished: false, result: null, ended: "", hostLost: null });
      return frames;
    }

    /** A new seat in the same game, for who was taken out of the old one. */
    startAnew(now) {
      const pin = this.form.pin;
      this.forget();
      this.leave();
      this.join(this.empty(pin), now);
    }

    /** Takes the seat back from another tab or device. */
    takeBack(now) {
      this.state.at = "asking";
      this.state.gone = "";
      this.line.start(now);
    }

    opened(now) {
      this.line.opened(now);
      const hello = { k: "hello", v: 1, role: "player", lang: this.lang, device: this.device };
      if (this.token) hello.token = this.token;
      else Object.assign(hello, this.credentials());
      hello.seen = [this.state.epoch, this.state.seq];
      return [hello];
    }

    credentials() {
      const found = { pin: this.form.pin };
      if (this.form.code) found.code = this.form.code;
      else Object.assign(found, { name: this.form.name, team: this.form.team });
      return found;
    }

    closed(now) {
      this.line.closed(now);
    }

    receive(frame, now) {
      const reply = this.line.heard(frame, now);
      const handler = this["on_" + frame.k];
      if (!handler) return reply;
      if (this.isOld(frame)) return reply;
      return reply.concat(handler.call(this, frame, now) || []);
    }

    /** A frame from before the state known. Those that tell everything at once follow a welcome of their number. */
    isOld(frame) {
      if (frame.seq === undefined || ["welcome", "assignment", "result"].includes(frame.k)) return false;
      if (frame.seq <= this.state.seq) return true;
      this.state.seq = frame.seq;
      return false;
    }

    step(now) {
      const due = this.line.step(now);
      due.send = due.send.concat(this.dueAnswers(now));
      return due;
    }

    dueAt() {
      const times = [this.line.dueAt()];
      if (this.canSend()) for (const each of this.unsent.values()) times.push(each.again);
      const known = times.filter((at) => at !== null && at !== undefined && at !== Infinity);
      return known.length ? Math.min(...known) : null;
    }

    // Answers

    /** An answer given now; it is kept until the host says that it is on disk. */
    answer(q, a, times, now) {
      const frame = { k: "answer", q, nonce: this.nonce(), a, elapsed_ms: times.elapsed, shown_ms: times.shown };
      if (times.sure) frame.sure = times.sure;
      this.unsent.set(q, { frame, again: now });
      this.keepUnsent();
      this.note(q, { answered: true, answer: a, ack: "", sent: frame.nonce, sure: times.sure || 0 });
      return this.dueAnswers(now);
    }

    finish() {
      this.state.handingIn = true;
      return this.canSend() ? [{ k: "finish" }] : [];
    }

    canSend() {
      return this.line.status === "open" && this.state.at === "in";
    }

    dueAnswers(now) {
      if (!this.canSend()) return [];
      const due = Array.from(this.unsent.values()).filter((each) => each.again <= now);
      due.forEach((each) => {
        each.again = now + RESEND_EVERY;
      });
      return due.map((each) => each.frame);
    }

    note(q, facts) {
      if (this.state.items) this.state.done[q] = Object.assign({}, this.state.done[q], facts);
      else if (this.state.shown && this.state.shown.q === q) Object.assign(this.state, facts);
      if (this.state.items) this.keepDone();
    }

    keepUnsent() {
      if (!this.state.game) return;
      const key = "unsent." + this.state.game.id;
      const frames = Array.from(this.unsent.values(), (each) => each.frame);
      if (frames.length) this.keep.set(key, frames);
      else this.keep.drop(key);
    }

    keepDone() {
      this.keep.set("done." + this.state.game.id, this.state.done);
    }

    on_ack(frame, now) {
      const kept = this.unsent.get(frame.q);
      if (!kept || kept.frame.nonce !== frame.nonce) return;
      if (frame.s === "early" || frame.s === "paused") {
        kept.again = frame.s === "early" ? this.clock.own(this.state.openAt) + EARLY_AGAIN : Infinity;
        if (frame.s === "early") kept.again = Math.max(kept.again, now + EARLY_AGAIN);
        this.note(frame.q, { ack: frame.s });
        return;
      }
      this.unsent.delete(frame.q);
      this.keepUnsent();
      const taken = frame.s === "ok" || frame.s === "late" || frame.s === "locked";
      this.note(frame.q, taken ? { ack: frame.s } : { ack: frame.s, answered: false });
    }

    // Being let in

    on_welcome(frame, now) {
      const state = this.state;
      const again = state.game && state.game.id === frame.game.id;
      this.token = frame.token || this.token;
      this.clock.hint(now, frame.now);
      this.line.settled(now);
      Object.assign(state, {
        at: "in", deny: null, gone: "", game: frame.game, pid: frame.pid, name: frame.name || state.name,
        team: frame.team || state.team, code: frame.code || state.code, epoch: frame.epoch, seq: frame.seq, shutdown: false, hostLost: null, ended: "",
      });
      this.form.pin = frame.game.pin;
      this.keep.keepSeat({ pin: frame.game.pin, game: frame.game.id, token: this.token, name: state.name });
      if (!again) this.takeKept(frame.game.id);
      this.takeSnapshot(frame.snapshot);
      for (const each of this.unsent.values()) each.again = now;
      const frames = this.dueAnswers(now);
      return state.handingIn && !state.finished ? frames.concat([{ k: "finish" }]) : frames;
    }

    takeKept(game) {
      const frames = this.keep.get("unsent." + game);
      this.unsent = new Map((Array.isArray(frames) ? frames : []).map((each) => [each.q, { frame: each, again: 0 }]));
      this.state.done = this.keep.get("done." + game) || {};
    }

    takeSnapshot(snapshot) {
      const state = this.state;
      const before = state.shown && snapshot.shown && state.shown.q === snapshot.shown.q ? state : null;
      const math = before ? Object.assign({}, before.math, snapshot.shown.math) : {};
      const ack = before ? before.ack : "";
      const sent = before ? before.sent : null;
      Object.assign(state, fresh(), {
        phase: snapshot.phase, paused: snapshot.paused, shown: snapshot.shown, view: snapshot.view, ack, sent,
        openAt: snapshot.open_at, closeAt: snapshot.close_at, leftMs: snapshot.left_ms,
        math: Object.assign(math, snapshot.shown && snapshot.shown.math),
        eligible: snapshot.eligible, answered: snapshot.answered, answer: snapshot.answer,
        solution: snapshot.solution, summary: snapshot.summary, why: snapshot.why, source: snapshot.source, own: snapshot.own,
        board: snapshot.board, total: snapshot.total, rank: snapshot.rank, players: snapshot.players,
      });
      const kept = state.shown && this.unsent.get(state.shown.q);
      if (kept && !state.answered) Object.assign(state, { answered: true, answer: kept.frame.a, sent: kept.frame.nonce });
    }

    on_deny(frame, now) {
      const state = this.state;
      const hadToken = this.token !== "";
      state.deny = frame;
      if (frame.reason === "pick_name") state.roster = true;
      if (frame.reason === "approval") {
        state.at = "waiting";
        this.line.settled(now);
        return;
      }
      this.line.stop();
      if (frame.reason === "token" || (STAYS_OUT.has(frame.reason) && !MAY_RETURN.has(frame.reason))) this.forget();
      if (STAYS_OUT.has(frame.reason)) {
        state.at = "gone";
        state.gone = frame.reason;
      } else if (frame.reason === "token" && hadToken) {
        state.deny = null;
        this.join({}, now);
      } else if (frame.reason === "pin" || frame.reason === "version" || frame.reason === "token") {
        state.at = this.form.code ? "code" : "pin";
      } else if (["full", "locked", "too_many"].includes(frame.reason)) {
        state.at = this.form.code ? "code" : this.form.name ? "name" : "pin";
      } else {
        state.at = frame.reason === "pick_team" ? "team" : "name";
      }
    }

    forget() {
      this.token = "";
      this.keep.dropSeat(this.form.pin);
    }

    // The game

    on_prep(frame, now) {
      Object.assign(this.state, fresh(), { phase: "prep", shown: frame.shown, openAt: frame.open_at,
        math: frame.shown.math, board: null });
      this.line.measure(now);
    }

    on_open(frame) {
      const state = this.state;
      if (!state.shown || state.shown.q !== frame.q) return;
      Object.assign(state, { phase: "open", view: frame.view, openAt: frame.open_at, closeAt: frame.close_at,
        paused: false, leftMs: null, math: Object.assign({}, state.math, frame.math) });
    }

    on_time(frame, now) {
      const state = this.state;
      if (!state.shown || state.shown.q !== frame.q) return;
      Object.assign(state, { paused: frame.paused, leftMs: frame.left_ms, closeAt: frame.close_at });
      if (frame.paused) return;
      const kept = this.unsent.get(frame.q);
      if (kept && kept.again === Infinity) kept.again = now;
      return this.dueAnswers(now);
    }

    on_close(frame) {
      if (this.state.shown && this.state.shown.q === frame.q) this.state.phase = "closed";
    }

    on_reveal(frame) {
      const state = this.state;
      if (!state.shown || state.shown.q !== frame.q) return;
      Object.assign(state, { phase: "reveal", paused: false, solution: frame.solution, summary: frame.summary,
        why: frame.why, source: frame.source, own: frame.own, math: Object.assign({}, state.math, frame.math) });
      if (!frame.own) return;
      Object.assign(state, { total: frame.own.total, rank: frame.own.rank });
      if (frame.own.answer !== null) state.answer = frame.own.answer;
    }

    on_board(frame) {
      Object.assign(this.state, { phase: frame.final ? "podium" : "board", board: frame });
      if (frame.own) Object.assign(this.state, { rank: frame.own.rank, total: frame.own.total });
    }

    on_lobby(frame) {
      const state = this.state;
      if (frame.name) state.name = frame.name;
      if (frame.team) state.team = frame.team;
      if (frame.players) state.players = frame.players;
    }

    on_ended(frame) {
      this.state.phase = "ended";
      this.state.ended = frame.reason;
      this.keep.drop("unsent." + (this.state.game && this.state.game.id));
      this.line.stop();
      this.forget();
    }

    on_gone(frame) {
      if (frame.reason === "slow" || frame.reason === "flood") return;
      if (frame.reason === "shutdown") {
        this.state.shutdown = true;
        return;
      }
      this.line.stop();
      this.state.at = "gone";
      this.state.gone = frame.reason;
    }

    on_hostlost(frame) {
      this.state.hostLost = frame.since;
    }

    /** Kept until this address stops answering: a line that works is not given up. */
    on_moved(frame) {
      this.state.moved = frame.url;
    }

    // Self-paced

    on_assignment(frame) {
      const state = this.state;
      state.items = frame.items;
      state.phase = "open";
      state.finished = frame.finished;
      if (frame.finished) state.handingIn = false;
      for (const q of frame.answered) {
        if (!this.unsent.has(q)) state.done[q] = Object.assign({ answered: true, ack: "ok" }, state.done[q]);
      }
    }

    on_result(frame) {
      Object.assign(this.state, { result: frame, finished: true, handingIn: false, total: frame.total });
      this.keep.drop("done." + this.state.game.id);
    }
  }

  L.Seat = Seat;
})((globalThis.Lantern = globalThis.Lantern || {}));
