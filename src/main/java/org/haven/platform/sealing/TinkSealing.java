package org.haven.platform.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Envelope encryption with Tink: a data key (AES-256-GCM) per scope, wrapped by the key-encryption
 * key and stored in the schema {@code keys}. Unwrapped keys stay in memory for a few minutes.
 */
class TinkSealing implements Sealing {
  private static final int CACHE_SIZE = 500;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final KeyEncryptionKey kek;
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

  TinkSealing(JdbcClient db, KeyEncryptionKey kek, Clock clock, Duration cacheFor) {
    this.db = db;
    this.kek = kek;
    this.clock = clock;
    this.cacheFor = cacheFor;
    startAnew();
  }

  /** Forgets all data keys, and checks the key-encryption key against the database. */
  final void startAnew() {
    synchronized (cache) {
      cache.clear();
    }
    try {
      AeadConfig.register();
      checkKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot be used", e);
    }
  }

  /** A wrong key is noticed now and not when somebody opens a case. */
  private void checkKey() throws GeneralSecurityException {
    Optional<byte[]> stored =
        db.sql("select check_value from keys.key_check where kek_id = ?")
            .param(kek.id())
            .query(byte[].class)
            .optional();
    if (stored.isPresent()) {
      if (!kek.made(stored.get())) {
        throw KeyEncryptionKey.wrong(Set.of(kek.id()));
      }
      return;
    }
    Set<String> known =
        new LinkedHashSet<>(
            db.sql("select kek_id from keys.key_check order by created_at")
                .query(String.class)
                .list());
    if (!known.isEmpty()) {
      throw KeyEncryptionKey.wrong(known);
    }
    db.sql("insert into keys.key_check values (?, ?, ?) on conflict do nothing")
        .param(kek.id())
        .param(kek.checkValue())
        .param(Timestamp.from(clock.instant()))
        .update();
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
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(kek.indexKey(), "HmacSHA256"));
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
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

  private record MadeHere(TinkSealing by, KeyScope scope) {}

  private record KeyRow(byte @Nullable [] wrapped, String kekId) {}

  private Optional<Aead> stored(KeyScope scope) {
    Optional<KeyRow> row =
        db.sql("select wrapped, kek_id from keys.case_key where scope = ?")
            .param(scope.id())
            .query((rs, _) -> new KeyRow(rs.getBytes(1), rs.getString(2)))
            .optional();
    return row.map(
        r -> {
          byte[] wrapped = r.wrapped();
          if (wrapped == null) {
            throw new KeyDestroyedException();
          }
          Aead aead = unwrap(scope, wrapped, r.kekId());
          keep(scope, aead);
          return aead;
        });
  }

  private Aead unwrap(KeyScope scope, byte[] wrapped, String kekId) {
    // A row wrapped by an older key waits for the rotation that re-wraps it.
    if (!kekId.equals(kek.id())) {
      throw KeyEncryptionKey.wrong(Set.of(kekId));
    }
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, kek.aead(), bound(scope))
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new TamperedValueException("data key");
    }
  }

  private Aead make(KeyScope scope) {
    try {
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      int made =
          db.sql(
                  "insert into keys.case_key (scope, kek_id, wrapped, created_at)"
                      + " values (?, ?, ?, ?) on conflict do nothing")
              .param(scope.id())
              .param(kek.id())
              .param(
                  TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, kek.aead(), bound(scope)))
              .param(Timestamp.from(clock.instant()))
              .update();
      if (made == 0) {
        return stored(scope).orElseThrow();
      }
      Aead aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
      keepOnceCommitted(scope, aead);
      return aead;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A data key could not be made", e);
    }
  }

  private static byte[] bound(KeyScope scope) {
    return ("data key " + scope.id()).getBytes(StandardCharsets.UTF_8);
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
    Timestamp now = Timestamp.from(clock.instant());
    db.sql(
            """
            insert into keys.case_key (scope, kek_id, created_at, destroyed_at)
            values (:scope, :kek, :now, :now)
            on conflict (scope) do update set wrapped = null, destroyed_at = :now
              where keys.case_key.destroyed_at is null
            """)
        .param("scope", scope.id())
        .param("kek", kek.id())
        .param("now", now)
        .update();
    forget(scope);
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              forget(scope);
            }
          });
    }
  }

  /** Forgets a key in memory, for whoever destroys or rotates it. */
  void forget(KeyScope scope) {
    synchronized (cache) {
      cache.remove(scope);
    }
  }
}
