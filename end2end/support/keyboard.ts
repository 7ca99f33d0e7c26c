// The keyboard alone; the focus is always to be seen.
import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until the element has the focus; at every stop the focus is visible and nothing covers it. */
export async function tabTo(page: Page, target: Locator) {
  await target.waitFor();
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(hiddenFocus);
    expect(covered, 'the focused element is covered or outside the window').toBeNull();
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never came to ${target}`);
}

/** What is wrong with the place of the focused element, if anything. */
function hiddenFocus(): string | null {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body) return null;
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const seen = boxes.some((box) => {
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    return top !== null && (element.contains(top) || top.contains(element) || top.closest('label')?.contains(element));
  });
  return seen ? null : element.outerHTML.slice(0, 200);
}
