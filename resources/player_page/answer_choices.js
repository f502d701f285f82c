/* Answering by choosing: single, true or false, multiple, poll, scale. */
(function (L) {
  "use strict";

  const h = L.h;
  L.answers = L.answers || {};

  /* Each input is `make(context)` with {view, order, math, changed(event)} and gives
     {node, instant, value(), set(answer), lock(on), key(place, event)}; `value()` is undefined while incomplete. */

  function group(name, ...children) {
    return h("div", { class: name, role: "group", "aria-labelledby": "question" }, children);
  }

  /** Tiles of which one or several are pressed; indices are the host's, places this device's. */
  function tiles(context, several) {
    const choices = L.optionsOf(context.view);
    const chosen = new Set();
    const nodes = context.order.map((index, place) =>
      L.tile("button", place, choices[index], context.math, {
        type: "button", "aria-pressed": "false", "aria-keyshortcuts": `${place + 1} ${L.letter(place)}`,
        onclick: (event) => press(index, event),
      }));
    nodes.forEach((node) => node.append(h("span", { class: "tick" }, L.icon(several ? "check" : "check-circle"))));

    function draw() {
      context.order.forEach((index, place) => nodes[place].setAttribute("aria-pressed", String(chosen.has(index))));
    }

    function press(index, event) {
      if (several && chosen.has(index)) chosen.delete(index);
      else {
        if (!several) chosen.clear();
        chosen.add(index);
      }
      draw();
      context.changed(event);
    }

    const node = group("tiles" + L.pictured(choices), nodes);
    return {
      node,
      chosen: () => Array.from(chosen).sort((a, b) => a - b),
      set(indices) {
        chosen.clear();
        indices.forEach((index) => chosen.add(index));
        draw();
      },
      lock(on) {
        nodes.forEach((node) => {
          node.disabled = on;
        });
        node.classList.toggle("off", on && !chosen.size);
      },
      key(place, event) {
        if (place < nodes.length && !nodes[place].disabled) press(context.order[place], event);
      },
    };
  }

  function one(context, read, write) {
    const found = tiles(context, false);
    return Object.assign(found, {
      instant: true,
      value: () => (found.chosen().length ? read(found.chosen()[0]) : undefined),
      set: ((set) => (answer) => set(answer === null ? [] : [write(answer)]))(found.set),
    });
  }

  function some(context) {
    const found = tiles(context, true);
    return Object.assign(found, {
      instant: false,
      value: () => (found.chosen().length ? found.chosen() : undefined),
      set: ((set) => (answer) => set(answer || []))(found.set),
    });
  }

  L.answers.single = (context) => one(context, (index) => index, (answer) => answer);
  L.answers.true_false = (context) => one(context, (index) => index === 0, (answer) => (answer ? 0 : 1));
  L.answers.multiple = some;
  L.answers.poll = (context) =>
    context.view.multiple ? some(context) : one(context, (index) => [index], (answer) => answer[0]);

  L.answers.scale = function (context) {
    const view = context.view;
    let chosen = null;
    const steps = Array.from({ length: view.high - view.low + 1 }, (_, index) => view.low + index);
    const nodes = steps.map((step) =>
      L.button("step", L.number(step), (event) => pick(step, event), { "aria-pressed": "false" }));

    function draw() {
      steps.forEach((step, place) => nodes[place].setAttribute("aria-pressed", String(step === chosen)));
    }

    function pick(step, event) {
      chosen = step;
      draw();
      context.changed(event);
    }

    return {
      instant: true,
      node: group("scale", h("div", { class: "steps" }, nodes),
        h("div", { class: "ends" }, h("span", { dir: "auto", text: view.low_label }), h("span", { dir: "auto", text: view.high_label }))),
      value: () => (chosen === null ? undefined : chosen),
      set(answer) {
        chosen = answer;
        draw();
      },
      lock(on) {
        nodes.forEach((node) => {
          node.disabled = on;
        });
      },
      key(place, event) {
        if (place < nodes.length && !nodes[place].disabled) pick(steps[place], event);
      },
    };
  };

  L.answers.slide = () => ({ instant: false, node: h("div", {}), value: () => undefined, set() {}, lock() {} });
})((globalThis.Lantern = globalThis.Lantern || {}));
