package org.haven.partners;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * A folder of each agency that the council's file exchange carries on. Every file is sealed with
 * the agency's public key (HPKE, RFC 9180): we cannot read it again, and whoever finds the folder
 * cannot read it at all.
 */
@Component
class FolderDrop implements SecureDrop {
  private final PartnersProperties properties;
  private final Map<String, HybridEncrypt> keys;

  FolderDrop(PartnersProperties properties) {
    this.properties = properties;
    this.keys = properties.dropFolder() == null ? Map.of() : keys(properties);
  }

  private static Map<String, HybridEncrypt> keys(PartnersProperties properties) {
    var keys = new TreeMap<String, HybridEncrypt>();
    properties
        .agencies()
        .forEach(
            (code, agency) -> {
              Path file = agency.dropKeyFile();
              if (file != null) {
                keys.put(code, key(code, file));
              }
            });
    return keys;
  }

  private static HybridEncrypt key(String agency, Path file) {
    try {
      HybridConfig.register();
      KeysetHandle handle =
          TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(Files.readString(file));
      return handle.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "haven.partners.agencies."
              + agency
              + ".drop-key-file holds no public keyset of Tink: ask the agency for one",
          e);
    }
  }

  @Override
  public boolean isOn() {
    return !keys.isEmpty();
  }

  @Override
  public boolean reaches(String agency) {
    return keys.containsKey(agency);
  }

  @Override
  public void put(String agency, String name, byte[] content) {
    HybridEncrypt key = keys.get(agency);
    Path root = properties.dropFolder();
    if (key == null || root == null) {
      throw new NotDelivered("NO_KEY", new IllegalStateException());
    }
    try {
      Path folder = Files.createDirectories(root.resolve(agency));
      Path file = folder.resolve(name + ".sealed");
      if (Files.exists(file)) {
        return;
      }
      Path writing = folder.resolve("." + name + ".writing");
      // bound to its name: a file that was given another reference cannot be opened
      Files.write(writing, key.encrypt(content, name.getBytes(StandardCharsets.UTF_8)));
      try {
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(writing, file);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new NotDelivered("FOLDER", e);
    }
  }
}
