package org.haven.meetings;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A meeting as one person sees it.
 *
 * @param startsAt of a whole day its beginning in London
 * @param changes how often calendars were to be told of a change
 * @param items those on its agenda that the person may see, in order; never empty
 */
public record Sitting(
    UUID id,
    String kind,
    Instant startsAt,
    boolean wholeDay,
    int changes,
    boolean cancelled,
    List<AgendaItem> items) {
  public Sitting {
    items = List.copyOf(items);
  }

  /** Is everything that this person knows to be on it heard elsewhere? */
  public boolean left() {
    return items.stream().allMatch(AgendaItem::left);
  }
}
