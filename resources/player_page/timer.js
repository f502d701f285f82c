/* The countdown: a bar and a number from the host's absolute deadline. Keeps no time of its own. */
(function (L) {
  "use strict";

  const SOON = 10000;

  /** What is left in ms at host time `now`; null without a limit. */
  L.leftMs = function (model, now) {
    if (model.paused) return model.leftMs;
    if (model.closeAt === null || model.closeAt === undefined) return null;
    return Math.max(0, model.closeAt - Math.max(now, model.openAt));
  };

  L.seconds = function (ms) {
    const whole = Math.ceil(ms / 1000);
    if (whole < 100) return L.number(whole);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  /** A place in a recording: "1:05", "1:02:09". */
  L.clockTime = function (ms) {
    const whole = Math.floor(ms / 1000);
    const two = (part) => String(part).padStart(2, "0");
    const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  };

  L.timer = function () {
    const fill = L.h("span", { class: "fill" });
    const number = L.h("span", { class: "number" });
    const node = L.h("div", { class: "timer", role: "timer", "aria-live": "off" },
      L.h("span", { class: "track", "aria-hidden": "true" }, fill), number);
    let said = "";
    let whole = 1;
    return {
      node,
      /** Returns what is left; draws only what has changed. */
      draw(model, now) {
        const left = L.leftMs(model, now);
        node.hidden = left === null;
        if (left === null) return null;
        // More than the limit is left to those with extra time, and to all after an extension.
        whole = Math.max(whole, model.shown.limit_ms || 1, left);
        L.style(fill, "transform", `scaleX(${Math.min(1, left / whole).toFixed(4)})`);
        node.classList.toggle("soon", left <= SOON && !model.paused);
        node.classList.toggle("held", Boolean(model.paused));
        const text = L.t("timer.left", { time: L.seconds(left) });
        if (text !== said) {
          said = text;
          number.textContent = text;
          node.setAttribute("aria-label", L.t("timer.label", { n: Math.ceil(left / 1000) }));
        }
        return left;
      },
    };
  };

  L.SOON = SOON;
})((globalThis.Lantern = globalThis.Lantern || {}));
