package org.haven.platform.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Envelope encryption with Tink: a data key (AES-256-GCM) per scope, wrapped by the key-encryption
 * key and kept in the {@link KeyStore}. Unwrapped keys stay in memory for a few minutes.
 */
class TinkSealing implements Sealing {
  private static final Logger LOG = LoggerFactory.getLogger(TinkSealing.class);
  private static final int CACHE_SIZE = 500;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final KeyRing keys;
  private final Clock clock;
  private final Duration cacheFor;

  /** Least recently used first; guarded by itself. */
  private final Map<KeyScope, Cached> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyScope, Cached> eldest) {
          return size() > CACHE_SIZE;
        }
      };

  private record Cached(Aead aead, Instant until) {}

  /**
   * @param db the record's database
   */
  TinkSealing(JdbcClient db, KeyRing keys, Clock clock, Duration cacheFor) {
    this.db = db;
    this.keys = keys;
    this.clock = clock;
    this.cacheFor = cacheFor;
  }

  /** Forgets all data keys, and checks the key-encryption key against the store. */
  final void startAnew() {
    synchronized (cache) {
      cache.clear();
    }
    keys.startAnew();
  }

  @Override
  public String seal(KeyScope scope, String entity, String rowId, String field, String clear) {
    return seal(keyToSeal(scope), scope, entity, rowId, field, clear);
  }

  private static String seal(
      Aead aead, KeyScope scope, String entity, String rowId, String field, String clear) {
    try {
      byte[] sealed =
          aead.encrypt(clear.getBytes(StandardCharsets.UTF_8), place(scope, entity, rowId, field));
      return Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Sealing failed for " + entity + "." + field, e);
    }
  }

  @Override
  public String open(KeyScope scope, String entity, String rowId, String field, String sealed) {
    return open(keyToOpen(scope), scope, entity, rowId, field, sealed);
  }

  private static String open(
      Aead aead, KeyScope scope, String entity, String rowId, String field, String sealed) {
    try {
      return new String(
          aead.decrypt(Base64.getDecoder().decode(sealed), place(scope, entity, rowId, field)),
          StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TamperedValueException(entity + "." + field);
    }
  }

  @Override
  public String sealAll(KeyScope scope, String entity, String rowId, Map<String, ?> fields) {
    Map<String, String> sealed = new LinkedHashMap<>();
    if (!fields.isEmpty()) {
      Aead aead = keyToSeal(scope);
      fields.forEach(
          (field, value) -> {
            if (value != null) {
              Object clear = value instanceof Sealed s ? s.clear() : value;
              sealed.put(
                  field, seal(aead, scope, entity, rowId, field, JSON.writeValueAsString(clear)));
            }
          });
    }
    return JSON.writeValueAsString(sealed);
  }

  @Override
  public SealedFields openAll(KeyScope scope, String entity, String rowId, String json) {
    Map<String, Object> sealed = JSON.readValue(json, new TypeReference<>() {});
    if (sealed.isEmpty()) {
      return SealedFields.NONE;
    }
    Aead aead = keyToOpen(scope);
    Map<String, Object> clear = new LinkedHashMap<>();
    Set<String> refused = new HashSet<>();
    sealed.forEach(
        (field, text) -> {
          try {
            String opened = open(aead, scope, entity, rowId, field, String.valueOf(text));
            clear.put(field, JSON.readValue(opened, Object.class));
          } catch (TamperedValueException e) {
            refused.add(field);
          }
        });
    return new SealedFields(clear, refused);
  }

  @Override
  public String blindIndex(String purpose, String value) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              keys.index().computeMac((purpose + '\0' + value).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No HMAC-SHA256", e);
    }
  }

  /** What a seal is bound to: it opens nowhere else. */
  private static byte[] place(KeyScope scope, String entity, String rowId, String field) {
    return String.join("\u0000", scope.id(), entity, rowId, field).getBytes(StandardCharsets.UTF_8);
  }

  private Aead keyToOpen(KeyScope scope) {
    Aead known = known(scope);
    if (known != null) {
      return known;
    }
    return stored(scope).orElseThrow(KeyDestroyedException::new);
  }

  private Aead keyToSeal(KeyScope scope) {
    Aead known = known(scope);
    if (known != null) {
      return known;
    }
    return stored(scope).orElseGet(() -> make(scope));
  }

  private @Nullable Aead known(KeyScope scope) {
    synchronized (cache) {
      Cached cached = cache.get(scope);
      if (cached != null && clock.instant().isBefore(cached.until())) {
        return cached.aead();
      }
      cache.remove(scope);
    }
    return (Aead) TransactionSynchronizationManager.getResource(new MadeHere(this, scope));
  }

  @Override
  public void takeKeys(Collection<CaseRef> cases) {
    Map<String, KeyScope> missing = new LinkedHashMap<>();
    for (CaseRef caseRef : cases) {
      KeyScope scope = KeyScope.of(caseRef);
      if (known(scope) == null) {
        missing.put(scope.id(), scope);
      }
    }
    if (!missing.isEmpty()) {
      keys.stored(missing.keySet())
          .forEach(
              (scope, handle) ->
                  keep(Objects.requireNonNull(missing.get(scope)), KeyRing.aead(handle)));
    }
  }

  private record MadeHere(TinkSealing by, KeyScope scope) {}

  private Optional<Aead> stored(KeyScope scope) {
    Optional<Aead> aead = keys.stored(scope.id()).map(KeyRing::aead);
    aead.ifPresent(known -> keep(scope, known));
    return aead;
  }

  private Aead make(KeyScope scope) {
    Optional<Aead> made =
        keys.make(scope.id(), PredefinedAeadParameters.AES256_GCM).map(KeyRing::aead);
    if (made.isEmpty()) {
      return stored(scope).orElseThrow();
    }
    if (keys.store().isApart()) {
      // it stands in the store, whatever becomes of the record's transaction
      keep(scope, made.get());
    } else {
      keepOnceCommitted(scope, made.get());
    }
    return made.get();
  }

  private void keep(KeyScope scope, Aead aead) {
    synchronized (cache) {
      cache.put(scope, new Cached(aead, clock.instant().plus(cacheFor)));
    }
  }

  /** A new key that is rolled back must seal nothing more: it is shared only after commit. */
  private void keepOnceCommitted(KeyScope scope, Aead aead) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      keep(scope, aead);
      return;
    }
    var here = new MadeHere(this, scope);
    TransactionSynchronizationManager.bindResource(here, aead);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(here);
          }

          @Override
          public void resume() {
            TransactionSynchronizationManager.bindResource(here, aead);
          }

          @Override
          public void afterCommit() {
            keep(scope, aead);
          }

          @Override
          public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(here);
          }
        });
  }

  @Override
  public void destroy(KeyScope scope) {
    db.sql("insert into key_destruction (scope, asked_at) values (?, ?) on conflict do nothing")
        .params(scope.id(), Timestamp.from(clock.instant()))
        .update();
    forget(scope);
    boolean open = TransactionSynchronizationManager.isSynchronizationActive();
    if (!open || !keys.store().isApart()) {
      keys.destroy(List.of(scope.id()));
    }
    if (open) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              forget(scope);
              if (keys.store().isApart()) {
                destroyedLater(scope);
              }
            }
          });
    }
  }

  /**
   * The record has let go of it already: what fails here is done again by {@link KeyDestruction}.
   */
  private void destroyedLater(KeyScope scope) {
    try {
      keys.destroy(List.of(scope.id()));
    } catch (RuntimeException e) {
      LOG.warn(
          "A key that is to be destroyed is still there ({}); it is tried again",
          e.getClass().getSimpleName());
    }
  }

  @Override
  public List<CaseRef> erased(@Nullable CaseRef after, int limit) {
    return keys.destroyed(after == null ? "case:" : KeyScope.of(after).id(), limit).stream()
        .filter(scope -> scope.startsWith("case:"))
        .map(scope -> new CaseRef(scope.substring("case:".length())))
        .toList();
  }

  /** Forgets a key in memory, for whoever destroys or rotates it. */
  void forget(KeyScope scope) {
    synchronized (cache) {
      cache.remove(scope);
    }
  }
}
