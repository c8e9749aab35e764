package org.haven.engine;

import io.camunda.client.api.command.ClientHttpException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.grpc.Status;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What an exception of the client means for whoever sent the command, over gRPC or REST.
 *
 * @param code a short kind of answer that may be kept and shown; the engine's own sentence is not,
 *     since it may quote a variable
 */
record EngineAnswer(Kind kind, String code) {
  enum Kind {
    /** The engine has done it already, or no longer knows what it is about. */
    DONE_BEFORE,
    /** It has too much to do: everybody waits. */
    BUSY,
    /** It is away, or not ready: asked again for ever. */
    AWAY,
    /** It understood and refuses. */
    REFUSED
  }

  static EngineAnswer of(Throwable thrown) {
    Throwable t = thrown;
    while ((t instanceof CompletionException || t instanceof ExecutionException)
        && t.getCause() != null) {
      t = t.getCause();
    }
    return switch (t) {
      case ClientStatusException grpc -> of(grpc.getStatusCode());
      case ProblemException rest -> of(rest);
      // an answer without problem details does not come from the engine but from what is in its way
      case ClientHttpException http when http.code() == 429 || http.code() == 503 ->
          new EngineAnswer(Kind.BUSY, "HTTP " + http.code());
      case ClientHttpException http -> new EngineAnswer(Kind.AWAY, "HTTP " + http.code());
      default -> {
        Throwable root = t;
        while (root.getCause() != null && root.getCause() != root) {
          root = root.getCause();
        }
        yield root instanceof java.io.IOException
                || root instanceof ConnectException
                || root instanceof TimeoutException
                || t instanceof io.camunda.client.api.command.ClientException
            ? new EngineAnswer(Kind.AWAY, root.getClass().getSimpleName())
            : new EngineAnswer(Kind.REFUSED, t.getClass().getSimpleName());
      }
    };
  }

  private static EngineAnswer of(Status.Code code) {
    Kind kind =
        switch (code) {
          case NOT_FOUND, ALREADY_EXISTS -> Kind.DONE_BEFORE;
          case RESOURCE_EXHAUSTED -> Kind.BUSY;
          case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED -> Kind.REFUSED;
          // wrong credentials are mended in the configuration; what was to be said stays true
          default -> Kind.AWAY;
        };
    return new EngineAnswer(kind, code.name());
  }

  private static EngineAnswer of(ProblemException rest) {
    String title = rest.details() == null ? null : rest.details().getTitle();
    String code = rest.code() + (title == null ? "" : " " + title);
    Kind kind =
        switch (rest.code()) {
          case 404 -> "NOT_FOUND".equals(title) ? Kind.DONE_BEFORE : Kind.AWAY;
          case 429, 503 -> Kind.BUSY;
          case 400, 409, 405, 415, 422 -> Kind.REFUSED;
          default -> Kind.AWAY;
        };
    return new EngineAnswer(kind, code);
  }
}
