package org.haven.records;

/** Elasticsearch did not answer, or not with what was asked. Later it may. */
public class RecordsUnavailableException extends RuntimeException {
  RecordsUnavailableException(Throwable cause) {
    super("The exported records cannot be read: " + cause.getClass().getSimpleName(), cause);
  }
}
