package org.haven.platform.sealing;

import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/**
 * Signs by Ed25519 with a key that is kept as the data keys are; anybody can check with its public
 * half.
 */
@Component
public class Signing {
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

  /** The public half, as Tink's JSON keyset. */
  public String publicKeyset() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
          keys.signing().getPublicKeysetHandle());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No public half of the signing key", e);
    }
  }
}
