package org.haven.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may be added to a case. What a file is, its content says; its name only must not lie. */
public enum FileKind {
  JPEG("image/jpeg", "jpg jpeg jpe jfif", "image/jpeg"),
  PNG("image/png", "png", "image/png"),
  GIF("image/gif", "gif", "image/gif"),
  WEBP("image/webp", "webp", "image/webp"),
  HEIC("image/heic", "heic heif", "image/heic image/heif image/heic-sequence image/heif-sequence"),
  TIFF("image/tiff", "tif tiff", "image/tiff"),
  PDF("application/pdf", "pdf", "application/pdf"),
  WORD("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", ""),
  SHEET("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", ""),
  SLIDES("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", ""),
  OPEN_TEXT("application/vnd.oasis.opendocument.text", "odt", ""),
  OPEN_SHEET("application/vnd.oasis.opendocument.spreadsheet", "ods", ""),
  OPEN_SLIDES("application/vnd.oasis.opendocument.presentation", "odp", ""),
  OFFICE_97(
      "application/x-ole-storage",
      "doc xls ppt msg",
      "application/x-tika-msoffice application/msword application/vnd.ms-excel"
          + " application/vnd.ms-powerpoint application/vnd.ms-outlook"),
  MAIL("message/rfc822", "eml", "message/rfc822"),
  TEXT("text/plain", "txt csv log", "text/plain"),
  AUDIO(
      "audio/mpeg",
      "mp3 wav m4a amr ogg",
      "audio/mpeg audio/vnd.wave audio/x-wav audio/mp4 audio/x-m4a audio/amr audio/ogg"
          + " audio/vorbis audio/opus"),
  VIDEO(
      "video/mp4",
      "mp4 mov m4v 3gp m4a",
      "video/mp4 application/mp4 video/quicktime video/x-m4v video/3gpp");

  private final String mediaType;
  private final List<String> extensions;
  private final List<String> detected;

  FileKind(String mediaType, String extensions, String detected) {
    this.mediaType = mediaType;
    this.extensions = List.of(extensions.split(" "));
    this.detected = detected.isEmpty() ? List.of() : List.of(detected.split(" "));
  }

  /** As it is told to a browser. */
  public String mediaType() {
    return mediaType;
  }

  /** How a name of such a file ends, without the dot. */
  public String extension() {
    return extensions.getFirst();
  }

  boolean mayEnd(String extension) {
    return extensions.contains(extension);
  }

  /** Can its pages be shown in a bundle? */
  public boolean isExhibit() {
    return this == JPEG || this == PNG || this == GIF || this == TIFF || this == PDF;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FileKind ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Optional<FileKind> ofDetected(String type) {
    return Arrays.stream(values()).filter(kind -> kind.detected.contains(type)).findFirst();
  }

  static Optional<FileKind> ofPackage(String mediaType) {
    return Arrays.stream(values()).filter(kind -> kind.mediaType.equals(mediaType)).findFirst();
  }
}
