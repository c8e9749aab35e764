package org.haven.platform.sealing;

import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * Signs by Ed25519 with a key that is kept as the data keys are; anybody can check with its public
 * half.
 */
@Component
public class Signing {
  /** What stands before the 32 bytes of an Ed25519 key in X.509. Source: RFC 8410. */
  private static final String X509_OF_ED25519 = "302a300506032b6570032100";

  private final KeyRing keys;

  Signing(KeyRing keys) {
    this.keys = keys;
  }

  public byte[] sign(String text) {
    try {
      return keys.signing()
          .getPrimitive(RegistryConfiguration.get(), PublicKeySign.class)
          .sign(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No Ed25519", e);
    }
  }

  /** True if we signed this very text. */
  public boolean isOurs(String text, byte[] signature) {
    try {
      keys.signing()
          .getPublicKeysetHandle()
          .getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class)
          .verify(signature, text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The public half as a PEM file: anybody can check with it, such as by OpenSSL. */
  public String publicKey() {
    try {
      var key = (Ed25519PublicKey) keys.signing().getPublicKeysetHandle().getPrimary().getKey();
      byte[] encoded =
          HexFormat.of()
              .parseHex(
                  X509_OF_ED25519
                      + HexFormat.of().formatHex(key.getPublicKeyBytes().toByteArray()));
      return "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getEncoder().encodeToString(encoded)
          + "\n-----END PUBLIC KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No public half of the signing key", e);
    }
  }
}
