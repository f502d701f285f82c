/* Frames as they travel: fills in what the host leaves out because it is the default. Knows no state. */
(function (L) {
  "use strict";

  const choice = { text: "", media: null };
  const shown = { text: "", media: null, math: {}, points: 1000, limit_ms: null, sure: false };
  const own = { fraction: 0, points: 0, total: 0, rank: 0, streak: 0, gap: 0, answer: null, state: "none", sure: 0 };
  const standing = { moved: 0, team: "" };
  const seat = {
    team: "", state: "in", connected: false, away: false, low: false, answered: false, ready: false, total: 0,
    rank: 0, streak: 0, extra_time: 1, link_ms: 0, fast_taps: 0, aways: 0, device: "", finished: false,
  };
  const game = {
    host: "", lang: "", pace: "live", questions: 0, teams: [], names: "free", change_answer: false,
    private: false, deadline_ms: null, seed: 0, own_order: false,
  };
  const snapshot = {
    paused: false, shown: null, view: null, open_at: 0, close_at: null, left_ms: null, answered: false,
    answer: null, eligible: true, solution: null, summary: null, why: "", own: null, board: null, total: 0,
    rank: 0, players: 0, source: null,
  };
  const summary = { answers: 0, right: 0, counts: [], texts: [], buckets: [], mean: null, median: null };
  const kinds = {
    welcome: { code: "", name: "", team: "" },
    deny: { choices: [], wait_ms: 0, title: "" },
    pong: { t1: 0, t2: 0, t3: 0 },
    open: { close_at: null, math: {} },
    time: { close_at: null, paused: false, left_ms: null },
    reveal: { why: "", source: null, math: {}, own: null },
    board: { top: [], own: null, teams: [], players: 0, final: false },
    lobby: { name: "", team: "", players: 0 },
    ended: { reason: "finished" },
    hostlost: { since: null },
    assignment: { answered: [], finished: false },
    done: { error: "" },
    roster: { seats: [], full: false },
    counts: { players: 0, connected: 0, eligible: 0, answered: 0, ready: 0, stuck: [] },
    stage: {
      paused: false, locked: false, trouble: "", shown: null, view: null, math: {}, open_at: 0, close_at: null,
      left_ms: null, solution: null, summary: null, why: "", source: null, late: [], voided: [], top: [], teams: [],
      players: 0, connected: 0, answered: 0, eligible: 0, next_step: "", urls: [], reached: false,
    },
  };

  const fill = (defaults, value) => (value ? Object.assign({}, defaults, value) : null);
  const fillAll = (defaults, list) => (list || []).map((each) => fill(defaults, each));

  function completeView(view) {
    if (!view) return null;
    const found = Object.assign({}, view);
    for (const key of ["options", "items", "left", "right"]) {
      if (found[key]) found[key] = fillAll(choice, found[key]);
    }
    return found;
  }

  function completeBoard(board) {
    if (!board) return null;
    const found = fill(kinds.board, board);
    found.top = fillAll(standing, found.top);
    found.teams = fillAll(standing, found.teams);
    found.own = fill(standing, found.own);
    return found;
  }

  const completeSolution = (solution) => fill({ answer: null, accepted: [], tolerance: 0 }, solution);

  function completeReveal(reveal) {
    const found = fill(kinds.reveal, reveal);
    found.solution = completeSolution(found.solution);
    found.summary = fill(summary, found.summary);
    found.own = fill(own, found.own);
    return found;
  }

  function completeSnapshot(value) {
    const found = fill(snapshot, value);
    found.shown = fill(shown, found.shown);
    found.view = completeView(found.view);
    found.solution = completeSolution(found.solution);
    found.summary = fill(summary, found.summary);
    found.own = fill(own, found.own);
    found.board = completeBoard(found.board);
    return found;
  }

  const special = {
    welcome(frame) {
      frame.game = fill(game, frame.game);
      frame.snapshot = completeSnapshot(frame.snapshot);
    },
    prep(frame) {
      frame.shown = fill(shown, frame.shown);
    },
    open(frame) {
      frame.view = completeView(frame.view);
    },
    reveal: (frame) => completeReveal(frame),
    board: (frame) => completeBoard(frame),
    assignment(frame) {
      frame.items = frame.items.map((item) => ({
        shown: fill(shown, item.shown), view: completeView(item.view), math: item.math || {},
      }));
    },
    result(frame) {
      frame.reveals = frame.reveals.map(completeReveal);
    },
    roster(frame) {
      frame.seats = fillAll(seat, frame.seats);
    },
    stage(frame) {
      frame.shown = fill(shown, frame.shown);
      frame.view = completeView(frame.view);
      frame.solution = completeSolution(frame.solution);
      frame.summary = fill(summary, frame.summary);
      frame.top = fillAll(standing, frame.top);
      frame.teams = fillAll(standing, frame.teams);
    },
  };

  /** The frame in a text, complete; null when it is none (a stranger's server, a cut text). */
  L.readFrame = function (text) {
    let raw;
    try {
      raw = JSON.parse(text);
    } catch (error) {
      return null;
    }
    if (!raw || typeof raw !== "object" || typeof raw.k !== "string") return null;
    try {
      const frame = Object.assign({}, kinds[raw.k], raw);
      return (special[raw.k] && special[raw.k](frame)) || frame;
    } catch (error) {
      return null;
    }
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
