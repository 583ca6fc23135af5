import { quote, type DemoText } from './demo-text.ts';

const squares: DemoText = {
  reasoning:
    'A question deserves something that stays true. The sum of the inverse squares is short, surprising and shows formulas in a line and on their own. I will give the sum, the reason in two steps, and a way to check it with ten lines of code.',
  text: (
    question,
  ) => `*${quote(question)}* reminds me of a question that kept Europe busy for ninety years: what do the inverse squares add up to?

$$
1 + \\frac{1}{4} + \\frac{1}{9} + \\frac{1}{16} + \\cdots = \\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}
$$

Euler found it in 1734, and his way is almost cheeky. He treated $\\frac{\\sin x}{x}$ as a polynomial with the roots $\\pm\\pi, \\pm 2\\pi, \\dots$:

$$
\\frac{\\sin x}{x} = \\prod_{n=1}^{\\infty} \\left(1 - \\frac{x^2}{n^2 \\pi^2}\\right)
$$

Then he compared what stands before $x^2$ on both sides: $-\\frac{1}{6}$ on the left, $-\\sum \\frac{1}{n^2\\pi^2}$ on the right. That is all.

You need not believe it:

\`\`\`javascript
let sum = 0;
for (let n = 1; n <= 1_000_000; n += 1) sum += 1 / n ** 2;
console.log(sum, Math.PI ** 2 / 6); // 1.6449330…  1.6449340…
\`\`\`

The gap is about one in a million, because the terms that are left out add up to roughly $\\frac{1}{n}$.`,
};

const journey: DemoText = {
  reasoning:
    'A diagram says in a glance what would take paragraphs. I will show how an answer reaches its readers, then the three moments at which other programs lose it.',
  text: (question) => `While you wait for a better answer to *${quote(question)}*, here is where this one is coming from.

\`\`\`mermaid
sequenceDiagram
  participant You
  participant Parley
  participant Model
  You->>Parley: your words
  Parley->>Parley: keep them
  Parley->>Model: the branch so far
  loop every token
    Model-->>Parley: a word
    Parley-->>You: the same word
  end
  Note over You,Parley: you reload
  You->>Parley: I have seen 120 words
  Parley-->>You: word 121, 122, …
\`\`\`

Three moments decide whether a word is lost:

| Moment | What often happens | What happens here |
|:--|:--|:--|
| The page is reloaded | the answer stops | it goes on from the word you saw last |
| The provider fails | an error in place of the text | the text stays, with the error below it |
| The server is killed | the answer never was | it is marked as interrupted, and **Continue** goes on |

Try the first one now.`,
};

const names: DemoText = {
  reasoning:
    'Advice on naming is useful to almost everybody who writes code or documents. Lists, emphasis and a small before and after will do.',
  text: (question) => `On *${quote(question)}* I can only guess. On naming things I have opinions.

**A good name is a promise.** It says what you get, not how it is made.

1. **Say the thing, not its kind.** \`invoices\` beats \`invoiceArrayList\`.
2. **Let length follow reach.**
   - A loop may have \`i\`.
   - A module's export must make sense to somebody who has read nothing else.
3. **One word for one idea.** If it is a *conversation* here, it is not a *thread*, a *chat* or a *session* over there.
4. **Booleans answer questions.** \`isReady\`, \`hasKey\`; never \`flag\`.

Before and after:

\`\`\`diff
- const d = getData(u, true, false);
+ const visibleOrders = await listOrders(customer, { includeCancelled: false });
\`\`\`

And when no name fits, that is worth knowing too:

> If you cannot name it, you have probably found two things that want to be apart.`,
};

export const essays: readonly DemoText[] = [squares, journey, names];
