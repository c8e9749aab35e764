package org.haven.evidence;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Files as ciphertext in the database, written and read piece by piece: what is clear is in memory
 * alone, and of it one piece. Each file has a key of its own, which the case's key seals, and is
 * bound to its case and its id: cut short, put together anew or moved, it does not open.
 */
@Component
class SealedFiles {
  private static final String ENTITY = "sealed-file";

  /** Bytes of ciphertext in a row. */
  private static final int PIECE = 1 << 20;

  /** Longer than any upload takes. */
  private static final Duration GIVEN_UP = Duration.ofDays(1);

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;

  SealedFiles(JdbcClient db, Sealing sealing, Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    try {
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot be used", e);
    }
  }

  /** A file that is being written; close it before its key and its digest are asked for. */
  final class Writing extends OutputStream {
    private final String sealedKey;
    private final OutputStream sealing;
    private final MessageDigest digest;
    private long size;

    private Writing(String sealedKey, OutputStream sealing, MessageDigest digest) {
      this.sealedKey = sealedKey;
      this.sealing = sealing;
      this.digest = digest;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] clear, int from, int length) throws IOException {
      digest.update(clear, from, length);
      size += length;
      sealing.write(clear, from, length);
    }

    @Override
    public void close() throws IOException {
      sealing.close();
    }

    /** To be kept with the row that names the file. */
    String sealedKey() {
      return sealedKey;
    }

    /** Clear bytes so far. */
    long size() {
      return size;
    }

    /** SHA-256 of the clear bytes, in hexadecimal digits; asked for once, at the end. */
    String digest() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** Begins a file under a new id. Nothing names it until somebody keeps its key. */
  Writing begin(CaseRef caseRef, String fileId) {
    try {
      KeysetHandle key =
          KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB);
      String sealedKey =
          sealing.seal(
              KeyScope.of(caseRef),
              ENTITY,
              fileId,
              "key",
              Base64.getEncoder()
                  .encodeToString(
                      TinkProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get())));
      return new Writing(
          sealedKey,
          aead(key).newEncryptingStream(new Pieces(caseRef, fileId), place(caseRef, fileId)),
          sha256());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("A file could not be sealed", e);
    }
  }

  /**
   * The clear bytes, opened as they are read.
   *
   * @throws TamperedValueException at once if the key was changed, while reading if the file was
   */
  InputStream open(CaseRef caseRef, String fileId, String sealedKey) {
    String key = sealing.open(KeyScope.of(caseRef), ENTITY, fileId, "key", sealedKey);
    try {
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseKeyset(
              Base64.getDecoder().decode(key), InsecureSecretKeyAccess.get());
      return new Opened(
          aead(handle).newDecryptingStream(new Stored(fileId), place(caseRef, fileId)));
    } catch (GeneralSecurityException | IOException e) {
      throw new TamperedValueException(ENTITY);
    }
  }

  /** Removes a file that nothing names. */
  void discard(String fileId) {
    db.sql("delete from sealed_piece where file_id = ?").param(fileId).update();
  }

  /** Removes what is left of uploads that a stop of ours cut off. */
  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT10M")
  void tidy() {
    db.sql(
            """
            delete from sealed_piece p using (
              select file_id from sealed_piece where n = 0 and at < ?) old
            where p.file_id = old.file_id
              and not exists (select 1 from document d where d.document_id = old.file_id)
              and not exists (select 1 from bundle b where b.bundle_id = old.file_id)
            """)
        .param(Timestamp.from(clock.instant().minus(GIVEN_UP)))
        .update();
  }

  private static StreamingAead aead(KeysetHandle key) throws GeneralSecurityException {
    return key.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
  }

  private static byte[] place(CaseRef caseRef, String fileId) {
    return String.join("\u0000", KeyScope.of(caseRef).id(), ENTITY, fileId)
        .getBytes(StandardCharsets.UTF_8);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Cuts ciphertext into rows. */
  private final class Pieces extends OutputStream {
    private final CaseRef caseRef;
    private final String fileId;
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private int n;
    private boolean closed;

    Pieces(CaseRef caseRef, String fileId) {
      this.caseRef = caseRef;
      this.fileId = fileId;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] sealed, int from, int length) {
      int done = 0;
      while (done < length) {
        int part = Math.min(length - done, PIECE - filled);
        System.arraycopy(sealed, from + done, piece, filled, part);
        filled += part;
        done += part;
        if (filled == PIECE) {
          put();
        }
      }
    }

    @Override
    public void close() {
      if (!closed && filled > 0) {
        put();
      }
      closed = true;
    }

    private void put() {
      db.sql("insert into sealed_piece (file_id, n, case_ref, bytes, at) values (?, ?, ?, ?, ?)")
          .params(
              fileId,
              n,
              caseRef.value(),
              filled == PIECE ? piece : Arrays.copyOf(piece, filled),
              Timestamp.from(clock.instant()))
          .update();
      n++;
      filled = 0;
    }
  }

  /** Ciphertext, a row at a time. */
  private final class Stored extends InputStream {
    private final String fileId;
    private byte[] piece = new byte[0];
    private int at;
    private int next;

    Stored(String fileId) {
      this.fileId = fileId;
    }

    @Override
    public int read() {
      return more() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (length == 0) {
        return 0;
      }
      if (!more()) {
        return -1;
      }
      int part = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, from, part);
      at += part;
      return part;
    }

    private boolean more() {
      if (at < piece.length) {
        return true;
      }
      piece =
          db.sql("select bytes from sealed_piece where file_id = ? and n = ?")
              .params(fileId, next)
              .query(byte[].class)
              .optional()
              .orElse(new byte[0]);
      next++;
      at = 0;
      return piece.length > 0;
    }
  }

  /** Tells a changed file from one that cannot be read for other reasons. */
  private static final class Opened extends InputStream {
    private final InputStream clear;

    Opened(InputStream clear) {
      this.clear = clear;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      try {
        return clear.read(into, from, length);
      } catch (IOException e) {
        throw new TamperedValueException(ENTITY);
      }
    }

    @Override
    public void close() {
      try {
        clear.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
