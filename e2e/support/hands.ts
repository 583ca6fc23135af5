import { expect, type Locator, type Page } from '@playwright/test';

/** A person at the page: the same journeys with a pointer or by keyboard alone. Everything is found by its accessible name. */
export interface Hands {
  readonly page: Page;
  readonly address: string;
  /** Opens a path of Parley. */
  open(path?: string): Promise<void>;
  /** Presses a control as this person would: a click, or Tab until it has the focus and then Enter. */
  press(control: Locator): Promise<void>;
  /** Puts the focus into a field and types. */
  type(field: Locator, text: string): Promise<void>;
  register(person?: Partial<Person>): Promise<Person>;
  signIn(person: Person): Promise<void>;
  /** Writes into the composer and sends with Enter. */
  send(text: string): Promise<void>;
  readonly composer: Locator;
  readonly messages: Locator;
  /** The last answer. */
  readonly answer: Locator;
  /** Waits until no answer is being written. */
  settled(): Promise<void>;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

let people = 0;

/** Somebody new, unique across workers. */
export function newPerson(): Person {
  people += 1;
  const tag = `${process.pid}-${people}-${Math.floor(performance.now())}`;
  return { name: `Anna ${people}`, email: `anna-${tag}@example.org`, password: 'correct horse battery' };
}

/** Moves the focus with Tab (then Shift+Tab) until the control has it: what a person without a pointer does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let step = 0; step < 150; step += 1) {
      if (await control.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return;
      await page.keyboard.press(key);
    }
  }
  throw new Error(`no way to ${control.toString()} by keyboard`);
}

export function createHands(page: Page, address: string, kind: 'pointer' | 'keyboard'): Hands {
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  const messages = page.getByRole('list', { name: 'Conversation', exact: true }).getByRole('article');

  const press = async (control: Locator): Promise<void> => {
    if (kind === 'pointer') return control.click();
    const role = await control.evaluate((element) => element.getAttribute('role'));
    if (role === 'menuitem' || role === 'option') {
      // Menus and listboxes are walked with the arrows; the focus is already inside.
      for (let step = 0; step < 40; step += 1) {
        if (
          await control.evaluate(
            (element) =>
              element === document.activeElement ||
              element.getAttribute('data-highlighted') !== null ||
              element.getAttribute('aria-selected') === 'true',
          )
        )
          break;
        await page.keyboard.press('ArrowDown');
        // The menu moves the focus in a timer of its own after the key; one that is set later comes later.
        await page.evaluate(() => new Promise((resolve) => void setTimeout(resolve)));
      }
    } else {
      await tabTo(page, control);
    }
    await page.keyboard.press('Enter');
  };

  const type = async (field: Locator, text: string): Promise<void> => {
    if (kind === 'pointer') return field.fill(text);
    await tabTo(page, field);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  };

  return {
    page,
    address,
    composer,
    messages,
    answer: messages.last(),
    press,
    type,
    open: async (path = '/') => {
      await page.goto(new URL(path, address).href);
    },
    register: async (given = {}) => {
      const person = { ...newPerson(), ...given };
      await page.goto(new URL('/register', address).href);
      await type(page.getByRole('textbox', { name: 'Name', exact: true }), person.name);
      await type(page.getByRole('textbox', { name: 'Email', exact: true }), person.email);
      await type(page.getByRole('textbox', { name: 'Password', exact: true }), person.password);
      await press(page.getByRole('button', { name: 'Create account', exact: true }));
      await expect(composer).toBeVisible();
      return person;
    },
    signIn: async (person) => {
      await page.goto(new URL('/sign-in', address).href);
      await type(page.getByRole('textbox', { name: 'Email', exact: true }), person.email);
      await type(page.getByRole('textbox', { name: 'Password', exact: true }), person.password);
      await press(page.getByRole('button', { name: 'Sign in', exact: true }));
      await expect(composer).toBeVisible();
    },
    send: async (text) => {
      await type(composer, text);
      await page.keyboard.press('Enter');
    },
    settled: async () => {
      await expect(page.getByRole('button', { name: 'Stop answering' })).toBeHidden();
    },
  };
}
