package org.haven.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What becomes of a running instance when it goes on by another version of its model: found out
 * from the two models and from where it stands, before the engine is asked. What the engine would
 * refuse is among the obstacles, and so is what would leave somebody waiting for nothing.
 */
public interface MigrationPlan {
  /**
   * A step that was entered and not left, or what holds such steps; the instance itself is one.
   *
   * @param key element instance key
   * @param scopeKey of what holds it; -1 of the instance itself
   * @param type the engine's word, such as {@code USER_TASK} or {@code PROCESS}
   */
  record Standing(long key, long scopeKey, String elementId, String type) {}

  /**
   * What the engine's records say of it.
   *
   * @param facts values by scope and name
   * @param taken how often each sequence flow was taken, by scope
   * @param joined how often each step was entered, by scope
   */
  record Told(
      Map<Long, Map<String, Object>> facts,
      Map<Long, Map<String, Long>> taken,
      Map<Long, Map<String, Long>> joined) {}

  /** Why it cannot go on by the other version, or not now. */
  enum Obstacle {
    /** Haven does not have one of the two models. */
    NO_MODEL,
    /** Nothing is known of where it stands. */
    NOT_BEGUN,
    /** The engine's records, which say what it knows, cannot be read now. */
    RECORDS_AWAY,
    /** What Haven does by itself, or an event that ends at once: the engine takes none of those. */
    NOT_MOVED,
    /** One branch waits for another. */
    JOIN_WAITS,
    /** The other version has nothing that it could become. */
    NO_NAMESAKE,
    /** Its namesake is of another kind, and nothing else could take its place. */
    OTHER_KIND,
    /** Its namesake stands elsewhere: inside of another part, or not inside of the same. */
    OTHER_PLACE,
    /** Two steps where it stands would become one. */
    TWO_BECOME_ONE,
    /** An event on its edge is of a kind that the engine takes none of. */
    EDGE_EVENT,
    /** It would wait twice for the same message. */
    MESSAGE_TWICE,
    /** A date or a key that the other version asks for cannot be worked out. */
    NOT_WORKED_OUT,
    /** Somebody's answer is saved and has not reached the engine. */
    ANSWER_ON_ITS_WAY
  }

  /**
   * @param title of the step or event, in the words of the diagram; empty if it is about none
   */
  record Hindered(Obstacle why, String elementId, String title) {}

  /** A place in the diagram. */
  record Place(String elementId, String title) {}

  /**
   * A step that has no namesake of its kind.
   *
   * @param chosen which of the candidates takes its place; empty if none is chosen
   */
  record Ask(Place step, List<Place> candidates, String chosen) {}

  /** Where it stands and where it will stand. */
  record Becomes(Place from, Place to) {}

  /**
   * A date or message that it will wait for and has not waited for before.
   *
   * @param atOnce its date is past
   */
  record Begins(Place event, boolean atOnce) {}

  /**
   * What was found out.
   *
   * @param mapping element ids that the engine is told
   * @param begins what only the other version has at the steps where it stands
   * @param ends what only its present version has there
   */
  record Checked(
      Map<String, String> mapping,
      List<Ask> asks,
      List<Hindered> hindered,
      List<Becomes> becomes,
      List<Begins> begins,
      List<Place> ends) {
    /** It can be sent. */
    public boolean fits() {
      return hindered.isEmpty() && asks.stream().noneMatch(ask -> ask.chosen().isEmpty());
    }
  }

  /**
   * @param told asked only if it matters; empty if it cannot be had
   * @param chosen what takes the place of steps that have no namesake, by element id
   */
  Checked check(
      String processId,
      int from,
      int to,
      List<Standing> standing,
      Supplier<Optional<Told>> told,
      Map<String, String> chosen);
}
