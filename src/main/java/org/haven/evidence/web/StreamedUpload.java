package org.haven.evidence.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the form that brings a file as it arrives: the fields that stand before the file become
 * parameters, and the file stays a stream. The container would keep the whole of it, in memory or
 * in clear on a disk. It runs before sign-in is asked for, since that looks for the form's token:
 * so it reads the fields only, and not many bytes of them.
 */
@Component
@Order(StreamedUpload.BEFORE_SECURITY)
class StreamedUpload extends OncePerRequestFilter {
  /** Spring Security's filters stand at -100. */
  static final int BEFORE_SECURITY = -150;

  private static final Pattern PATH = Pattern.compile("/cases/[^/]+/documents/?");
  private static final int LONGEST_FIELD = 16_384;
  private static final int MOST_FIELDS = 20;

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return !request.getMethod().equals("POST")
        || !PATH.matcher(path).matches()
        || !String.valueOf(request.getContentType())
            .toLowerCase(java.util.Locale.ROOT)
            .startsWith("multipart/form-data");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Map<String, String[]> fields = new LinkedHashMap<>();
    IncomingFile file;
    try {
      file = read(request, fields);
    } catch (TooLongAName e) {
      file = IncomingFile.withTooLongAName(request.getInputStream());
    } catch (IOException | IllegalArgumentException e) {
      // no such form, a name with signs that no name has, or its sender is gone
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    if (file != null) {
      file.attachTo(request);
    }
    chain.doFilter(new FormOnly(request, fields), response);
  }

  private static @Nullable IncomingFile read(
      HttpServletRequest request, Map<String, String[]> fields) throws IOException {
    var upload = new JakartaServletFileUpload<>();
    upload.setHeaderCharset(StandardCharsets.UTF_8);
    FileItemInputIterator parts = upload.getItemIterator(request);
    while (hasNext(parts)) {
      FileItemInput part = parts.next();
      if (!part.isFormField()) {
        String name = String.valueOf(part.getName());
        return new IncomingFile(
            name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1),
            part.getInputStream(),
            request.getInputStream());
      }
      byte[] value = part.getInputStream().readNBytes(LONGEST_FIELD + 1);
      if (value.length > LONGEST_FIELD || fields.size() >= MOST_FIELDS) {
        throw new FileUploadException("More fields than the form has");
      }
      fields.put(part.getFieldName(), new String[] {new String(value, StandardCharsets.UTF_8)});
    }
    return null;
  }

  /** The head of a part holds little more than the name of the file. */
  private static final class TooLongAName extends IOException {}

  private static boolean hasNext(FileItemInputIterator parts) throws IOException {
    try {
      return parts.hasNext();
    } catch (FileUploadSizeException e) {
      throw new TooLongAName();
    }
  }

  /** The form without its file, as if it had come without one. */
  private static final class FormOnly extends HttpServletRequestWrapper {
    private final Map<String, String[]> fields;

    FormOnly(HttpServletRequest request, Map<String, String[]> fields) {
      super(request);
      this.fields = fields;
    }

    @Override
    public String getContentType() {
      return MediaType.APPLICATION_FORM_URLENCODED_VALUE;
    }

    @Override
    public @Nullable String getParameter(String name) {
      String[] values = fields.get(name);
      return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Collections.unmodifiableMap(fields);
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(fields.keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      return fields.get(name);
    }

    @Override
    public Collection<Part> getParts() {
      return List.of();
    }
  }
}
