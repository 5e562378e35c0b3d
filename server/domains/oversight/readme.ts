/** How to read and check the file without us, in both languages. */
export const readme = `A PERSON'S WHOLE RECORD AT ONE FACILITY

index.html     to be read and printed
record.json    the same, for machines
proof.json     the rows of the record as they were sealed, and the seals
manifest.json  who asked and why, and the SHA-256 of each file

It holds what this one facility has written about the person: custody, connections, visits with every line of their
record, looks at recordings, and the entries of the audit. Another facility has its own.

How to check it without us
1. The SHA-256 of each file is the one in manifest.json (for example: sha256sum index.html).
2. In proof.json each row has a "text". The SHA-256 of that text is its "hash". The text holds all that the row says.
3. The row's hash stands at "place" in the list "rows" of the seal with its "number".
4. A seal's "rowsHash" is the SHA-256 of that list: each hash, then a line feed (0x0A), one after the other.
5. A seal's "hash" is the SHA-256 of the seal itself as JSON without "hash" and "rows", its names sorted, without spaces.
6. Each seal's "previousHash" is the "hash" of the seal before. The last one is the head of the day the file was made.
7. The heads of every day are public, and overseers have them by e-mail: a hash of these seals that was published shows
   that nothing before it was changed since.
With the program at hand: throughline audit verify --export FILE.zip [--head HASH]
A row without a number was younger than the newest seal; ask for the file again a few minutes later.

EL REGISTRO COMPLETO DE UNA PERSONA EN UNA INSTITUCIÓN

index.html     para leer e imprimir
record.json    lo mismo, para máquinas
proof.json     las filas del registro como se sellaron, y los sellos
manifest.json  quién lo pidió y por qué, y el SHA-256 de cada archivo

Cómo comprobarlo sin nosotros: el SHA-256 de cada archivo está en manifest.json. En proof.json, el SHA-256 del "text" de
cada fila es su "hash", que está en el lugar "place" de la lista "rows" de su sello; "rowsHash" es el SHA-256 de esa lista,
cada hash seguido de un salto de línea; el "hash" de un sello es el SHA-256 del sello como JSON sin "hash" ni "rows", con
los nombres en orden y sin espacios; y cada "previousHash" es el "hash" del sello anterior. Los sellos de cada día son
públicos. Con el programa: throughline audit verify --export ARCHIVO.zip [--head HASH]
`;
