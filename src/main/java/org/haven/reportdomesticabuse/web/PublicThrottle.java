package org.haven.reportdomesticabuse.web;

import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.springframework.stereotype.Component;

/**
 * Slows down floods, by address and over all. The allowances stand in places of a fixed number, so
 * that no number of addresses fills the memory; two addresses may share a place, and which do
 * cannot be known from outside.
 */
@Component
class PublicThrottle {
  private static final int PLACES = 4096;
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);

  private final int salt = new SecureRandom().nextInt();
  private final Allowances visits;
  private final Allowances answers;
  private final Allowances reports;
  private final Bucket allReports;

  PublicThrottle(PublicReportSettings settings) {
    this.visits = new Allowances(settings.visitsPerAddress(), TEN_MINUTES);
    this.answers = new Allowances(settings.answersPerAddress(), Duration.ofMinutes(1));
    this.reports = new Allowances(settings.reportsPerAddress(), HOUR);
    this.allReports = bucket(settings.reports(), HOUR);
  }

  /** How long to wait before another visit may begin; zero if it may now. */
  Duration visit(String address) {
    return visits.of(address).take();
  }

  /** The same for a page that is sent. */
  Duration answer(String address) {
    return answers.of(address).take();
  }

  /** The same for a report. */
  Duration report(String address) {
    var own = reports.of(address);
    Duration wait = own.take();
    if (!wait.isZero()) {
      return wait;
    }
    Duration all = new Allowance(allReports).take();
    if (!all.isZero()) {
      own.giveBack();
    }
    return all;
  }

  private static Bucket bucket(int number, Duration in) {
    return Bucket.builder().addLimit(l -> l.capacity(number).refillGreedy(number, in)).build();
  }

  /** Of IPv6 the first 64 bits: whoever has one address there has all of them. */
  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private record Allowance(Bucket bucket) {
    Duration take() {
      return Duration.ofNanos(bucket.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
    }

    void giveBack() {
      bucket.addTokens(1);
    }
  }

  private final class Allowances {
    private final AtomicReferenceArray<Bucket> places = new AtomicReferenceArray<>(PLACES);
    private final int number;
    private final Duration in;

    Allowances(int number, Duration in) {
      this.number = number;
      this.in = in;
    }

    Allowance of(String address) {
      int mixed = (network(address).hashCode() ^ salt) * 0x9E3779B9;
      int place = mixed >>> 20;
      Bucket bucket = places.get(place);
      if (bucket == null) {
        places.compareAndSet(place, null, bucket(number, in));
        bucket = places.get(place);
      }
      return new Allowance(bucket);
    }
  }
}
