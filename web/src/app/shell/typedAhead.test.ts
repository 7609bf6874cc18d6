import { expect, test } from "vitest";
import { typedAhead } from "@/app/shell/typedAhead";

function press(target: EventTarget, key: string, more: object = {}): Event {
  const event = Object.assign(new Event("keydown", { cancelable: true }), { key, ctrlKey: false, metaKey: false, altKey: false, ...more });
  target.dispatchEvent(event);
  return event;
}

test("what is typed before the field is there is handed over, once", () => {
  const target = new EventTarget();
  const ahead = typedAhead(target);
  for (const key of ["t", "e", "x", "Backspace", "a", " ", "b"]) expect(press(target, key).defaultPrevented).toBe(true);
  expect(ahead.take()).toBe("tea b");
  expect(press(target, "c").defaultPrevented).toBe(false);
  expect(ahead.take()).toBe("tea b");
});

test("commands and keys that write nothing pass", () => {
  const target = new EventTarget();
  const ahead = typedAhead(target);
  expect(press(target, "r", { ctrlKey: true }).defaultPrevented).toBe(false);
  expect(press(target, "Escape").defaultPrevented).toBe(false);
  expect(ahead.take()).toBe("");
});
