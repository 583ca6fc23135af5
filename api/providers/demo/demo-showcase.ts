import type { DemoText } from './demo-text.ts';

/** Asked for everything at once. */
export const showcase: DemoText = {
  reasoning:
    'They want to see everything. I will go through prose, lists, code, a table, maths and a diagram, in that order, and keep each short.',
  text: () => `# Everything at once

A paragraph with **bold**, *italic*, ~~struck~~ and \`inline code\`, a [link](https://example.org/), and a line of maths, $e^{i\\pi} + 1 = 0$.

## Lists

1. First, with a nested list:
   - one
   - two, with \`code\`
2. Second

- [x] done
- [ ] still to do

## Code

\`\`\`python
def fibonacci(n: int) -> list[int]:
    """The first n numbers of the sequence."""
    numbers = [0, 1]
    while len(numbers) < n:
        numbers.append(numbers[-1] + numbers[-2])
    return numbers[:n]  # also right for n = 0 and 1
\`\`\`

## A table

| Planet | Radius | Day | Moons |
|:--|--:|--:|--:|
| Mercury | 2,440 km | 176 d | 0 |
| Earth | 6,371 km | 1 d | 1 |
| Jupiter | 69,911 km | 9.9 h | 97 |

## Maths

$$
\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}
$$

## A diagram

\`\`\`mermaid
flowchart LR
  You -->|a question| Parley
  Parley -->|context| Model
  Model -->|words| Log[(Turn log)]
  Log --> You
  Log --> Phone[Your other device]
\`\`\`

## Other scripts

日本語の文章もきれいに表示されます。 · Ελληνικά · кириллица

هذه فقرة بالعربية تُقرأ من اليمين إلى اليسار.

> And a quotation to end with.`,
};
