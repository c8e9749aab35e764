package org.haven.engine;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Refuses every call to the engine while a database transaction is open: what the engine is told
 * cannot be rolled back, and a slow engine must not hold locks.
 */
class OutsideTransaction implements ClientInterceptor {
  static void require() {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "The engine must not be called inside a transaction: write to the outbox, or ask before"
              + " the transaction begins");
    }
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    require();
    return next.newCall(method, options);
  }
}
