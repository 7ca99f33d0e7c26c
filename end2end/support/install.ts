// Installing, as a browser offers it: a browser under test has no home screen, so its question is stood in for.
import type { Page } from '@playwright/test';

/** The browser offers to install on every page, as one does that was not answered; what it is told is counted. */
export async function offersToInstall(page: Page, outcome: 'accepted' | 'dismissed') {
  await page.addInitScript((outcome) => {
    addEventListener('DOMContentLoaded', () => {
      if (localStorage.getItem('installed')) return;
      const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
        userChoice: Promise.resolve({ outcome }),
        prompt: () => {
          localStorage.setItem('prompts', String(Number(localStorage.getItem('prompts') ?? 0) + 1));
          if (outcome === 'accepted') {
            localStorage.setItem('installed', 'yes');
            dispatchEvent(new Event('appinstalled'));
          }
        },
      });
      dispatchEvent(event);
      localStorage.setItem('held back', String(event.defaultPrevented));
    });
  }, outcome);
}

/** How often the browser's own question was shown. */
export const prompts = (page: Page) => page.evaluate(() => Number(localStorage.getItem('prompts') ?? 0));

export const isHeldBack = (page: Page) => page.evaluate(() => localStorage.getItem('held back') === 'true');
