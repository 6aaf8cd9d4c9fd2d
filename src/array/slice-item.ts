/** In {@link get}: as many whole axes as there is room for, Python's `...`. */
export const ellipsis: unique symbol = Symbol("...");

/** In {@link get}: a new axis of one element, NumPy's `newaxis`. */
export const newaxis: unique symbol = Symbol("newaxis");
