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
import java.util.HexFormat;
import java.util.Set;

/**
 * The key that wraps all data keys. It never leaves memory; what is derived from it (its public id,
 * the blind indexes' key) tells nothing of it.
 *
 * @param id names the key without telling it, so that keys can be told apart after a rotation
 */
record KeyEncryptionKey(String id, Aead aead, byte[] indexKey) {
  private static final String ASK_FOR_KEY =
      "Set haven.sealing.key-file to a file, or haven.sealing.key to a value, of 32 random bytes in"
          + " base64 (openssl rand -base64 32). Keep a copy apart from the database's backups.";

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

  static SealingKeyException wrong(Set<String> known) {
    return new SealingKeyException(
        "The sealing key is not the one that sealed this database.",
        "Give the key with the id "
            + String.join(" or ", known)
            + " by haven.sealing.key-file or haven.sealing.key. Without it the sealed data stays"
            + " closed.");
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[" + id + "]";
  }
}
