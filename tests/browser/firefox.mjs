// Drives a Firefox for tests in Python: reads a command a line, [name, …given], and writes what came of it and what pages say.
import puppeteer from "puppeteer-core";
import { createInterface } from "node:readline";

const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.argv[2], headless: true });
const tell = (message) => process.stdout.write(JSON.stringify(message) + "\n");

let window;
let page;

const commands = {
  /** A new visitor opens a page. */
  async visit(url) {
    await window?.close();
    window = await browser.createBrowserContext();
    page = await window.newPage();
    await page.setViewport({ width: 1000, height: 600 });
    page.on("console", (message) => tell({ console: message.text() }));
    // What it says of cookies for parts of an IP address was not thrown.
    page.on("pageerror", (error) => String(error).startsWith("Error: Cookie ") || tell({ thrown: String(error) }));
    await page.goto(url);
  },
  goto: (url) => page.goto(url),
  /** A page from the cache comes back without loading: nothing to wait for. */
  back: () => page.evaluate("setTimeout(() => history.back())"),
  evaluate: (script) => page.evaluate(script),
  click: (x, y, button) => page.mouse.click(x, y, { button }),
  async drag(x, y, toX, toY) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(toX, toY, { steps: 3 });
    await page.mouse.up();
  },
  hover: (x, y) => page.mouse.move(x, y),
  press: (key) => page.keyboard.press(key),
  /** The visitor closes the tab. */
  close: () => page.close({ runBeforeUnload: true }),
  quit: () => browser.close(),
};

tell({ answer: await browser.version() });
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...given] = JSON.parse(line);
  try {
    tell({ answer: (await commands[name](...given)) ?? null });
  } catch (error) {
    tell({ failed: String(error) });
  }
  if (name == "quit") process.exit();
}
