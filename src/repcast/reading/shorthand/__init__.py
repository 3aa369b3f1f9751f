"""A workout in gym shorthand, such as `3x10 push-ups rest 60s` -> the mapping that a session's YAML would hold.

What can be written is in docs/shorthand.md. Where its rules stand, in the order in which a text meets them:

| what                                                          | module                     |
|---------------------------------------------------------------|----------------------------|
| which phrases there are                                       | `grammar.lark`             |
| a text as entries of headings and phrases                     | `parsing` makes them of `text` |
| what is written around lists: `repeat x3`, `A1:`, `21-15-9`   | `notations`                |
| sentences as people write them, brought into that form        | `sentences`: each trade's  |
| how far a heading and a repetition reach                      | `reach`                    |
| what a phrase is beside others, and its role                  | `phrases`                  |
| the times, counts and distances in a phrase                   | `amounts`                  |
| one exercise, one rest, and what is easy movement             | `steps`                    |
| EMOM, Tabata, a pace for so long                              | `schemes`                  |
| a value for each round: `21-15-9`, `20-30-40s`                | `ladders`                  |
| another order, or some of them: `shuffle: …`, `pick 3: …`     | `order`                    |
| what surrounds exercises: repetition, paces, names            | `compose`                  |
| the values of a session, and what they are called             | `nodes`                    |
| what is wrong with a phrase; with how entries go together     | `explain`; `explain_lists` |
"""
