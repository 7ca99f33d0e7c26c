import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe finds nothing on the page, nothing is cut off at the side, and the page has one heading and a title. */
export async function expectAccessible(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/\S/);
  // A list that waits for its answer is dimmed until then.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  // Transitions that are under way have colours that last no longer than they do.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  // It stays from one page of the app to the next.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async (values) => {
    // Forced colours are the reader's own, and axe reads those of the style sheet instead.
    const forced = matchMedia('(forced-colors: active)').matches;
    const run = { runOnly: { type: 'tag', values }, rules: { 'color-contrast': { enabled: !forced } } };
    // To say where a rule is kept takes as long as to find where it is broken.
    const result = await (window as any).axe.run(document, { ...run, resultTypes: ['violations'] });
    return result.violations.map((violation: any) => ({
      rule: violation.id,
      help: violation.help,
      where: violation.nodes.map((node: any) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
  }, rules);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
  await expectNoSideways(page);
}

/** Everything fits the width: no scrolling sideways (WCAG 1.4.10). */
export async function expectNoSideways(page: Page) {
  const excess = await page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth - root.clientWidth;
  });
  expect(excess, `pixels that stick out at the side of ${page.url()}`).toBeLessThanOrEqual(0);
}
