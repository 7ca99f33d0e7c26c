// The mailbox page of development, where e-mails stay.
import { expect } from '@playwright/test';

export type Mail = {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  link: string | null;
  digits: string | null;
};

async function mailsTo(address: string): Promise<Mail[]> {
  const answer = await fetch(new URL('/mailbox.json', process.env.VITRINE_URL));
  const mails: Mail[] = await answer.json();
  return mails.filter((mail) => mail.to.includes(address));
}

/** The mails to an address, the newest first, once there are as many as expected. */
export async function mails(address: string, count = 1): Promise<Mail[]> {
  await expect.poll(async () => (await mailsTo(address)).length, { message: `mails to ${address}` }).toBe(count);
  return mailsTo(address);
}

/** The newest mail to an address that says something, once it is there. */
export async function mailAbout(address: string, text: string): Promise<Mail> {
  const says = (mail: Mail) => (mail.subject + mail.text).includes(text);
  const about = async () => (await mailsTo(address)).find(says);
  await expect.poll(about, { message: `mail to ${address} about ${text}` }).toBeDefined();
  return (await about()) as Mail;
}

/** The six digits of an e-mail to sign in. */
export function codeOf(mail: Mail): string {
  const [, first, last] = /(\d{3})\s?(\d{3})/.exec(`${mail.digits ?? ''} ${mail.text}`) ?? [];
  if (!first || !last) throw new Error(`no six digits in ${mail.text}`);
  return first + last;
}
