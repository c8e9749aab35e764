import { describe, expect, it } from 'vitest';
import { figures } from './heat';

describe('what stands at a step', () => {
  const none = { id: 'Task_A', level: 1, words: '2 hours', now: 0, late: 0, incidents: 0 };

  it('says nothing of nothing', () => {
    expect(figures(none)).toBe('');
  });

  it('names what presses', () => {
    expect(figures({ ...none, now: 3, late: 1 })).toBe('3 now, 1 late');
    expect(figures({ ...none, now: 1, incidents: 1 })).toBe('1 now, 1 stopped');
  });
});
