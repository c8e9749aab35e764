package org.haven.platform.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/**
 * Fields and files that come in a shape that cannot be read: no fault of ours, and nothing for the
 * log, which would quote them.
 */
@ControllerAdvice
class Unreadable {
  @ExceptionHandler({MultipartException.class, InvalidParameterException.class})
  void refuse(Exception why, HttpServletResponse response) throws IOException {
    response.sendError(
        (why instanceof MaxUploadSizeExceededException
                ? HttpStatus.CONTENT_TOO_LARGE
                : HttpStatus.BAD_REQUEST)
            .value());
  }
}
