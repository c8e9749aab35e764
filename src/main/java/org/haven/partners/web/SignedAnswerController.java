package org.haven.partners.web;

import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.haven.partners.Answers;
import org.haven.partners.Answers.Proof;
import org.haven.partners.Answers.Receipt;
import org.haven.partners.web.SignedAnswerReader.FieldProblem;
import org.haven.partners.web.SignedAnswerReader.Reading;
import org.haven.platform.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where agencies' machines answer referrals. The receipt is the same whether the referral was
 * known, open or answered before: nothing of any case can be learnt here.
 */
@RestController
class SignedAnswerController {
  static final String AGENCY = "Haven-Agency";
  static final String ID = "Haven-Id";
  static final String TIMESTAMP = "Haven-Timestamp";
  static final String SIGNATURE = "Haven-Signature";

  private static final Pattern AGENCY_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern ID_FORM = Pattern.compile("[\\x21-\\x7e]{8,100}");
  private static final String STRANGERS = "strangers";
  private static final int LONGEST = 8 * 1024;
  private static final int SENDERS_KEPT = 10_000;

  private final Answers answers;
  private final int perMinute;
  private final Map<String, Bucket> buckets =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
              return size() > SENDERS_KEPT;
            }
          });

  SignedAnswerController(
      Answers answers, @Value("${haven.partners.answers-per-minute:60}") int perMinute) {
    this.answers = answers;
    this.perMinute = perMinute;
  }

  @PostMapping("/api/answers")
  ResponseEntity<?> answer(HttpServletRequest request) throws IOException {
    // by address before anything is believed; by agency once it has proved itself, so that nobody
    // can use up an agency's share
    Duration wait = wait("from " + network(request.getRemoteAddr()));
    if (!wait.isZero()) {
      return tooMany(wait);
    }
    if (!isJson(request.getContentType())) {
      return problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "Send the answer as application/json.");
    }
    byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      return problem(HttpStatus.CONTENT_TOO_LARGE, "too-large", "An answer holds 8 KiB at most.");
    }
    Proof proof =
        new Proof(
            header(request, AGENCY),
            header(request, ID),
            header(request, TIMESTAMP),
            header(request, SIGNATURE));
    if (!AGENCY_FORM.matcher(proof.agency()).matches()
        || !ID_FORM.matcher(proof.id()).matches()
        || !answers.isGenuine(proof, body)) {
      // all strangers share one allowance, however many addresses they send from
      wait = wait(STRANGERS);
      if (!wait.isZero()) {
        return tooMany(wait);
      }
      answers.refused(proof.agency());
      return problem(
          HttpStatus.UNAUTHORIZED,
          "signature",
          "The signature is missing, wrong or older than five minutes. Nothing was recorded.");
    }
    wait = wait("agency " + proof.agency());
    if (!wait.isZero()) {
      return tooMany(wait);
    }
    return switch (SignedAnswerReader.read(body, new Code(proof.agency()))) {
      case Reading.NotJson() ->
          problem(
              HttpStatus.BAD_REQUEST,
              "malformed-json",
              "The body is not one JSON object in UTF-8 with each field once.");
      case Reading.Invalid(List<FieldProblem> problems) -> invalid(problems);
      case Reading.Read(var referral, var answer) ->
          receipt(proof, answers.receive(proof, body, referral, answer));
    };
  }

  private static ResponseEntity<?> receipt(Proof proof, Receipt receipt) {
    return switch (receipt) {
      case Receipt.Received() -> received(HttpStatus.ACCEPTED, proof);
      case Receipt.AlreadyReceived() -> received(HttpStatus.OK, proof);
      case Receipt.Replayed() ->
          problem(
              HttpStatus.CONFLICT,
              "replayed",
              "This signed message was taken before. To send an answer again, sign it again.");
      case Receipt.IdUsed() ->
          problem(
              HttpStatus.CONFLICT,
              "id-used",
              "This " + ID + " came with another answer before. Nothing was changed.");
      case Receipt.Unfit(var faults) ->
          invalid(
              faults.stream()
                  .map(fault -> new FieldProblem("/" + fault.field(), fault.expected()))
                  .toList());
    };
  }

  @GetMapping("/api/answers.yaml")
  ResponseEntity<Resource> document() {
    return ResponseEntity.ok()
        .contentType(new MediaType("application", "yaml"))
        .body(new ClassPathResource("openapi/answers.yaml"));
  }

  private static String header(HttpServletRequest request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }

  /** Of IPv6 the first 64 bits: whoever has one address there has all of them. */
  static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private Duration wait(String sender) {
    long nanos =
        buckets
            .computeIfAbsent(sender, _ -> bucket())
            .tryConsumeAndReturnRemaining(1)
            .getNanosToWaitForRefill();
    return Duration.ofNanos(nanos);
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(l -> l.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .build();
  }

  private static boolean isJson(@Nullable String contentType) {
    try {
      var type = MediaType.parseMediaType(contentType == null ? "" : contentType);
      return type.isCompatibleWith(MediaType.APPLICATION_JSON)
          && type.isConcrete()
          && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** All that an agency gets back. */
  record Received(String id, String status) {}

  private static ResponseEntity<Received> received(HttpStatus status, Proof proof) {
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .body(new Received(proof.id(), "received"));
  }

  private static ResponseEntity<ProblemDetail> invalid(List<FieldProblem> problems) {
    var detail =
        detail(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "invalid-fields",
            "Some fields are unknown or not as expected. Nothing was recorded.");
    detail.setProperty("errors", problems);
    return response(detail, Map.of());
  }

  private ResponseEntity<ProblemDetail> tooMany(Duration wait) {
    return response(
        detail(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many",
            "More than " + perMinute + " answers a minute. Send this one again later."),
        Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1)));
  }

  private static ResponseEntity<ProblemDetail> problem(
      HttpStatus status, String type, String detail) {
    return response(detail(status, type, detail), Map.of());
  }

  private static ProblemDetail detail(HttpStatus status, String type, String text) {
    ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, text);
    detail.setType(URI.create("urn:haven:problem:" + type));
    detail.setTitle(status.getReasonPhrase());
    return detail;
  }

  private static ResponseEntity<ProblemDetail> response(
      ProblemDetail detail, Map<String, String> headers) {
    var response =
        ResponseEntity.status(detail.getStatus())
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .cacheControl(CacheControl.noStore());
    headers.forEach(response::header);
    return response.body(detail);
  }
}
