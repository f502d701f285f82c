/* What a teacher changes about one player: name, team, time, or the right to play. Drawn once, so that what is being
   typed stays while the roster beside it changes. */
(function (L) {
  "use strict";

  const h = L.h;
  const TIMES = [1, 1.25, 1.5, 2, 3, 0];

  function pick(id, label, choices, chosen, change) {
    const options = choices.map(([value, text]) => h("option", { value: String(value), selected: value === chosen, text }));
    return h("div", { class: "field" }, h("label", { for: id, text: label }),
      h("select", { id, onchange: (event) => change(event.target.value) }, options));
  }

  function teamPick(app, seat, teams) {
    if (!teams.length) return null;
    const choices = teams.map((team) => [team, team]);
    return pick("seat-team", L.t("seat.team"), choices, seat.team, (team) => app.command({ do: "set_team", pid: seat.pid, team }));
  }

  function timePick(app, seat) {
    const named = (factor) => (factor === 0 ? L.t("seat.no_limit") : factor === 1 ? L.t("seat.usual") : L.t("seat.times", { factor }));
    return pick("seat-time", L.t("seat.time"), TIMES.map((factor) => [factor, named(factor)]), seat.extra_time,
      (factor) => app.command({ do: "extra_time", pid: seat.pid, factor: Number(factor) }));
  }

  L.seatEditor = function (app, seat, game) {
    const name = L.field("seat-name", L.t("seat.name"), { value: seat.name, maxlength: 24, dir: "auto" });
    const rename = () => {
      const typed = name.input.value.trim();
      name.complain(typed ? "" : L.t("join.name_missing"));
      if (typed && typed !== seat.name) app.command({ do: "rename", pid: seat.pid, name: typed });
    };
    const save = h("button", { type: "submit", class: "secondary", text: L.t("seat.rename") });
    const form = h("form", { class: "seat-name", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      rename();
    } }, name.node, save);
    const ban = L.twice("secondary", "account-remove", "seat.ban", () => {
      app.command({ do: "kick", pid: seat.pid, ban: true });
      app.edit(null);
    });
    return h("section", { class: "seat-editor card", "aria-label": seat.name }, h("h2", { tabindex: "-1", dir: "auto", text: seat.name }),
      form, teamPick(app, seat, game.teams), game.pace === "live" ? timePick(app, seat) : null,
      h("p", { class: "hint", text: L.t("seat.ban_hint") }),
      h("div", { class: "seat-acts" }, ban, L.button("quiet", L.t("menu.close"), () => app.edit(null))));
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
