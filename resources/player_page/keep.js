/* What stays on this device: seats and answers not yet sent. A private window may refuse; then memory serves. */
(function (L) {
  "use strict";

  const PREFIX = "lantern.";
  const SEATS_KEPT = 8;

  class Keep {
    constructor(storage) {
      this.storage = storage;
      this.memory = new Map();
    }

    get(key) {
      if (this.memory.has(key)) return this.memory.get(key);
      try {
        const text = this.storage && this.storage.getItem(PREFIX + key);
        return text ? JSON.parse(text) : null;
      } catch (error) {
        return null;
      }
    }

    set(key, value) {
      try {
        this.storage.setItem(PREFIX + key, JSON.stringify(value));
        this.memory.delete(key);
      } catch (error) {
        this.memory.set(key, value);
      }
    }

    drop(key) {
      this.memory.delete(key);
      try {
        this.storage.removeItem(PREFIX + key);
      } catch (error) {
        /* Nothing was kept there. */
      }
    }

    seats() {
      const found = this.get("seats");
      return Array.isArray(found) ? found : [];
    }

    seat(pin) {
      return this.seats().find((each) => each.pin === pin) || null;
    }

    keepSeat(seat) {
      const others = this.seats().filter((each) => each.pin !== seat.pin);
      others.slice(SEATS_KEPT - 1).forEach((each) => this.drop("unsent." + each.game));
      this.set("seats", [seat].concat(others).slice(0, SEATS_KEPT));
    }

    dropSeat(pin) {
      this.set("seats", this.seats().filter((each) => each.pin !== pin));
    }
  }

  /** The browser's storage, or null where even asking for it is refused. */
  L.localStore = function () {
    try {
      return globalThis.localStorage || null;
    } catch (error) {
      return null;
    }
  };
  L.Keep = Keep;
})((globalThis.Lantern = globalThis.Lantern || {}));
