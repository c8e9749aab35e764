package org.haven.platform.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A key that wraps all data keys. It never leaves memory, or never leaves its key service. */
public final class KeyEncryptionKey {
  private static final String ASK_FOR_KEY =
      "Set haven.sealing.key-file to a file, or haven.sealing.key to a value, of 32 random bytes in"
          + " base64 (openssl rand -base64 32). Keep a copy apart from the database's backups.";

  private final String id;
  private final Aead aead;
  private final byte @Nullable [] firstIndexKey;

  private KeyEncryptionKey(String id, Aead aead, byte @Nullable [] firstIndexKey) {
    this.id = id;
    this.aead = aead;
    this.firstIndexKey = firstIndexKey;
  }

  /**
   * A key that somebody else keeps, such as a key service.
   *
   * @param id names the key and tells nothing of it; another key has another id
   * @param aead encrypts and decrypts with it
   */
  public static KeyEncryptionKey of(String id, Aead aead) {
    return new KeyEncryptionKey(id, aead, null);
  }

  static KeyEncryptionKey ofBase64(String text, String where) {
    byte[] raw;
    try {
      raw = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new SealingKeyException("The sealing key in " + where + " is not base64.", ASK_FOR_KEY);
    }
    if (raw.length != 32) {
      throw new SealingKeyException(
          "The sealing key in " + where + " has " + raw.length + " bytes instead of 32.",
          ASK_FOR_KEY);
    }
    try {
      return new KeyEncryptionKey(
          HexFormat.of().formatHex(derive(raw, "haven key id", 8)),
          new AesGcmJce(raw),
          derive(raw, "haven blind index", 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The sealing key cannot be used", e);
    }
  }

  static KeyEncryptionKey ofFile(Path file) {
    try {
      return ofBase64(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new SealingKeyException(
          "The sealing key file " + file + " cannot be read.", ASK_FOR_KEY);
    }
  }

  static SealingKeyException missing() {
    return new SealingKeyException("No sealing key is given.", ASK_FOR_KEY);
  }

  private static byte[] derive(byte[] raw, String purpose, int length)
      throws GeneralSecurityException {
    return Hkdf.computeHkdf(
        "HMACSHA256", raw, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), length);
  }

  /** Names the key without telling it, so that keys can be told apart. */
  public String id() {
    return id;
  }

  Aead aead() {
    return aead;
  }

  /** The key of the blind indexes that this key alone gave, before they had one of their own. */
  byte @Nullable [] firstIndexKey() {
    return firstIndexKey;
  }

  /** The check value that is stored for this key. */
  byte[] checkValue() throws GeneralSecurityException {
    return aead.encrypt("haven".getBytes(StandardCharsets.UTF_8), bound());
  }

  boolean made(byte[] checkValue) {
    try {
      aead.decrypt(checkValue, bound());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private byte[] bound() {
    return ("key check " + id).getBytes(StandardCharsets.UTF_8);
  }

  static SealingKeyException wrong(Collection<String> known) {
    return new SealingKeyException(
        "The sealing key is not the one that sealed this database.",
        "Give the key with the id "
            + String.join(" or ", known)
            + " by haven.sealing.key-file or haven.sealing.key. Without it the sealed data stays"
            + " closed.");
  }

  static SealingKeyException stillNeeded(Collection<String> missing) {
    return new SealingKeyException(
        "Some data keys are still wrapped by a sealing key that is not given.",
        "Give the key with the id "
            + String.join(" and ", missing)
            + " as well, by haven.sealing.other-key-files, until all data keys are wrapped anew.");
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[" + id + "]";
  }
}
