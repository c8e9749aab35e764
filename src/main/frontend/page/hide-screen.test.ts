import { describe, expect, it } from 'vitest';
import { TWICE_WITHIN, twice } from './hide-screen';

describe('Escape pressed twice', () => {
  it('counts when the second follows closely', () => {
    const second = twice(TWICE_WITHIN);
    expect(second(1_000)).toBe(false);
    expect(second(1_000 + TWICE_WITHIN)).toBe(true);
  });

  it('does not count when the second comes late, but that one can be a first', () => {
    const second = twice(TWICE_WITHIN);
    expect(second(1_000)).toBe(false);
    expect(second(1_001 + TWICE_WITHIN)).toBe(false);
    expect(second(1_100 + TWICE_WITHIN)).toBe(true);
  });

  it('begins anew after it counted', () => {
    const second = twice(TWICE_WITHIN);
    second(1_000);
    expect(second(1_100)).toBe(true);
    expect(second(1_200)).toBe(false);
    expect(second(1_300)).toBe(true);
  });
});
