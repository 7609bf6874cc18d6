import { expect, test } from "vitest";
import { deviceName } from "@/features/account/deviceName";

test("browsers are told apart though they quote each other", () => {
  expect(deviceName("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0")).toBe("Edge on Windows");
  expect(deviceName("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1 Version/18 Safari/605.1")).toBe("Safari on macOS");
  expect(deviceName("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36")).toBe("Chrome on Android");
});

test("a program is called by its first word, nothing is nothing", () => {
  expect(deviceName("curl/8.9.1")).toBe("curl");
  expect(deviceName(null)).toBeNull();
});
