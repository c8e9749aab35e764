import { describe, expect, it } from 'vitest';
import { AFTER, APART, typed, waitFor } from './draft';

describe('a draft', () => {
  it('holds what was typed and not what stood there before', () => {
    expect(
      typed(
        { wishes: 'To move', tenure: 'refuge', fears: '', kinds: [], alone: false, times: null },
        { tenure: 'refuge' },
      ),
    ).toEqual({ wishes: 'To move' });
  });

  it('holds that something was taken out', () => {
    expect(typed({ wishes: '', kinds: [] }, { wishes: 'To stay', kinds: ['door'] })).toEqual({
      wishes: '',
      kinds: [],
    });
  });

  it('is saved soon, and not too often', () => {
    expect(waitFor(100_000, 0)).toBe(AFTER);
    expect(waitFor(100_000, 99_000)).toBe(APART - 1_000);
  });
});
