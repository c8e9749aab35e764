package org.haven.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may cross between PostgreSQL and the engine, and how it is written there. The closed types
 * are {@link RoutingFact}, enums, {@code boolean}, {@code int}, {@code long}, {@code LocalDate},
 * {@code Instant} and lists of them. Whatever is not of a closed type is refused, never shortened.
 *
 * <p>An enum without a {@link JsonValue} travels as lower-case words joined by hyphens.
 */
public final class RoutingFacts {
  private static final Set<Class<?>> SIMPLE =
      Set.of(
          boolean.class,
          Boolean.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          LocalDate.class,
          Instant.class);

  /** Words of closed lists and ids have no blank and are short: no sentence and no address fits. */
  private static final Pattern CLOSED_TEXT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");

  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,59}");
  private static final int LONGEST_LIST = 200;

  private RoutingFacts() {}

  /** Is this a type whose values may be an engine variable? */
  public static boolean isClosed(Type type) {
    if (type instanceof ParameterizedType list) {
      return (list.getRawType() == List.class || list.getRawType() == Set.class)
          && isClosedItem(list.getActualTypeArguments()[0]);
    }
    return isClosedItem(type);
  }

  private static boolean isClosedItem(Type type) {
    if (!(type instanceof Class<?> c)) {
      return false;
    }
    if (SIMPLE.contains(c) || c.isEnum()) {
      return true;
    }
    // a routing fact travels as one value: it says itself how it is written and read
    return RoutingFact.class.isAssignableFrom(c)
        && writerOf(c).isPresent()
        && readerOf(c).isPresent();
  }

  /**
   * The facts as the engine takes them.
   *
   * @throws OpenTypeException if a name or a value is not closed; the message names the fact and
   *     never its value
   */
  public static Map<String, Object> toEngine(Map<String, ?> facts) {
    var out = new LinkedHashMap<String, Object>();
    facts.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            throw new OpenTypeException("the name of a fact is not a camelCase word");
          }
          out.put(name, toEngine(name, value));
        });
    return out;
  }

  /** One value as the engine takes it; null stays null, which the engine reads as not set. */
  @SuppressWarnings("NullAway") // a variable without a value is null in the engine
  public static @Nullable Object toEngine(String name, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean b -> b;
      case Integer i -> i;
      case Long l -> l;
      case LocalDate d -> d.toString();
      case Instant i -> i.toString();
      case RoutingFact f -> written(name, f);
      case Enum<?> e -> written(name, e);
      case String s when isClosedText(s) -> s;
      case Collection<?> list -> {
        if (list.size() > LONGEST_LIST) {
          throw new OpenTypeException("the fact " + name + " has more than 200 items");
        }
        var items = new ArrayList<Object>();
        for (Object item : list) {
          if (item == null || item instanceof Collection<?>) {
            throw new OpenTypeException("the fact " + name + " holds an empty item or a list");
          }
          items.add(toEngine(name, item));
        }
        yield items;
      }
      default ->
          throw new OpenTypeException(
              "the fact "
                  + name
                  + " is not of a closed type ("
                  + value.getClass().getSimpleName()
                  + "): it stays with us");
    };
  }

  private static boolean isClosedText(String text) {
    if (CLOSED_TEXT.matcher(text).matches()) {
      return true;
    }
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /**
   * A value from the engine as the closed type that is asked for.
   *
   * @throws OpenTypeException if the value does not fit; the message says what was expected and
   *     never the value
   */
  public static Object fromEngine(Type type, Object value) {
    if (type instanceof ParameterizedType list) {
      Type item = list.getActualTypeArguments()[0];
      if (!(value instanceof Collection<?> items)) {
        throw new OpenTypeException("is not a list");
      }
      var out = new ArrayList<Object>();
      for (Object each : items) {
        if (each == null) {
          throw new OpenTypeException("has an empty item");
        }
        out.add(fromEngine(item, each));
      }
      return list.getRawType() == Set.class ? Set.copyOf(out) : List.copyOf(out);
    }
    Class<?> c = (Class<?>) type;
    try {
      if (c == boolean.class || c == Boolean.class) {
        return (Boolean) value;
      }
      if (c == int.class || c == Integer.class) {
        return Math.toIntExact(whole(value));
      }
      if (c == long.class || c == Long.class) {
        return whole(value);
      }
      if (c == LocalDate.class) {
        return LocalDate.parse((String) value);
      }
      if (c == Instant.class) {
        return OffsetDateTime.parse((String) value).toInstant();
      }
      var reader = readerOf(c);
      if (reader.isPresent()) {
        return read(reader.get(), value);
      }
      if (c.isEnum()) {
        return Arrays.stream(c.getEnumConstants())
            .filter(e -> kebab((Enum<?>) e).equals(value) || ((Enum<?>) e).name().equals(value))
            .findFirst()
            .orElseThrow(() -> new OpenTypeException("is not one of " + c.getSimpleName()));
      }
    } catch (ClassCastException | ArithmeticException | DateTimeParseException e) {
      throw new OpenTypeException("is not a " + c.getSimpleName());
    }
    throw new OpenTypeException("is asked for as " + c.getSimpleName() + ", which is not closed");
  }

  private static long whole(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new ClassCastException();
  }

  private static Object read(Executable reader, Object value) {
    try {
      reader.setAccessible(true);
      return reader instanceof Constructor<?> make
          ? make.newInstance(value)
          : ((Method) reader).invoke(null, value);
    } catch (InvocationTargetException | IllegalAccessException | InstantiationException e) {
      throw new OpenTypeException("is not a " + reader.getDeclaringClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      throw new OpenTypeException("is not a " + reader.getDeclaringClass().getSimpleName());
    }
  }

  private static Object written(String name, Object fact) {
    // an enum constant with a body of its own has a class of its own
    Class<?> c = fact instanceof Enum<?> e ? e.getDeclaringClass() : fact.getClass();
    Object value =
        writerOf(c)
            .map(w -> invoke(w, fact))
            .or(() -> fact instanceof Enum<?> e ? Optional.of(kebab(e)) : Optional.empty())
            .orElseThrow(
                () -> new OpenTypeException("the fact " + name + " does not say how it travels"));
    if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || (value instanceof String s && isClosedText(s))) {
      return value;
    }
    throw new OpenTypeException("the fact " + name + " does not travel as one closed value");
  }

  private static Object invoke(Method writer, Object fact) {
    try {
      writer.setAccessible(true);
      return writer.invoke(fact);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new OpenTypeException("a " + fact.getClass().getSimpleName() + " cannot be written");
    }
  }

  private static Optional<Method> writerOf(Class<?> c) {
    return Arrays.stream(c.getDeclaredMethods())
        .filter(m -> m.isAnnotationPresent(JsonValue.class) && m.getParameterCount() == 0)
        .filter(m -> !m.isSynthetic())
        .findFirst();
  }

  private static Optional<? extends Executable> readerOf(Class<?> c) {
    Optional<Method> method =
        Arrays.stream(c.getDeclaredMethods())
            .filter(m -> m.isAnnotationPresent(JsonCreator.class))
            .filter(m -> m.getParameterCount() == 1 && Modifier.isStatic(m.getModifiers()))
            .findFirst();
    if (method.isPresent()) {
      return method;
    }
    return Arrays.stream(c.getDeclaredConstructors())
        .filter(m -> m.isAnnotationPresent(JsonCreator.class) && m.getParameterCount() == 1)
        .findFirst();
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Something that is not of a closed type was about to reach the engine, or came from it. */
  public static class OpenTypeException extends IllegalArgumentException {
    public OpenTypeException(String message) {
      super(message);
    }
  }
}
