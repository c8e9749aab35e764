package org.haven.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;

/**
 * Counts what the packed streams of a PDF give, before a parser that would keep it in memory sees
 * them: wherever the word stands, whether or not the file admits to a stream there, and in each way
 * of packing that the bytes allow, whatever the file calls it.
 */
final class PdfStreams {
  private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};

  /** Streams that are packed in one another. */
  private static final int DEEPEST = 4;

  /** Bytes that tell letters from what is packed. */
  private static final int SNIFFED = 32;

  private PdfStreams() {}

  /**
   * @param one bytes that a stream may unpack to
   * @param all bytes that all of them may unpack to
   */
  static boolean unpackToMore(byte[] pdf, long one, long all) throws IOException {
    long left = all;
    int at = next(pdf, 0);
    while (at >= 0) {
      int begin = at + STREAM.length;
      if (begin < pdf.length && pdf[begin] == '\r') {
        begin++;
      }
      if (begin < pdf.length && pdf[begin] == '\n') {
        begin++;
      }
      long given = unpacked(pdf, begin, one, DEEPEST);
      left -= given;
      if (given > one || left < 0) {
        return true;
      }
      at = next(pdf, begin);
    }
    return false;
  }

  private static int next(byte[] pdf, int from) {
    for (int i = from; i <= pdf.length - STREAM.length; i++) {
      int same = 0;
      while (same < STREAM.length && pdf[i + same] == STREAM[same]) {
        same++;
      }
      if (same == STREAM.length && (i == 0 || pdf[i - 1] != 'd')) {
        return i;
      }
    }
    return -1;
  }

  private static long unpacked(byte[] bytes, int begin, long most, int deep) throws IOException {
    if (begin >= bytes.length || deep == 0) {
      return 0;
    }
    long inflated =
        inflated(new ByteArrayInputStream(bytes, begin, bytes.length - begin), most, deep);
    if (inflated > 0) {
      return inflated;
    }
    if (isLetters(bytes, begin)) {
      return Math.max(
          unpacked(hex(bytes, begin), 0, most, deep - 1), ascii85(bytes, begin, most, deep));
    }
    if (bytes[begin] == (byte) 0x80) {
      // such a stream begins with the sign to clear its table, in nine bits
      return Math.max(lzw(bytes, begin, most, 0), lzw(bytes, begin, most, 1));
    }
    var counted = new Counting(most, false);
    decode(COSName.RUN_LENGTH_DECODE, new COSDictionary(), bytes, begin, counted);
    return counted.count;
  }

  private static boolean isLetters(byte[] bytes, int begin) {
    for (int i = begin; i < Math.min(bytes.length, begin + SNIFFED); i++) {
      if (bytes[i] > 'z' || (bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r')) {
        return false;
      }
    }
    return true;
  }

  private static long lzw(byte[] bytes, int begin, long most, int earlyChange) {
    var parameters = new COSDictionary();
    parameters.setInt(COSName.EARLY_CHANGE, earlyChange);
    var said = new COSDictionary();
    said.setItem(COSName.FILTER, COSName.LZW_DECODE);
    said.setItem(COSName.DECODE_PARMS, parameters);
    var counted = new Counting(most, false);
    decode(COSName.LZW_DECODE, said, bytes, begin, counted);
    return counted.count;
  }

  /** The digits up to the first that is none. */
  private static byte[] hex(byte[] bytes, int begin) {
    var clear = new ByteArrayOutputStream();
    int high = -1;
    for (int i = begin; i < bytes.length; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0 && bytes[i] > ' ') {
        break;
      }
      if (digit >= 0) {
        if (high >= 0) {
          clear.write(high << 4 | digit);
        }
        high = high >= 0 ? -1 : digit;
      }
    }
    return clear.toByteArray();
  }

  /** What is packed may be written in letters after that. */
  private static long ascii85(byte[] bytes, int begin, long most, int deep) throws IOException {
    var counted = new Counting(most, true);
    decode(COSName.ASCII85_DECODE, new COSDictionary(), bytes, begin, counted);
    return Math.max(counted.count, unpacked(counted.kept.toByteArray(), 0, most, deep - 1));
  }

  private static void decode(
      COSName way, COSDictionary said, byte[] bytes, int begin, OutputStream into) {
    try {
      FilterFactory.INSTANCE
          .getFilter(way)
          .decode(new ByteArrayInputStream(bytes, begin, bytes.length - begin), into, said, 0);
    } catch (IOException | RuntimeException e) {
      // no such stream after all, or more than is counted: what it gave counts
    }
  }

  private static long inflated(InputStream packed, long most, int deep) throws IOException {
    var in = new PushbackInputStream(packed, 2);
    int first = in.read();
    int second = in.read();
    if (first < 0 || second < 0) {
      return 0;
    }
    in.unread(second);
    in.unread(first);
    if ((first & 0x0f) != 8 || ((first << 8) | second) % 31 != 0 || deep == 0) {
      return 0;
    }
    var clear = new Counted(new InflaterInputStream(in));
    try {
      // what is packed twice is unpacked twice
      long inner = inflated(clear, most, deep - 1);
      if (inner > most) {
        return inner;
      }
      byte[] thrownAway = new byte[8192];
      while (clear.count <= most && clear.read(thrownAway) >= 0) {
        // counted
      }
    } catch (ZipException | EOFException e) {
      // no packed stream after all, or one that ends early: what it gave counts
    }
    return clear.count;
  }

  /** Counts what is written to it, up to one more than it may be. */
  private static final class Counting extends OutputStream {
    private final long most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final boolean keeps;
    private long count;

    Counting(long most, boolean keeps) {
      this.most = most;
      this.keeps = keeps;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      count += length;
      if (count > most) {
        throw new IOException("More than it may be");
      }
      if (keeps) {
        kept.write(bytes, from, length);
      }
    }
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        count++;
      }
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      if (read > 0) {
        count += read;
      }
      return read;
    }
  }
}
