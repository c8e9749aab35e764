package org.haven.records;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the figures stand; kept beside them, so that both are lost or kept together.
 *
 * @param shape of the documents: another one is built anew
 * @param reading the documents that pages read
 * @param writing those that records are taken into; another than {@code reading} while all is built
 *     anew
 * @param leader the node that writes
 * @param beats counts on, so that the other nodes see that the leader works
 * @param asOf up to when the figures tell all that was exported, by our clock, in milliseconds
 * @param missing records that were passed over for good, in words for whoever looks after
 *     Elasticsearch
 * @param absent kinds of records that do not arrive
 */
record FigureState(
    int shape,
    int reading,
    int writing,
    String leader,
    long beats,
    long asOf,
    List<String> missing,
    List<String> absent) {
  static final int SHAPE = 1;

  static FigureState first(String leader) {
    return new FigureState(SHAPE, 1, 1, leader, 0, 0, List.of(), List.of());
  }

  FigureState ledBy(String node) {
    return new FigureState(shape, reading, writing, node, beats + 1, asOf, missing, absent);
  }

  FigureState upTo(long at) {
    return new FigureState(
        shape, reading, writing, leader, beats, Math.max(asOf, at), missing, absent);
  }

  FigureState lost(List<String> more) {
    return new FigureState(shape, reading, writing, leader, beats, asOf, more, absent);
  }

  FigureState without(List<String> types) {
    return new FigureState(shape, reading, writing, leader, beats, asOf, missing, types);
  }

  FigureState anew() {
    return new FigureState(SHAPE, reading, writing + 1, leader, beats, asOf, List.of(), absent);
  }

  FigureState built() {
    return new FigureState(shape, writing, writing, leader, beats, asOf, missing, absent);
  }

  boolean building() {
    return reading != writing;
  }

  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("shape", shape);
    fields.put("reading", reading);
    fields.put("writing", writing);
    fields.put("leader", leader);
    fields.put("beats", beats);
    fields.put("asOf", asOf);
    fields.put("missing", missing);
    fields.put("absent", absent);
    return fields;
  }

  static FigureState of(Map<?, ?> fields) {
    return new FigureState(
        (int) number(fields.get("shape")),
        (int) number(fields.get("reading")),
        (int) number(fields.get("writing")),
        String.valueOf(fields.get("leader")),
        number(fields.get("beats")),
        number(fields.get("asOf")),
        texts(fields.get("missing")),
        texts(fields.get("absent")));
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
