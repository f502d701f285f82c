/* The teacher's control bar and roster, for a host without a window and for a phone as a remote. */
(function (L) {
  "use strict";

  const h = L.h;
  const SURE_FOR = 4000;
  const SLOW_MS = 400;

  /** A button that wants a second press for what cannot be undone. */
  L.twice = function (className, icon, key, act) {
    let armed = false;
    const button = L.button(className, [L.icon(icon), h("span", { text: L.t(key) })], () => {
      if (armed) {
        act();
        return;
      }
      armed = true;
      button.lastChild.textContent = L.t("remote.sure");
      setTimeout(() => {
        armed = false;
        button.lastChild.textContent = L.t(key);
      }, SURE_FOR);
    });
    return button;
  };

  /** What can be put right about a question that is revealed: whether answers that came late count. */
  L.marking = function (app, stage) {
    if (!stage.late.length) return null;
    const allow = (yes) => () => app.command({ do: "allow_late", q: stage.shown.q, allow: yes });
    return L.note("clock-outline", "", h("p", { text: L.t("remote.late", { n: stage.late.length }) }), h("div", { class: "seat-acts" },
      L.button("secondary", L.t("remote.count_late"), allow(true)), L.button("secondary", L.t("remote.drop_late"), allow(false))));
  };

  L.controlBar = function (app, state) {
    const { stage } = state;
    const open = stage.phase === "open" && stage.shown;
    const asked = ["prep", "open", "closed", "reveal"].includes(stage.phase) && stage.shown;
    const voided = asked && stage.voided.includes(stage.shown.q);
    const act = (action) => () => app.command(action);
    const next = h("button", { type: "button", class: "primary next", disabled: !stage.next_step, onclick: act({ do: "next" }) },
      L.t("remote.next." + (stage.next_step || "none")), L.icon("arrow-right"));
    const small = (icon, key, action) => L.button("secondary", [L.icon(icon), h("span", { text: L.t(key) })], act(action));
    const waiting = Array.from(state.seats.values()).filter((seat) => seat.state === "waiting").length;
    const roster = L.button("secondary", [L.icon("account-group"), h("span", { text: L.t("remote.players") }),
      waiting ? h("strong", { class: "count", text: L.number(waiting) }) : null], () => app.toggleRoster(), { "aria-expanded": String(app.rosterOpen) });
    return h("div", { class: "control-bar", role: "group", "aria-label": L.t("remote.controls") },
      state.error ? h("p", { class: "problem", role: "alert" }, L.icon("alert"), h("span", { text: L.t("remote.error." + state.error) })) : null,
      stage.trouble ? L.note("alert", "danger", L.t("remote.trouble." + stage.trouble)) : null,
      h("div", { class: "controls" },
        open ? small(stage.paused ? "play" : "pause", stage.paused ? "remote.resume" : "remote.pause", { do: stage.paused ? "resume" : "pause" }) : null,
        open && stage.close_at !== null ? small("timer-plus-outline", "remote.extend", { do: "extend", ms: 30000 }) : null,
        asked && stage.phase !== "reveal" ? small("skip-next", "remote.skip", { do: "skip" }) : null,
        stage.phase === "reveal" && asked ? small("undo", voided ? "remote.unvoid" : "remote.void", { do: "void", q: stage.shown.q, void: !voided }) : null,
        small(stage.locked ? "lock-open-variant" : "lock", stage.locked ? "remote.unlock" : "remote.lock", { do: "lock", locked: !stage.locked }),
        roster, stage.phase === "ended" ? null : L.twice("secondary", "stop", "remote.end", act({ do: "end" }))), next);
  };

  function seatRow(app, seat, stuck) {
    const facts = [];
    if (seat.state === "kicked" || seat.state === "banned") facts.push(L.mark("account-remove", "wrong", L.t("roster." + seat.state)));
    else if (seat.state === "in" && !seat.connected) facts.push(L.mark("wifi-off", "wrong", L.t("roster.gone")));
    else if (seat.away) facts.push(L.mark("eye-off", "", L.t("roster.away")));
    else if (stuck) facts.push(L.mark("timer-sand", "", L.t("roster.stuck")));
    else if (seat.finished) facts.push(L.mark("flag-checkered", "ok", L.t("roster.finished")));
    else if (seat.answered) facts.push(L.mark("check-circle", "ok", L.t("roster.answered")));
    if (seat.low) facts.push(L.mark("alert", "", L.t("roster.low")));
    if (seat.link_ms >= SLOW_MS) facts.push(L.mark("wifi-off", "", L.t("roster.slow", { ms: seat.link_ms })));
    if (seat.extra_time !== 1) facts.push(L.mark("timer-plus-outline", "", L.t("roster.extra_time")));
    const button = (icon, key, action, className) => L.button(className || "secondary", [L.icon(icon), h("span", { text: L.t(key) })], () => app.command(action), { "aria-label": `${L.t(key)}: ${seat.name}` });
    const acts = seat.state === "waiting"
      ? [button("account-check", "roster.approve", { do: "approve", pid: seat.pid }, "primary"), button("account-remove", "roster.refuse", { do: "approve", pid: seat.pid, yes: false })]
      : seat.state === "in"
        ? [L.button("secondary", [L.icon("dots-horizontal"), h("span", { text: L.t("roster.edit") })], () => app.edit(seat), { "aria-label": `${L.t("roster.edit")}: ${seat.name}` }),
          button("account-remove", "roster.kick", { do: "kick", pid: seat.pid })]
        : [button("undo", "roster.readmit", { do: "readmit", pid: seat.pid })];
    return h("li", { class: "seat " + seat.state }, h("span", { class: "who" }, h("span", { class: "who-name", dir: "auto", text: seat.name }),
      seat.team && h("span", { class: "team", dir: "auto", text: seat.team }), facts), h("span", { class: "seat-acts" }, acts));
  }

  const RANK = { waiting: 0, in: 1, kicked: 2, banned: 2 };

  L.roster = function (app, state) {
    const stuck = new Set((state.counts && state.counts.stuck) || []);
    const seats = Array.from(state.seats.values()).sort((a, b) => RANK[a.state] - RANK[b.state] || a.name.localeCompare(b.name, L.language));
    return h("section", { class: "roster card" }, h("h2", { tabindex: "-1", text: L.t("remote.players") }),
      seats.length ? h("ul", { class: "seats" }, seats.map((seat) => seatRow(app, seat, stuck.has(seat.pid)))) : h("p", { class: "hint", text: L.t("roster.empty") }));
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
