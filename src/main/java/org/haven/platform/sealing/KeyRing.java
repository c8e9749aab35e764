package org.haven.platform.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All keys of Haven, wrapped by the key-encryption key: one for each case or register, one for
 * blind indexes, one that signs. Several key-encryption keys may open; the current one alone wraps.
 */
final class KeyRing {
  /** Bound to no case; wrapped as all others, so that a change of key covers them. */
  private static final String INDEX = "index:blind";

  private static final String SIGNING = "signing:audit";

  private final KeyStore store;
  private final KeyEncryptionKey current;
  private final Map<String, KeyEncryptionKey> all = new LinkedHashMap<>();
  private final Clock clock;
  private volatile @Nullable Mac index;
  private volatile @Nullable KeysetHandle signing;

  KeyRing(KeyStore store, KeySource source, Clock clock) {
    this.store = store;
    this.current = source.current();
    this.clock = clock;
    source.others().forEach(key -> all.put(key.id(), key));
    all.put(current.id(), current);
    startAnew();
  }

  /** Checks the key-encryption keys against the store. */
  void startAnew() {
    try {
      AeadConfig.register();
      MacConfig.register();
      SignatureConfig.register();
      KeyEncryptionKey oldest = checkKeys();
      index =
          service(INDEX, oldest == null ? null : oldest.firstIndexKey())
              .getPrimitive(RegistryConfiguration.get(), Mac.class);
      signing = service(SIGNING, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot be used", e);
    }
  }

  KeyStore store() {
    return store;
  }

  String currentId() {
    return current.id();
  }

  /** Makes blind indexes. */
  Mac index() {
    return java.util.Objects.requireNonNull(index);
  }

  KeysetHandle signing() {
    return java.util.Objects.requireNonNull(signing);
  }

  /**
   * A wrong key is noticed now and not when somebody opens a case.
   *
   * @return the key that was there first; null if the store has never seen one, or it is not given
   */
  private @Nullable KeyEncryptionKey checkKeys() throws GeneralSecurityException {
    var known = new LinkedHashMap<String, byte[]>();
    store
        .db()
        .sql("select kek_id, check_value from keys.key_check order by created_at, kek_id")
        .query(
            row -> {
              known.put(row.getString(1), row.getBytes(2));
            });
    for (KeyEncryptionKey key : all.values()) {
      byte[] check = known.get(key.id());
      if (check != null && !key.made(check)) {
        throw KeyEncryptionKey.wrong(Set.of(key.id()));
      }
    }
    if (!known.isEmpty() && known.keySet().stream().noneMatch(all::containsKey)) {
      throw KeyEncryptionKey.wrong(known.keySet());
    }
    Set<String> needed = new LinkedHashSet<>(inUse().keySet());
    needed.removeAll(all.keySet());
    if (!needed.isEmpty()) {
      throw KeyEncryptionKey.stillNeeded(needed);
    }
    if (!known.containsKey(current.id())) {
      store
          .db()
          .sql("insert into keys.key_check values (?, ?, ?) on conflict do nothing")
          .param(current.id())
          .param(current.checkValue())
          .param(now())
          .update();
    }
    return known.isEmpty() ? null : all.get(known.firstEntry().getKey());
  }

  /** How many keys each key-encryption key wraps now. */
  Map<String, Long> inUse() {
    var counts = new LinkedHashMap<String, Long>();
    store
        .db()
        .sql(
            "select kek_id, count(*) from keys.case_key where wrapped is not null"
                + " group by kek_id order by kek_id")
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }

  private KeysetHandle service(String scope, byte @Nullable [] given)
      throws GeneralSecurityException {
    Optional<KeysetHandle> stored;
    try {
      stored = stored(scope);
    } catch (KeyDestroyedException | TamperedValueException e) {
      throw new SealingKeyException(
          "The key " + scope + " in the key store was changed or destroyed.",
          "Restore the key store from its newest backup.");
    }
    if (stored.isPresent()) {
      return stored.get();
    }
    KeysetHandle handle =
        scope.equals(SIGNING)
            ? KeysetHandle.generateNew(PredefinedSignatureParameters.ED25519WithRawOutput)
            : indexKey(given);
    return insert(scope, handle) ? handle : stored(scope).orElseThrow();
  }

  /** The blind indexes' own key, so that they outlive a change of the key-encryption key. */
  private static KeysetHandle indexKey(byte @Nullable [] given) throws GeneralSecurityException {
    HmacParameters parameters =
        HmacParameters.builder()
            .setKeySizeBytes(32)
            .setTagSizeBytes(32)
            .setHashType(HmacParameters.HashType.SHA256)
            .setVariant(HmacParameters.Variant.NO_PREFIX)
            .build();
    SecretBytes secret =
        given == null
            ? SecretBytes.randomBytes(32)
            : SecretBytes.copyFrom(given, InsecureSecretKeyAccess.get());
    HmacKey key = HmacKey.builder().setParameters(parameters).setKeyBytes(secret).build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build();
  }

  /** Those of these keys that are there and not destroyed; one that was changed is left out. */
  Map<String, KeysetHandle> stored(Collection<String> scopes) {
    var handles = new LinkedHashMap<String, KeysetHandle>();
    store
        .db()
        .sql(
            "select scope, wrapped, kek_id from keys.case_key"
                + " where wrapped is not null and scope = any (?::text[])")
        .param(scopes.toArray(String[]::new))
        .query(
            row -> {
              String scope = row.getString(1);
              try {
                handles.put(scope, unwrap(scope, row.getBytes(2), row.getString(3)));
              } catch (GeneralSecurityException e) {
                // told to whoever opens something of it
              }
            });
    return handles;
  }

  private record KeyRow(byte @Nullable [] wrapped, String kekId) {}

  /**
   * @throws KeyDestroyedException if it was destroyed
   */
  Optional<KeysetHandle> stored(String scope) {
    return store
        .db()
        .sql("select wrapped, kek_id from keys.case_key where scope = ?")
        .param(scope)
        .query((rs, _) -> new KeyRow(rs.getBytes(1), rs.getString(2)))
        .optional()
        .map(
            row -> {
              byte[] wrapped = row.wrapped();
              if (wrapped == null) {
                throw new KeyDestroyedException();
              }
              try {
                return unwrap(scope, wrapped, row.kekId());
              } catch (GeneralSecurityException e) {
                throw new TamperedValueException("data key");
              }
            });
  }

  private KeysetHandle unwrap(String scope, byte[] wrapped, String kekId)
      throws GeneralSecurityException {
    KeyEncryptionKey key = all.get(kekId);
    if (key == null) {
      throw KeyEncryptionKey.stillNeeded(Set.of(kekId));
    }
    return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, key.aead(), bound(scope));
  }

  /** Makes a key; empty if another node made one meanwhile. */
  Optional<KeysetHandle> make(String scope, Parameters parameters) {
    try {
      KeysetHandle handle = KeysetHandle.generateNew(parameters);
      return insert(scope, handle) ? Optional.of(handle) : Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A data key could not be made", e);
    }
  }

  private boolean insert(String scope, KeysetHandle handle) throws GeneralSecurityException {
    return store
            .db()
            .sql(
                "insert into keys.case_key (scope, kek_id, wrapped, created_at)"
                    + " values (?, ?, ?, ?) on conflict do nothing")
            .param(scope)
            .param(current.id())
            .param(wrap(scope, handle))
            .param(now())
            .update()
        == 1;
  }

  private byte[] wrap(String scope, KeysetHandle handle) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, current.aead(), bound(scope));
  }

  private static byte[] bound(String scope) {
    return ("data key " + scope).getBytes(StandardCharsets.UTF_8);
  }

  /** Destroys keys and what the index holds of them; again changes nothing. */
  void destroy(List<String> scopes) {
    store
        .transaction()
        .executeWithoutResult(
            _ -> {
              String[] all = scopes.toArray(String[]::new);
              store
                  .db()
                  .sql(
                      """
                      insert into keys.case_key (scope, kek_id, created_at, destroyed_at)
                      select s, :kek, :now, :now from unnest(:scopes::text[]) s
                      on conflict (scope) do update set wrapped = null, destroyed_at = :now
                        where keys.case_key.destroyed_at is null
                      """)
                  .param("kek", current.id())
                  .param("now", now())
                  .param("scopes", all)
                  .update();
              store
                  .db()
                  .sql("delete from keys.identity_index where scope = any (?::text[])")
                  .param(all)
                  .update();
            });
  }

  /** Scopes whose key was destroyed, in order, after the one that is given. */
  List<String> destroyed(String after, int limit) {
    return store
        .db()
        .sql(
            "select scope from keys.case_key where destroyed_at is not null and scope > ?"
                + " order by scope limit ?")
        .params(after, limit)
        .query(String.class)
        .list();
  }

  /**
   * What a batch did.
   *
   * @param last scope of the last key that was looked at; null if none was left
   * @param refused keys that their key-encryption key does not open: changed behind our back
   */
  record Batch(@Nullable String last, int wrapped, int refused) {}

  private record Old(String scope, byte[] wrapped, String kekId) {}

  /** Wraps some keys anew by the current key-encryption key; several nodes may do so at once. */
  Batch rewrap(String after, int limit) {
    return java.util.Objects.requireNonNull(
        store
            .transaction()
            .execute(
                _ -> {
                  List<Old> some =
                      store
                          .db()
                          .sql(
                              """
                              select scope, wrapped, kek_id from keys.case_key
                              where wrapped is not null and kek_id <> ? and scope > ?
                              order by scope limit ? for update skip locked
                              """)
                          .params(current.id(), after, limit)
                          .query(
                              (rs, _) ->
                                  new Old(
                                      rs.getString("scope"),
                                      rs.getBytes("wrapped"),
                                      rs.getString("kek_id")))
                          .list();
                  var scopes = new ArrayList<String>();
                  var wrapped = new ArrayList<byte[]>();
                  for (Old old : some) {
                    try {
                      wrapped.add(
                          wrap(old.scope(), unwrap(old.scope(), old.wrapped(), old.kekId())));
                      scopes.add(old.scope());
                    } catch (GeneralSecurityException e) {
                      // stays as it is; counted
                    }
                  }
                  store
                      .db()
                      .sql(
                          """
                          update keys.case_key k set wrapped = n.wrapped, kek_id = :kek
                          from unnest(:scopes::text[], :wrapped::bytea[]) n (scope, wrapped)
                          where k.scope = n.scope
                          """)
                      .param("kek", current.id())
                      .param("scopes", scopes.toArray(String[]::new))
                      .param("wrapped", wrapped.toArray(byte[][]::new))
                      .update();
                  return new Batch(
                      some.isEmpty() ? null : some.getLast().scope(),
                      scopes.size(),
                      some.size() - scopes.size());
                }));
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  /** The data key's own use. */
  static Aead aead(KeysetHandle handle) {
    try {
      return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new TamperedValueException("data key");
    }
  }
}
